import { isCompleted } from '../builds/build.ts'
import { type CauseName, causes } from '../errors/causes.ts'
import type { InputName } from '../inputs/inputs.ts'
import type { Result } from '../result/result.ts'
import type { Settings } from '../settings/settings.ts'
import type { StartedBuild } from '../start/started-build.ts'
import { type Finding, finding, type Sentence, type Verdict } from './judge.ts'

/**
 * The verdict on a build that was started: that it is not what was asked for, or had already failed; else that it was
 * started, unless it is waited for.
 *
 * @param started undefined if no build was started
 * @returns undefined if the rules are to judge
 */
export function judgeStart(
  started: Pick<StartedBuild, 'differences' | 'errors'> | undefined,
  { builds: [build] }: Pick<Result, 'builds'>,
  { wait }: Pick<Settings, 'wait'>,
): Verdict | undefined {
  if (started === undefined || build === undefined) return undefined
  const { differences, errors } = started
  const goesOn = isCompleted(build) ? '' : ' The build goes on: cancel it if it must not run.'
  const findings: Finding[] = [
    ...differences.map((sentence, index) => finding('start', 'broken', [sentence, index === 0 ? goesOn : ''], [build])),
    ...errors.map(({ said, reason }) => finding('start', 'broken', [`${ended(said)} `, ...fixOf(reason)], [build])),
  ]
  if (findings.length > 0) return { outcome: 'failed', passes: false, findings }
  return wait !== undefined ? undefined : { outcome: 'started', passes: true, findings: [] }
}

/** A message of the service as a sentence. */
function ended(text: string): string {
  return /[.!?]["')\]]*$/.test(text) ? text : `${text}.`
}

/** What to do, with the names of inputs to be spelled where it is shown. */
function fixOf(reason: CauseName): Sentence {
  return causes[reason].fix
    .split(/\{([a-z]+(?:-[a-z]+)*)\}/)
    .map((part, index) => (index % 2 === 0 ? part : { input: part as InputName }))
}
