import { expect, test } from '@jest/globals'
import type { ServiceRequest } from '../../../src/core/service/request.ts'
import { RetryAfterGate } from '../../../src/core/service/retry-after.ts'
import { noon } from '../../support/samples.ts'
import { turnedClock } from '../../support/turned-clock.ts'

const request = (deadline: number): ServiceRequest => ({
  words: { what: 'The list of builds of web', subject: 'builds' },
  path: [],
  deadline,
})

function gateAt(time = noon) {
  const clock = turnedClock(time)
  const said: string[] = []
  const gate = new RetryAfterGate(clock, new AbortController().signal, line => said.push(line))
  return { clock, said, gate, after: (header: string) => gate.observe({ headers: { 'retry-after': header } }) }
}

test('A request waits for as long as the last response asked, and that is said once', async () => {
  const { gate, clock, said, after } = gateAt()
  after('7')
  expect(gate.closed).toBe(true)
  await Promise.all([gate.wait(request(noon + 60_000)), gate.wait(request(noon + 60_000))])
  expect(clock.now()).toBeGreaterThanOrEqual(noon + 7000)
  expect(gate.closed).toBe(false)
  expect(said).toEqual([
    'Azure DevOps asks for a pause of 7s (rate limit, Retry-After). The next request waits for it.',
  ])
})

test('The longest of several pauses counts', async () => {
  const { gate, clock, after } = gateAt()
  for (const header of ['9', '3', new Date(noon + 5000).toUTCString()]) after(header)
  await gate.wait(request(noon + 60_000))
  expect(clock.now()).toBe(noon + 9000)
})

test('A response without the header, or with one that is neither seconds nor a date, asks for nothing', async () => {
  const { gate, clock, after } = gateAt()
  gate.observe({ headers: {} })
  for (const header of ['', 'soon', '-1', '0']) after(header)
  expect(gate.closed).toBe(false)
  await gate.wait(request(noon))
  expect(clock.sleeps).toEqual([])
})

test('A pause beyond the deadline of a request is an error at once, and nothing waits', async () => {
  const { gate, clock, after } = gateAt()
  after('61')
  await expect(gate.wait(request(noon + 60_000))).rejects.toMatchObject({
    reason: 'throttled',
    arrived: 'no',
    transient: false,
    details: [
      'The list of builds of web: Azure DevOps asks for a pause of 1m 1s (rate limit, Retry-After), longer than the time that is left.',
    ],
  })
  expect(clock.sleeps).toEqual([])
})

test('A pause that is asked for while a request waits is waited for, too', async () => {
  const { gate, clock, said, after } = gateAt()
  after('5')
  const { sleep } = clock
  let asked = false
  clock.sleep = async (duration, signal) => {
    if (!asked) after('8')
    asked = true
    await sleep(duration, signal)
  }
  await gate.wait(request(noon + 60_000))
  expect(clock.now()).toBe(noon + 8000)
  expect(said).toHaveLength(2)
})
