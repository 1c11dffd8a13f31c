import { counted, listed } from '../base/text.ts'
import { type Clock, formatDuration } from '../base/time.ts'
import { ServiceError } from '../errors/errors.ts'
import { nameOf, stateOf } from '../judge/verdict.ts'
import type { Settings } from '../settings/settings.ts'
import type { Found } from './list-builds.ts'

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
const maxFailedPolls = 3
/** Milliseconds for the look that is taken when time is up, so that a build that has just ended is not missed. */
const lastLook = 10_000

export function isCompleted({ build }: Found): boolean {
  return build.status === 'completed' || build.status === 'abandoned'
}

/** Waits until a build matches, then until all that matched at that moment are completed. */
export async function waitForBuilds(waiting: Waiting): Promise<Waited> {
  const { settings, clock, onChange, say } = waiting
  const found = await appear(waiting)
  if (found.length === 0) return { found, late: 'to appear' }
  onChange(found)
  const open = found.filter(one => !isCompleted(one))
  if (open.length === 0) {
    say(found.length === 1 ? 'The build is completed already.' : `All ${found.length} builds are completed already.`)
    return { found }
  }
  const names = open.slice(0, 10).map(({ build }) => `${nameOf(build)} (${stateOf(build)})`)
  say(`Waiting for ${listed(names)}${open.length > 10 ? ` and ${open.length - 10} more` : ''}.`)
  return complete(waiting, found, clock.now() + settings.waitTimeout)
}

async function appear(waiting: Waiting): Promise<Found[]> {
  const { settings, clock, select, say } = waiting
  const deadline = clock.now() + settings.appearTimeout
  const rest = resting(waiting, deadline, left => `No build matches yet; ${inSeconds(left)} left.`)
  const tolerate = tolerance(say)
  let limit = clock.now() + settings.timeout
  for (let looks = 1; ; looks++) {
    // A look that failed says nothing of builds: the last one must not end in "no build".
    const found = await tolerate(
      () => select(limit),
      () => clock.now() < deadline,
    )
    if (found !== undefined && found.length > 0) return found
    const left = deadline - clock.now()
    if (left <= 0) return []
    if (looks === 1) say(`No build matches yet; looking again for ${inSeconds(left)}.`)
    await rest()
    limit = limitOf(waiting, deadline)
  }
}

async function complete(waiting: Waiting, first: readonly Found[], deadline: number): Promise<Waited> {
  const { settings, clock, refresh, onChange, say, progress } = waiting
  let found = first
  const open = () => found.filter(one => !isCompleted(one))
  const text = (left: number) => `Waiting for ${waitedFor(open())}; ${inSeconds(left)} left.`
  const rest = resting(waiting, deadline, text)
  const tolerate = tolerance(say)
  for (;;) {
    if (open().length === 0) return { found }
    const left = deadline - clock.now()
    if (left <= 0) return { found, late: 'to complete' }
    progress(Math.min(99, Math.round((1 - left / settings.waitTimeout) * 100)), text(left))
    await rest()
    const limit = limitOf(waiting, deadline)
    const look = () => refresh(open(), limit)
    const fresh = await (clock.now() < deadline ? tolerate(look) : forgive(look, say))
    if (fresh === undefined) continue
    found = update(found, fresh, say)
    onChange(found)
  }
}

/** Until when a look may take. */
function limitOf({ settings, clock }: Waiting, deadline: number): number {
  return Math.min(Math.max(deadline, clock.now() + lastLook), clock.now() + settings.timeout)
}

/** Puts what was seen anew in the place of what was known, with a line for each change. */
function update(known: readonly Found[], fresh: readonly Found[], say: (line: string) => void): readonly Found[] {
  const seen = new Map(fresh.map(found => [found.build.id, found]))
  return known.map(old => {
    const found = seen.get(old.build.id) ?? old
    const [before, after] = [stateOf(old.build), stateOf(found.build)]
    if (before !== after) say(`${nameOf(found.build)}: ${before} → ${after}`)
    return found
  })
}

/**
 * Rests until the next look: never sooner than asked, and a little later, so that jobs that started together do not ask
 * together. Once in every minute it says what is waited for, however far apart the looks are.
 */
function resting({ settings, clock, signal, random, say }: Waiting, deadline: number, text: (left: number) => string) {
  let beat = clock.now() + heartbeat
  return async () => {
    const until = Math.min(clock.now() + settings.pollInterval * (1 + random() / 10), deadline)
    for (let now = clock.now(); now < until; now = clock.now()) {
      await clock.sleep(Math.min(until, Math.max(beat, now)) - now, signal)
      if (clock.now() < beat) continue
      if (clock.now() < deadline) say(text(deadline - clock.now()))
      beat = clock.now() + heartbeat
    }
  }
}

function inSeconds(left: number): string {
  return formatDuration(Math.ceil(left / 1000) * 1000)
}

function waitedFor(open: readonly Found[]): string {
  const [only] = open
  if (open.length === 1 && only !== undefined) return `${nameOf(only.build)}, ${stateOf(only.build)}`
  return counted(open.length, 'build')
}

/** Runs a look, and gives undefined where it failed in passing a few times in a row at most. */
function tolerance(say: (line: string) => void) {
  let failures = 0
  return async <T>(look: () => Promise<T>, goesOn = () => true): Promise<T | undefined> => {
    try {
      const value = await look()
      failures = 0
      return value
    } catch (error) {
      const passing = error instanceof ServiceError && error.passing
      if (!passing || ++failures > maxFailedPolls || !goesOn()) throw error
      const [what] = error.message.split('\n')
      say(`This look failed, and the wait goes on (${failures} of ${maxFailedPolls} in a row): ${what}`)
      return undefined
    }
  }
}

/** The look that is taken when time is up: where it fails, time has run out all the same. */
async function forgive<T>(look: () => Promise<T>, say: (line: string) => void): Promise<T | undefined> {
  return look().catch(error => {
    if (!(error instanceof ServiceError)) throw error
    say(`The last look failed: ${error.message.split('\n')[0]}`)
    return undefined
  })
}
