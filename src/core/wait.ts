import type { Found } from './builds.ts'
import { ServiceError, StepError } from './errors.ts'
import type { Settings } from './settings.ts'
import { counted, listed } from './text.ts'
import { type Clock, formatDuration } from './time.ts'
import { nameOf, stateOf } from './verdict.ts'

/** What waiting needs of the flow. */
export interface Waiting {
  readonly settings: Pick<Settings, 'pollInterval' | 'appearTimeout' | 'waitTimeout' | 'timeout'>
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly random: () => number
  /** Finds the builds that match now. @param deadline milliseconds since 1970 */
  readonly select: (deadline: number) => Promise<Found[]>
  /** Looks at just these builds again. */
  readonly refresh: (found: readonly Found[], deadline: number) => Promise<Found[]>
  /** The selection, whenever it or its state changed. */
  readonly onChange: (found: readonly Found[]) => void
  readonly say: (line: string) => void
  /** How far waiting has come, 0 to 100. */
  readonly progress: (percent: number, text: string) => void
}

/** What waiting came to. */
export interface Waited {
  readonly found: readonly Found[]
  /** What time ran out on; undefined when all is completed. */
  readonly late?: 'to appear' | 'to complete'
}

const heartbeat = 60_000
/** A poll that failed in passing has been retried already; so many more in a row do not end the wait. */
const riddenOut = 3

export function isCompleted({ build }: Found): boolean {
  return build.status === 'completed' || build.status === 'abandoned'
}

/** Waits until a build matches, then until all that matched at that moment are completed. */
export async function waitForBuilds(waiting: Waiting): Promise<Waited> {
  const { settings, clock, onChange, say } = waiting
  const found = await appear(waiting)
  if (found.length === 0) return { found, late: 'to appear' }
  onChange(found)
  say(
    `Waiting for ${listed(found.slice(0, 10).map(({ build }) => `${nameOf(build)} (${stateOf(build)})`))}${found.length > 10 ? ' and more' : ''}.`,
  )
  const deadline = clock.now() + settings.waitTimeout
  return complete(waiting, found, deadline)
}

async function appear(waiting: Waiting): Promise<Found[]> {
  const { settings, clock, select, say } = waiting
  const deadline = clock.now() + settings.appearTimeout
  const beat = heartbeats(clock)
  const tolerate = tolerance(say)
  for (;;) {
    const found = await tolerate(() => select(clock.now() + settings.timeout))
    if (found !== undefined && found.length > 0) return found
    const left = deadline - clock.now()
    if (left <= 0) return []
    if (beat()) say(`No build matches yet; looking for ${formatDuration(left)} more.`)
    await pause(waiting, left)
  }
}

async function complete(waiting: Waiting, first: readonly Found[], deadline: number): Promise<Waited> {
  const { settings, clock, refresh, onChange, say, progress } = waiting
  const beat = heartbeats(clock)
  const tolerate = tolerance(say)
  const start = clock.now()
  let found = first
  for (;;) {
    const open = found.filter(one => !isCompleted(one))
    if (open.length === 0) return { found }
    const left = deadline - clock.now()
    if (left <= 0) return { found, late: 'to complete' }
    const text = `Waiting for ${waitedFor(open)}; ${formatDuration(left)} left.`
    progress(Math.min(99, Math.round(((clock.now() - start) / Math.max(1, settings.waitTimeout)) * 100)), text)
    if (beat()) say(text)
    await pause(waiting, left)
    const limit = Math.max(clock.now() + 1, Math.min(deadline, clock.now() + settings.timeout))
    const fresh = await tolerate(() => refresh(open, limit))
    if (fresh === undefined) continue
    const changed = update(found, fresh, say)
    if (changed !== found) onChange(changed)
    found = changed
  }
}

/** Puts what was seen anew in the place of what was known, with a line for each change; the same list without one. */
function update(known: readonly Found[], fresh: readonly Found[], say: (line: string) => void): readonly Found[] {
  const seen = new Map(fresh.map(found => [found.build.id, found]))
  let changed = false
  const next = known.map(old => {
    const found = seen.get(old.build.id)
    if (found === undefined) return old
    const [before, after] = [stateOf(old.build), stateOf(found.build)]
    if (before !== after) say(`${nameOf(found.build)}: ${before} → ${after}`)
    changed ||= before !== after
    return found
  })
  return changed ? next : known
}

/** Never sooner than asked; a little later, so that jobs that started together do not ask together. */
async function pause({ settings, clock, signal, random }: Waiting, left: number): Promise<void> {
  const interval = settings.pollInterval * (1 + random() / 10)
  await clock.sleep(Math.min(interval, left), signal)
}

function waitedFor(open: readonly Found[]): string {
  const [only] = open
  if (open.length === 1 && only !== undefined) return `${nameOf(only.build)}, ${stateOf(only.build)}`
  return counted(open.length, 'build')
}

/** True once in every minute. */
function heartbeats({ now }: Clock): () => boolean {
  let last = now()
  return () => {
    if (now() - last < heartbeat) return false
    last = now()
    return true
  }
}

/** Runs a look, and gives undefined where it failed in passing a few times in a row at most. */
function tolerance(say: (line: string) => void) {
  let failures = 0
  return async <T>(look: () => Promise<T>): Promise<T | undefined> => {
    try {
      const value = await look()
      failures = 0
      return value
    } catch (error) {
      const passing = error instanceof ServiceError && error.passing
      if (!(error instanceof StepError) || !passing || ++failures > riddenOut) throw error
      say(
        `This look failed and the wait goes on (${failures} of ${riddenOut} in a row): ${error.message.split('\n')[0]}`,
      )
      return undefined
    }
  }
}
