import type { Clock } from '../../src/core/base/time.ts'
import { noon } from './samples.ts'

/** A clock that stands still but for sleeps, which are over at once. */
export interface TurnedClock extends Clock {
  /** The sleeps so far, in milliseconds. */
  readonly sleeps: number[]
  sleep: Clock['sleep']
}

/** Time that passes only in sleep. @param start milliseconds since 1970 */
export function turnedClock(start = noon): TurnedClock {
  let time = start
  const sleeps: number[] = []
  return {
    sleeps,
    now: () => time,
    sleep: async (duration, signal) => {
      signal.throwIfAborted()
      sleeps.push(duration)
      time += duration
    },
  }
}
