import { counted, listedFirst } from '../base/text.ts'
import { formatDuration } from '../base/time.ts'
import type { AwaitedBuilds } from './awaited-builds.ts'
import { nameOf, stateOf } from './build.ts'
import type { WaitTools } from './wait-tools.ts'

/** So many builds are named in a line. */
const maxNamedBuilds = 10

/** What is waited for, when the wait for the end begins. */
export function announce({ open, count }: AwaitedBuilds, { say, pageOf }: Pick<WaitTools, 'say' | 'pageOf'>): void {
  if (open.length === 0) {
    say(count === 1 ? 'The build is already completed.' : `All ${count} builds are already completed.`)
    return
  }
  for (const { build } of open.slice(0, maxNamedBuilds))
    say(`Waiting for ${nameOf(build)} (${stateOf(build)}): ${pageOf(build)}`)
  if (open.length > maxNamedBuilds) say(`Waiting for ${open.length - maxNamedBuilds} more builds.`)
}

export function missingText({ count, missing, missingIds, undecidedCount }: AwaitedBuilds): string {
  if (undecidedCount > 0)
    return `${counted(undecidedCount, 'queued build')} ${undecidedCount === 1 ? 'has' : 'have'} no commit yet`
  const names = [...missing.map(({ written }) => written), ...missingIds.map(id => `ID ${id}`)]
  if (count === 0 || names.length === 0) return 'No build matches yet'
  return `No build matches yet for ${listedFirst(names)}`
}

export function openText({ open }: AwaitedBuilds): string {
  const [only] = open
  if (open.length === 0) return 'a last check'
  if (open.length === 1 && only !== undefined) return `${nameOf(only.build)} (${stateOf(only.build)})`
  return counted(open.length, 'build')
}

export function inSeconds(left: number): string {
  return formatDuration(Math.ceil(left / 1000) * 1000)
}
