import { describe, expect, test } from '@jest/globals'
import { createBuild, faults, startEmulator } from '../../../emulator/index.js'
import type { FaultAnswer } from '../../../emulator/types.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { madeUpToken, noon } from '../../support/samples.ts'
import { turnedClock } from '../../support/turned-clock.ts'

interface Run extends Told {
  readonly sleeps: readonly number[]
  readonly requests: number
}

const token = madeUpToken()

/** Runs the step against a server that responds with these first, and with the last of them for ever unless all is well later. */
async function run(
  answers: readonly FaultAnswer[],
  given: Partial<Record<InputName, string>> = {},
  { random = () => 1, later = 'the same' }: { random?: () => number; later?: 'well' | 'the same' } = {},
): Promise<Run> {
  const clock = turnedClock()
  const emulator = await startEmulator({ tokens: { [token]: { kind: 'pat' } }, pageLimit: 2, clock })
  emulator.world.builds = [1, 2, 3].map(id =>
    createBuild({ id, queueTime: `2026-01-15T09:0${id}:00Z`, project: { name: 'web' } }),
  )
  for (const answer of answers) emulator.fault(() => true, answer, 1)
  const last = answers.at(-1)
  if (later === 'the same' && last !== undefined) emulator.fault(() => true, last)
  try {
    const told = await runInMemory(
      { organization: emulator.url, project: 'web', pat: token, status: 'completed', ...given },
      { clock, random },
    )
    return { ...told, sleeps: clock.sleeps, requests: emulator.requests.length }
  } finally {
    await emulator.close()
  }
}

const unavailable = faults.status(503)

describe('The pause before another attempt', () => {
  test('doubles from one second to half a minute, and none follows the last attempt', async () => {
    const { sleeps, requests, errors } = await run([unavailable], { retries: '7' })
    expect(sleeps).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(requests).toBe(8)
    expect(errors[0]).toMatch(/failed after 8 attempts: 503 Service Unavailable\./)
  })

  test.each([0, 0.25, 0.999])('is drawn from all of that time: %d of it', async share => {
    const { sleeps } = await run([unavailable], { retries: '3' }, { random: () => share })
    expect(sleeps).toEqual([1000, 2000, 4000].map(most => Math.round(most * share)))
  })

  test('is said in the log with its reason', async () => {
    const { log } = await run([unavailable], { retries: '2' })
    expect(log).toContain(
      'The list of builds of web failed (transient error): 503 Service Unavailable. Attempt 2 of 3 follows in 1s.',
    )
    expect(log).toContain(
      'The list of builds of web failed (transient error): 503 Service Unavailable. Attempt 3 of 3 follows in 2s.',
    )
  })

  test('does not come if no attempt follows', async () => {
    expect(await run([unavailable], { retries: '0' })).toMatchObject({ sleeps: [], requests: 1 })
    expect(await run([faults.status(500, { message: 'no', typeKey: 'X' })])).toMatchObject({ sleeps: [], requests: 1 })
    expect(await run([faults.status(401)])).toMatchObject({ sleeps: [], requests: 1 })
  })

  test('starts anew with the next request', async () => {
    const answers = [unavailable, unavailable]
    expect(await run(answers, {}, { later: 'well' })).toMatchObject({ sleeps: [1000, 2000], requests: 4 })
  })

  test('never goes past query-timeout', async () => {
    const { sleeps, requests, errors } = await run([unavailable], { retries: '50', 'query-timeout': '20s' })
    expect(sleeps).toEqual([1000, 2000, 4000, 8000])
    expect(requests).toBe(5)
    expect(errors[0]).toMatch(/failed after 5 attempts: 503 Service Unavailable\./)
  })
})

describe('Retry-After', () => {
  const asks = 'Azure DevOps asks for a pause of 7s (rate limit, Retry-After). The next request waits for it.'

  test.each([
    ['in seconds', '7'],
    ['as a date', new Date(noon + 7000).toUTCString()],
  ])('%s is obeyed in place of the usual pause', async (_, header) => {
    for (const code of [429, 503]) {
      const { sleeps, requests, log, outputs } = await run([faults.retryAfter(header, code)], {}, { later: 'well' })
      expect(sleeps).toEqual([7000])
      expect(requests).toBe(3)
      expect(log).toContain(asks)
      expect(outputs.count).toBe('3')
    }
  })

  test('on a good page is obeyed before the next page, whose builds all count', async () => {
    const { sleeps, log, outputs, requests } = await run([faults.retryAfter(7)], {}, { later: 'well' })
    expect({ sleeps, count: outputs.count, requests }).toEqual({ sleeps: [7000], count: '3', requests: 2 })
    expect(log.filter(line => line === asks)).toHaveLength(1)
  })

  test('on the last page keeps nobody waiting', async () => {
    expect(await run([faults.retryAfter(7)], { top: '1' }, { later: 'well' })).toMatchObject({
      sleeps: [],
      requests: 1,
    })
  })

  test('on the last attempt keeps nobody waiting', async () => {
    const { sleeps, requests } = await run([faults.retryAfter(7, 429)], { retries: '2' })
    expect({ sleeps, requests }).toEqual({ sleeps: [7000, 7000], requests: 3 })
  })

  test('longer than what is left of query-timeout fails at once, and says so', async () => {
    for (const code of [200, 429]) {
      const { sleeps, requests, errors, outputs } = await run([faults.retryAfter(601, code)], {
        'query-timeout': '10m',
      })
      expect({ sleeps, requests, outcome: outputs.outcome }).toEqual({ sleeps: [], requests: 1, outcome: 'error' })
      expect(errors[0]).toMatch(
        /asks for a pause of 10m 1s \(rate limit, Retry-After\), longer than the time that is left/,
      )
    }
  })

  test.each(['-1', 'soon', '', '1e3', '99999999999999999999999', 'Mon, 99 Foo 2026'])(
    'of %j does no harm',
    async header => {
      const { sleeps, outputs } = await run([faults.retryAfter(header, 503)], { retries: '1' }, { later: 'well' })
      expect(['found', 'error']).toContain(outputs.outcome)
      for (const sleep of sleeps) expect(sleep).toBeLessThanOrEqual(1000)
    },
  )
})

describe('The time of an attempt', () => {
  const real = async (answer: FaultAnswer, given: Partial<Record<InputName, string>>) => {
    const emulator = await startEmulator({ tokens: { [token]: { kind: 'pat' } } })
    emulator.fault(() => true, answer)
    const inputs = { organization: emulator.url, project: 'web', pat: token, retries: '0', ...given }
    const told = await runInMemory(inputs)
    await emulator.close()
    return { ...told, requests: emulator.requests.length }
  }

  test('covers a body that drips, and is at most what is left of query-timeout, which is then what was too short', async () => {
    const [attempt, query] = await Promise.all(
      ['request-timeout', 'query-timeout'].map(name => real(faults.drip(20), { [name]: '1s' })),
    )
    expect(attempt?.errors[0]).toMatch(/^The request timed out\.[\s\S]*raise request-timeout/)
    expect(query?.errors[0]).toMatch(/^The query timed out\.[\s\S]*raise query-timeout/)
    expect([attempt?.requests, query?.requests]).toEqual([1, 1])
  })

  test('may be longer than what a timer can count', async () => {
    const { outputs } = await real((_, __, next) => next(), { 'request-timeout': '90d', 'query-timeout': '365d' })
    expect(outputs.outcome).toBe('found')
  })
})
