import type { Build } from '../builds/build.ts'
import { findBuilds } from '../builds/find.ts'
import type { Batch } from '../builds/list-builds.ts'
import { batchesOf } from '../builds/select.ts'
import { findTargets, type Targets } from '../builds/targets.ts'
import type { Waited } from '../builds/wait.ts'
import type { WaitTools } from '../builds/wait-tools.ts'
import type { Watch } from '../explain/watch.ts'
import { outputsOfBuild } from '../result/output-values.ts'
import type { Settings } from '../settings/settings.ts'
import { explainTools } from './explain-tools.ts'
import { type Flow, speaking } from './flow.ts'
import type { Started, Starting } from './starting.ts'

/** The builds that a run is about. */
export interface Selected {
  readonly batches: AsyncIterable<Batch>
  readonly late?: Waited['late']
  /** Where they were searched; undefined if one was started. */
  readonly targets?: Targets
  /** Undefined if no build was started. */
  readonly started?: Started['started']
}

/** The builds that match now, or those that were waited for. */
export async function selectBuilds(flow: Flow, settings: Settings): Promise<Selected> {
  const { service, tools } = flow
  const { query, wait } = settings
  const deadline = tools.clock.now() + query.queryTimeout
  const targets = await findTargets(service, query, deadline)
  if (wait === undefined) return { batches: findBuilds(service, query, targets, deadline), targets }
  const { waitForBuilds } = await import('../builds/wait.ts')
  const { late, ...selection } = await waitForBuilds(service, query, wait, targets, waiting(flow, settings))
  const batches = batchesOf(service, query, selection, tools.clock.now() + query.queryTimeout)
  return { batches, targets, ...(late && { late }) }
}

/** The part of a run that starts a build; undefined if none is started. */
export async function openStarting(flow: Flow, settings: Settings): Promise<Starting | undefined> {
  const { step, report, tools, service } = flow
  if (settings.start === undefined) return undefined
  // Loaded only now: most steps start nothing, and start sooner themselves without it.
  const { Starting } = await import('./starting.ts')
  return new Starting(service, settings, settings.start, {
    ...tools,
    ...speaking(step),
    over: step.over,
    pageOf: report.pageOf,
    pipelinePage: report.pipelinePage,
    wait: waiting(flow, settings),
    onChange: changed => {
      const isNew = report.selection === undefined
      report.selection = changed
      if (isNew) report.setNow(outputsOfBuild(changed.builds[0]?.build, report.pageOf))
    },
  })
}

function waiting(flow: Flow, settings: Settings): WaitTools {
  const { step, report, tools } = flow
  let watch: Watch | undefined
  const describe = async (open: readonly Build[]) => {
    const { Watch } = await import('../explain/watch.ts')
    watch ??= new Watch(await explainTools(flow, settings))
    return watch.describe(open)
  }
  return {
    ...tools,
    ...speaking(step),
    progress: (percent, text) => step.host.progress(percent, text),
    pageOf: report.pageOf,
    ...(settings.explain ? { describe } : {}),
    onChange: changed => {
      report.selection = changed
    },
  }
}
