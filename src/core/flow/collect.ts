import { join } from 'node:path'
import { uniqueText } from '../base/unique.ts'
import { hideParameters } from '../builds/hide-parameters.ts'
import type { Batch } from '../builds/list-builds.ts'
import type { NamedPipeline } from '../builds/targets.ts'
import type { Step } from '../host/step.ts'
import { offends } from '../judge/judge.ts'
import { collectResult, type Result } from '../result/result.ts'
import type { Settings, StartSettings } from '../settings/settings.ts'

/** Takes the builds of a run, and writes the builds file. @param named pipelines that must have a build if any is judged */
export async function collect(
  batches: AsyncIterable<Batch>,
  { rules, query, output, start }: Settings,
  { host, context }: Step,
  named: () => Promise<readonly NamedPipeline[]>,
): Promise<Result> {
  const file = output.file || join(host.temporaryFolder(), `azure-devops-builds-${uniqueText()}.json`)
  return collectResult(batches, {
    order: query.order,
    file,
    reserved: context.commandFiles ?? [],
    named: async () => (rules.judged ? named() : []),
    buildIds: rules.judged ? query.buildIds : [],
    offends: offends(rules),
    redact: await redaction(start),
  })
}

/** What is never written to the builds file: the values with which builds were started. */
async function redaction(start: StartSettings | undefined): Promise<(bytes: Buffer) => Buffer> {
  if (start === undefined) return hideParameters
  // Loaded only now: most steps start nothing.
  const [{ redactBuild }, { hidingValuesOf }] = await Promise.all([
    import('../start/redact-build.ts'),
    import('../start/hide-values.ts'),
  ])
  const hide = hidingValuesOf(start)
  return bytes => redactBuild(bytes, hide)
}
