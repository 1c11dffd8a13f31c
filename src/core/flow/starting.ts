import { type MatchedBuild, shownBuild } from '../builds/build.ts'
import { noCounts } from '../builds/filter.ts'
import type { Batch } from '../builds/list-builds.ts'
import { type Selection, selectionBatches } from '../builds/select.ts'
import type { Waited } from '../builds/wait.ts'
import type { WaitTools } from '../builds/wait-tools.ts'
import { CanceledError } from '../errors/errors.ts'
import { timeAfter } from '../host/cancellation.ts'
import type { Service } from '../service/service.ts'
import type { Settings, StartSettings } from '../settings/settings.ts'
import { type StartTools, startBuild } from '../start/start-build.ts'
import { differencesNow, type StartedBuild } from '../start/started-build.ts'
import { stopBuild } from '../start/stop-build.ts'

export type StartingTools = Omit<StartTools, 'startSignal' | 'onStarted'> & {
  readonly wait: WaitTools
  /** Aborted when a canceled step has to end at once. */
  readonly over: AbortSignal
  /** Takes the build as soon as it exists, and whenever its state has changed. */
  readonly onChange: (selection: Selection) => void
}

/** What the start and the wait came to. */
export interface Started {
  readonly started: Pick<StartedBuild, 'differences' | 'errors'>
  readonly batches: AsyncIterable<Batch>
  readonly late?: Waited['late']
}

/** The part of a run that starts a build, waits for it, and stops it if the step is canceled. */
export class Starting {
  private found: MatchedBuild | undefined

  constructor(
    private readonly service: Service,
    private readonly settings: Settings,
    private readonly start: StartSettings,
    private readonly tools: StartingTools,
  ) {}

  /** @throws StepError if no build was started, or if one may have been */
  async run(): Promise<Started> {
    const { service, settings, tools } = this
    const started = await this.startOne()
    const selection = selectionOf(started.found)
    const isFalse = started.differences.length > 0 || started.errors.length > 0
    if (isFalse || settings.wait === undefined) return { started, batches: selectionBatches(selection) }
    const { waitForKnown } = await import('../builds/wait.ts')
    const { late, ...waited } = await waitForKnown(service, settings.query, settings.wait, [started.found], {
      ...tools.wait,
      shown: build => shownBuild(build, started.hide),
      onChange: changed => this.change(changed),
    })
    const differences = waited.builds.flatMap(found => differencesNow(started, found))
    return {
      started: { ...started, differences },
      batches: selectionBatches(waited),
      ...(late === undefined ? {} : { late }),
    }
  }

  /** Stops the build if it is to be stopped with the step. @param error that ended the step */
  async stopAfter(error: unknown): Promise<void> {
    if (!(error instanceof CanceledError) || this.start.onCancel !== 'stop' || this.found === undefined) return
    await stopBuild(this.service, this.found.target, this.found.build, this.tools)
  }

  private async startOne(): Promise<StartedBuild> {
    const { service, start, tools } = this
    const done = new AbortController()
    const startSignal = start.onCancel === 'stop' ? later(tools, done.signal) : tools.signal
    try {
      return await startBuild(service, start, {
        ...tools,
        startSignal,
        onStarted: found => this.change(selectionOf(found)),
      })
    } finally {
      done.abort()
    }
  }

  private change(selection: Selection): void {
    this.found = selection.builds[0]
    this.tools.onChange(selection)
  }
}

function selectionOf(found: MatchedBuild): Selection {
  return { builds: [found], counts: noCounts, cuts: [], more: false }
}

/**
 * Aborted some time after the step is canceled, in which the ID of the build that it is starting may come, so that it can
 * be stopped. That takes a part of the time that the host leaves, too.
 * @param done aborted when it is no longer needed
 */
function later({ signal, over, clock }: StartingTools, done: AbortSignal): AbortSignal {
  const controller = new AbortController()
  const end = () => controller.abort(signal.reason)
  const wait = () => {
    const { reason } = signal
    const grace = timeAfter[reason instanceof CanceledError ? reason.signal : 'SIGINT'] / 2
    over.addEventListener('abort', end, { once: true, signal: done })
    clock.sleep(grace, done).then(end, () => undefined)
  }
  if (signal.aborted) wait()
  else signal.addEventListener('abort', wait, { once: true, signal: done })
  return controller.signal
}
