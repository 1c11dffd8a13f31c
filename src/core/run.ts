import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { checkPlace } from './base/new-file.ts'
import { type Clock, systemClock } from './base/time.ts'
import { isCompleted } from './builds/build.ts'
import { findBuilds } from './builds/find.ts'
import type { Batch } from './builds/list-builds.ts'
import { findNearMisses } from './builds/near-misses.ts'
import { batchesOf } from './builds/select.ts'
import { findTargets, type NamedPipeline, type Targets } from './builds/targets.ts'
import { type Waited, waitForBuilds } from './builds/wait.ts'
import { explainFailures, maxExplained } from './explain/explain-failures.ts'
import { Watch } from './explain/watch.ts'
import type { Host } from './host/host.ts'
import { enterStep, type Step } from './host/step.ts'
import { judge, offends, type Verdict } from './judge/judge.ts'
import { Report } from './report.ts'
import { collectResult, type Result } from './result/result.ts'
import { openService, type Service } from './service/service.ts'
import { readSettings } from './settings/read-settings.ts'
import type { ArtifactsSettings, Settings } from './settings/settings.ts'
import { artifactsPart } from './show/artifacts.ts'
import { nothingFound } from './show/none.ts'
import type { Part } from './show/part.ts'
import { whyPart } from './show/why.ts'

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
    if (settings.output.file !== '') checkPlace(settings.output.file, step.context.commandFiles)
    const networkOf = (url: string) => step.host.network(url)
    const network = settings.output.dryRun ? {} : networkOf(settings.service.url)
    report.introduce(settings, network.proxy)
    if (settings.output.dryRun) return report.dryRun(settings)

    const service = step.own(openService(settings.service, { ...network, ...tools, ...speaking(step), networkOf }))
    report.knowServer(service)
    const deadline = tools.clock.now() + settings.query.queryTimeout
    const targets = await findTargets(service, settings.query, deadline)
    const found = await select(service, settings, targets, deadline, { step, report, tools })
    const result = await collect(found.batches, settings, step, () => targets.named)
    step.signal.throwIfAborted()

    const verdict = judge(result, settings.rules, found.late, tools.clock.now())
    report.tell(
      settings,
      result,
      verdict,
      await explainNothing(service, settings, targets, result, verdict, tools.clock),
    )
    if (settings.explain) report.add(await sayWhy(service, settings, result, verdict, { step, report, tools }))
    if (settings.artifacts !== undefined)
      report.add(await fetchArtifacts(service, settings, settings.artifacts, result, verdict, { step, tools }))
    await report.finish(verdict)
  } catch (error) {
    await report.fail(error)
  } finally {
    step.leave()
  }
}

/** What the parts of the flow share. */
interface Flow {
  readonly step: Step
  readonly report: Report
  readonly tools: Tools
}

interface Found {
  readonly batches: AsyncIterable<Batch>
  readonly late?: Waited['late']
}

/** The builds that match now, or those that were waited for. */
async function select(
  service: Service,
  { query, wait, explain }: Settings,
  targets: Targets,
  deadline: number,
  { step, report, tools }: Flow,
): Promise<Found> {
  if (wait === undefined) return { batches: findBuilds(service, query, targets, deadline) }
  const watch = new Watch({ service, redact: step.redact, pageOf: report.pageOf })
  const { late, ...selection } = await waitForBuilds(service, query, wait, targets, {
    ...tools,
    ...speaking(step),
    progress: (percent, text) => step.host.progress(percent, text),
    pageOf: report.pageOf,
    ...(explain ? { describe: open => watch.describe(open) } : {}),
    onChange: changed => {
      report.selection = changed
    },
  })
  const batches = batchesOf(service, query, selection, tools.clock.now() + query.queryTimeout)
  return late === undefined ? { batches } : { batches, late }
}

/** How rooms below the flow speak, and what ends them. */
function speaking({ host, signal, redact }: Step) {
  return { signal, redact, say: host.info, debug: host.debug }
}

function collect(
  batches: AsyncIterable<Batch>,
  { rules, query, output }: Settings,
  { host, context }: Step,
  named: () => Promise<readonly NamedPipeline[]>,
): Promise<Result> {
  const file = output.file || join(host.temporaryFolder(), `azure-devops-builds-${randomUUID().slice(0, 8)}.json`)
  return collectResult(batches, {
    order: query.order,
    file,
    reserved: context.commandFiles ?? [],
    named: async () => (rules.judged ? named() : []),
    offends: offends(rules),
  })
}

/** What there is where nothing was found, unless nobody wants to know. */
async function explainNothing(
  service: Service,
  settings: Settings,
  targets: Targets,
  result: Result,
  { outcome }: Verdict,
  clock: Clock,
): Promise<string[]> {
  const isNothing = result.count === 0 && (outcome === 'none' || outcome === 'timed-out')
  if (!isNothing || settings.rules.ifNone === 'ignore') return []
  const deadline = clock.now() + settings.service.requestTimeout
  const near = await findNearMisses(service, settings.query, targets, deadline)
  return nothingFound(settings, result, near, clock.now())
}

/** Why the builds failed that break the rule on results, and what those are doing that were not completed in time. */
async function sayWhy(
  service: Service,
  { output: { context } }: Settings,
  { offending, builds }: Result,
  { passes, outcome }: Verdict,
  { step: { redact }, report: { pageOf }, tools }: Flow,
): Promise<Part> {
  const explaining = { service, redact, pageOf }
  const failed = passes ? [] : offending.builds.filter(build => isCompleted(build) && build.result !== 'succeeded')
  const open = outcome === 'timed-out' ? builds.filter(build => !isCompleted(build)).slice(0, maxExplained) : []
  const [explanations, activities] = await Promise.all([
    explainFailures(failed, explaining),
    new Watch(explaining).describeAll(open),
  ])
  return whyPart(explanations, activities, { context, now: tools.clock.now() })
}

/** Artifacts of the first build, unless a rule is broken. */
async function fetchArtifacts(
  service: Service,
  settings: Settings,
  wanted: ArtifactsSettings,
  { builds: [build] }: Result,
  { passes }: Verdict,
  { step: { host, context }, tools: { clock } }: { step: Step; tools: Tools },
): Promise<Part> {
  if (!passes) return { log: ['No artifact is downloaded, because the gate failed.'] }
  if (build === undefined) return { log: ['No artifact is downloaded, because there is no build.'] }
  // The unpacker takes longer to load than the rest of the step, and most steps download nothing.
  const { downloadArtifacts } = await import('./artifacts/download-artifacts.ts')
  const { queryTimeout: timeout, concurrency } = settings.query
  const downloaded = await downloadArtifacts(
    service,
    build,
    { ...wanted, timeout, concurrency },
    {
      clock,
      say: host.info,
      progress: (percent, text) => host.progress(percent, text),
      temporaryFolder: host.temporaryFolder(),
      reserved: context.commandFiles ?? [],
    },
  )
  return artifactsPart(downloaded, build, wanted)
}
