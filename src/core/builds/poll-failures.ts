import { ServiceError } from '../errors/errors.ts'

/** A failed poll has been retried already; so many more in a row do not end the wait. */
const maxFailedPolls = 3

/** Runs a poll that may fail a few times in a row. It gives whether this one did not. */
export function tolerance(say: (line: string) => void) {
  let failures = 0
  return async (poll: () => Promise<void>, goesOn = () => true): Promise<boolean> => {
    try {
      await poll()
      failures = 0
      return true
    } catch (error) {
      const transient = error instanceof ServiceError && error.transient
      if (!transient || ++failures > maxFailedPolls || !goesOn()) throw error
      const [what] = error.message.split('\n')
      say(`This poll failed (${failures} of at most ${maxFailedPolls} in a row), the wait goes on: ${what}`)
      return false
    }
  }
}

/** The poll when time is up: where it fails, time has run out all the same. */
export async function forgive(poll: () => Promise<void>, say: (line: string) => void): Promise<void> {
  await poll().catch(error => {
    if (!(error instanceof ServiceError)) throw error
    say(`The last poll failed: ${error.message.split('\n')[0]}`)
  })
}
