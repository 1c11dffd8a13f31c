import { randomBytes } from 'node:crypto'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { type NaiveBuild, type NaiveOptions, type NaiveRequest, startNaiveServer } from '../../support/naive-server.ts'

export const minute = 60_000

/** When every test begins. */
export const start = Date.UTC(2026, 0, 15, 9)

export interface Gated extends Told {
  readonly requests: readonly NaiveRequest[]
  readonly ids: readonly unknown[]
}

/** A build of the project `web` that was queued an hour before the test begins, and succeeded; `more` replaces fields of it. */
export function buildOf(id: number, pipeline: number, more: Partial<NaiveBuild> = {}): NaiveBuild {
  return { id, pipeline, project: 'web', queued: start - 60 * minute, status: 'completed', ...more }
}

/** Lets a build succeed. */
export function finish(build: NaiveBuild): void {
  Object.assign(build, { status: 'completed', result: 'succeeded' })
}

/**
 * Runs the step against a naive server. Time passes only while the step sleeps.
 * @param world with how many milliseconds the clock of the server is ahead, where it is
 */
export async function gate(
  { ahead = () => 0, ...world }: Omit<NaiveOptions, 'now'> & { ahead?: () => number },
  given: Partial<Record<InputName, string>>,
): Promise<Gated> {
  let time = start
  const clock = {
    now: () => time,
    sleep: async (duration: number, signal: AbortSignal) => {
      signal.throwIfAborted()
      time += duration
    },
  }
  const server = await startNaiveServer({ ...world, now: () => clock.now() + ahead() })
  const base = { organization: server.url, project: 'web', pat: randomBytes(12).toString('hex'), explain: 'false' }
  try {
    const told = await runInMemory({ ...base, ...given }, { clock, random: () => 0 })
    return { ...told, requests: server.requests, ids: told.builds?.map(({ id }) => id) ?? [] }
  } finally {
    await server.close()
  }
}
