import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Clock, systemClock } from './base/time.ts'
import { findBuilds } from './builds/find.ts'
import { hideParameters } from './builds/hide-parameters.ts'
import type { Batch } from './builds/list-builds.ts'
import { findNearMisses } from './builds/near-misses.ts'
import { batchesOf } from './builds/select.ts'
import { findTargets, type NamedPipeline, type Targets } from './builds/targets.ts'
import { type Waited, type WaitTools, waitForBuilds } from './builds/wait.ts'
import type { Host } from './host/host.ts'
import { enterStep, type Step } from './host/step.ts'
import { judge, offends, type Verdict } from './judge/judge.ts'
import { judgeStart } from './judge/judge-start.ts'
import { Report } from './report.ts'
import { outputsOfBuild } from './result/output-values.ts'
import { collectResult, type Result } from './result/result.ts'
import { openService, type Service } from './service/service.ts'
import { readSettings } from './settings/read-settings.ts'
import type { Settings, StartSettings } from './settings/settings.ts'
import { nothingFound } from './show/none.ts'
import { redactBuild } from './start/redact-build.ts'
import { hidingValuesOf } from './start/start-build.ts'
import { type Started, Starting } from './starting.ts'

/** What tests turn by hand. */
export interface Tools {
  readonly clock: Clock
  /** From 0 to 1, for pauses that must not coincide. */
  readonly random: () => number
}

const standardTools: Tools = { clock: systemClock, random: Math.random }

/** The builds step: inputs, builds, verdict, outputs, summary. It ends by telling the host how it went. */
export async function run(bare: Host, tools: Tools = standardTools): Promise<void> {
  const step = enterStep(bare)
  let summary = true
  let starting: Starting | undefined
  const report = new Report(
    step,
    tools.clock,
    (batches, settings) => collect(batches, settings, step, async () => []),
    () => summary,
  )
  try {
    const raw = step.read()
    summary = raw.summary.toLowerCase() !== 'false'
    const settings = readSettings(raw, step.context, tools.clock.now())
    const network = settings.output.dryRun ? {} : step.host.network(settings.service.url)
    report.introduce(settings, network.proxy)
    if (settings.output.dryRun) return report.dryRun(settings)

    const service = step.own(openService(settings.service, { ...network, ...tools, ...speaking(step) }))
    report.knowServer(service)
    const deadline = tools.clock.now() + settings.query.queryTimeout
    starting = openStarting(service, settings, { step, report, tools })
    const found: Found = await (starting?.run() ?? find(service, settings, deadline, { step, report, tools }))
    const result = await collect(found.batches, settings, step, async () => (await found.targets?.named) ?? [])
    step.signal.throwIfAborted()

    const verdict = verdictOn(result, settings, found, tools.clock.now())
    report.tell(settings, result, verdict, await explainNothing(service, settings, found, result, verdict, tools.clock))
    await report.finish(verdict)
  } catch (error) {
    await starting?.stopAfter(error)
    await report.fail(error)
  } finally {
    step.leave()
  }
}

interface Found {
  readonly batches: AsyncIterable<Batch>
  readonly late?: Waited['late']
  /** Where they were searched; undefined if none were. */
  readonly targets?: Targets
  /** Undefined if no build was started. */
  readonly started?: Started['started']
}

interface Around {
  readonly step: Step
  readonly report: Report
  readonly tools: Tools
}

/** The builds that match now, or those that were waited for. */
async function find(service: Service, settings: Settings, deadline: number, around: Around): Promise<Found> {
  const { query, wait } = settings
  const targets = await findTargets(service, query, deadline)
  if (wait === undefined) return { batches: findBuilds(service, query, targets, deadline), targets }
  const { late, ...selection } = await waitForBuilds(service, query, wait, targets, waiting(around))
  const batches = batchesOf(service, query, selection, around.tools.clock.now() + query.queryTimeout)
  return { batches, targets, ...(late && { late }) }
}

function waiting({ step, report, tools }: Around): WaitTools {
  return {
    ...tools,
    ...speaking(step),
    progress: (percent, text) => step.host.progress(percent, text),
    pageOf: report.pageOf,
    onChange: changed => {
      report.selection = changed
    },
  }
}

function openStarting(service: Service, settings: Settings, around: Around): Starting | undefined {
  const { step, report, tools } = around
  if (settings.start === undefined) return undefined
  const { pageOf, pipelinePage } = report
  return new Starting(service, settings, settings.start, {
    ...tools,
    ...speaking(step),
    warn: step.host.warn,
    pageOf,
    pipelinePage,
    wait: waiting(around),
    onChange: changed => {
      const isNew = report.selection === undefined
      report.selection = changed
      if (isNew) report.setNow(outputsOfBuild(changed.builds[0]?.build, pageOf))
    },
  })
}

/** What the rules say, unless a build was started that is not waited for, or is not what was asked for. */
function verdictOn(result: Result, { rules, wait }: Settings, { started, late }: Found, now: number): Verdict {
  const [build] = result.builds
  const verdict = started && build && judgeStart(started, build, wait !== undefined)
  return verdict ?? judge(result, rules, late, now)
}

/** How rooms below the flow speak, and what ends them. */
function speaking({ host, signal, redact }: Step) {
  return { signal, redact, say: host.info, debug: host.debug }
}

function collect(
  batches: AsyncIterable<Batch>,
  { rules, query, output, start }: Settings,
  { host }: Step,
  named: () => Promise<readonly NamedPipeline[]>,
): Promise<Result> {
  const file = output.file || join(host.temporaryFolder(), `azure-devops-builds-${randomUUID().slice(0, 8)}.json`)
  return collectResult(batches, {
    order: query.order,
    file,
    named: async () => (rules.judged ? named() : []),
    offends: offends(rules),
    redact: redaction(start),
  })
}

/** What is never written to the builds file: the values with which builds were started. */
function redaction(start: StartSettings | undefined): (bytes: Buffer) => Buffer {
  if (start === undefined) return hideParameters
  const hide = hidingValuesOf(start)
  return bytes => redactBuild(bytes, hide)
}

/** What there is where nothing was found, unless nobody wants to know. */
async function explainNothing(
  service: Service,
  settings: Settings,
  { targets }: Found,
  result: Result,
  { outcome }: Verdict,
  clock: Clock,
): Promise<string[]> {
  const isNothing = result.count === 0 && (outcome === 'none' || outcome === 'timed-out')
  if (!isNothing || targets === undefined || settings.rules.ifNone === 'ignore') return []
  const deadline = clock.now() + settings.service.requestTimeout
  const near = await findNearMisses(service, settings.query, targets, deadline)
  return nothingFound(settings, result, near, clock.now())
}
