import { isCompleted } from '../builds/build.ts'
import type { Verdict } from '../judge/judge.ts'
import type { Result } from '../result/result.ts'
import type { Settings } from '../settings/settings.ts'
import type { Part } from '../show/part.ts'
import { plain } from '../show/sentence.ts'
import { explainTools } from './explain-tools.ts'
import type { Flow } from './flow.ts'
import type { Selected } from './select-builds.ts'

/** What there is where nothing was found, unless nobody wants to know. A sentence each. */
export async function explainNothing(
  { service, tools: { clock } }: Flow,
  settings: Settings,
  { targets }: Selected,
  result: Result,
  { outcome }: Verdict,
): Promise<string[]> {
  const isNothing = result.count === 0 && (outcome === 'none' || outcome === 'timed-out')
  if (!isNothing || targets === undefined || settings.rules.ifNone === 'ignore') return []
  const deadline = clock.now() + settings.service.requestTimeout
  const [{ findNearMisses }, { nothingFound }] = await Promise.all([
    import('../builds/near-misses.ts'),
    import('../show/none.ts'),
  ])
  const near = await findNearMisses(service, settings.query, targets, deadline)
  return nothingFound(settings, result, near, service.now())
}

/** Why the builds failed that break the rule on results, and what those are doing that were not completed in time. */
export async function explainVerdict(
  flow: Flow,
  settings: Settings,
  { offending, builds }: Result,
  { passes, outcome, findings }: Verdict,
): Promise<Part> {
  if (!settings.explain) return {}
  // A build that was refused when it was started is told with its cure already.
  const falseStart = findings.find(({ rule, state }) => rule === 'start' && state === 'broken')
  const judged = passes ? [] : falseStart ? builds.slice(0, 1) : offending.builds
  const failed = judged.filter(build => isCompleted(build) && build.result !== 'succeeded')
  const open = outcome === 'timed-out' ? builds.filter(build => !isCompleted(build)) : []
  if (failed.length === 0 && open.length === 0) {
    const failure = falseStart && plain(falseStart.sentence, settings.output)
    return { outputs: { failures: '[]', ...(failure && { failure }) } }
  }
  // Loaded only now: most steps pass, and start sooner without it.
  const [{ explainFailures, maxExplained }, { Watch }, { whyPart }, explaining] = await Promise.all([
    import('../explain/explain-failures.ts'),
    import('../explain/watch.ts'),
    import('../show/why.ts'),
    explainTools(flow, settings),
  ])
  const [explanations, activities] = await Promise.all([
    explainFailures(failed, explaining),
    new Watch(explaining).describeAll(open.slice(0, maxExplained)),
  ])
  const { context } = settings.output
  const part = whyPart(explanations, activities, { context, now: flow.service.now() })
  return falseStart ? { outputs: part.outputs ?? {} } : part
}

/** Artifacts of the first build, unless a rule is broken. */
export async function fetchArtifacts(
  { service, step: { host, context }, tools: { clock } }: Flow,
  { artifacts: wanted, query }: Settings,
  { builds: [build] }: Result,
  { passes }: Verdict,
): Promise<Part> {
  if (wanted === undefined) return {}
  if (!passes) return { log: ['No artifact is downloaded, because the gate failed.'] }
  if (build === undefined) return { log: ['No artifact is downloaded, because there is no build.'] }
  // The unpacker takes longer to load than the rest of the step, and most steps download nothing.
  const [{ downloadArtifacts }, { artifactsPart }] = await Promise.all([
    import('../artifacts/download-artifacts.ts'),
    import('../show/artifacts.ts'),
  ])
  const { queryTimeout: timeout, concurrency } = query
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
