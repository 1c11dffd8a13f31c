import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createIdentity, createProject, faults, startEmulator } from '../../../emulator/index.js'
import type { Emulator, FaultAnswer } from '../../../emulator/types.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import { PageError } from '../../../src/core/service/page-error.ts'
import type { ServiceRequest } from '../../../src/core/service/request.ts'
import type { ServiceTools } from '../../../src/core/service/service.ts'
import { openTestService } from '../../support/open-service.ts'
import { madeUpToken, noon, settingsOf } from '../../support/samples.ts'
import { turnedClock } from '../../support/turned-clock.ts'

const token = madeUpToken()

let emulator: Emulator
beforeEach(async () => {
  const world = { projects: [createProject('web')], definitions: [], builds: [] }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat', owner: createIdentity('Ada Example') } } })
})
afterEach(() => emulator.close())

const list: ServiceRequest = {
  words: { what: 'The list of builds of web', subject: 'builds' },
  path: ['web', '_apis', 'build', 'builds'],
  query: () => [['$top', '1']],
  deadline: noon + 600_000,
}
const start: ServiceRequest = {
  ...list,
  method: 'POST',
  words: { what: 'The start of ci', subject: 'start', scope: 'Build (Read & execute)' },
  query: () => [],
  body: () => ({ type: 'application/json', content: '{}' }),
}

function serviceWith(given: Partial<Record<InputName, string>> = {}, tools: Partial<ServiceTools> = {}) {
  const settings = settingsOf({ organization: emulator.url, pat: token, ...given })
  const said: string[] = []
  const debug: string[] = []
  const clock = turnedClock()
  const service = openTestService(settings, {
    clock,
    random: () => 1,
    redact: redactor([token]),
    say: line => said.push(line),
    debug: line => debug.push(line),
    ...tools,
  })
  return { service, said, debug, clock }
}

/** Sends a request, and tells its value or what is known of its error. */
async function send(
  request: ServiceRequest,
  given: Partial<Record<InputName, string>> = {},
  read = (body: Buffer) => body.toString(),
) {
  const { service, ...seen } = serviceWith(given)
  using opened = service
  const result = await opened.request(request, ({ body }) => read(body)).catch(error => error)
  return { ...seen, result, requests: emulator.requests.length, sent: opened.sent }
}

const always = (answer: FaultAnswer) => void emulator.fault(() => true, answer)
const once = (answer: FaultAnswer, times = 1) => void emulator.fault(() => true, answer, times)
const unavailable = faults.status(503)

describe('A request', () => {
  test('is sent with what every request has, and its response is read', async () => {
    const { result, sent } = await send(list)
    expect(JSON.parse(result)).toEqual({ count: 0, value: [] })
    expect(sent).toBe(1)
    expect(emulator.requests[0]).toMatchObject({
      method: 'GET',
      rawUrl: '/contoso/web/_apis/build/builds?$top=1&api-version=7.1',
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': expect.stringMatching(/^azure-devops-builds\/\d/),
        'x-tfs-fedauthredirect': 'Suppress',
        authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
      },
    })
  })

  test('is told with one debug line for each attempt, and without the token', async () => {
    once(unavailable)
    const { debug } = await send({ ...list, query: () => [['x', token]] })
    expect(debug).toEqual([
      expect.stringMatching(/^GET http:.*: 503, \d+ ms, attempt 1(?:, activity [\da-f-]+)?$/),
      expect.stringMatching(/^GET http:.*: 200, \d+ ms, attempt 2, activity [\da-f-]+$/),
    ])
  })

  test('tells who owns the token, and what time it is there', async () => {
    const ahead = 3_600_000
    emulator.quirks.dateOffset = Date.now() - noon
    const { service, clock } = serviceWith()
    using opened = service
    expect([opened.identity, opened.now()]).toEqual([undefined, noon])
    emulator.quirks.dateOffset = noon + ahead - Date.now()
    await opened.request(list, () => undefined)
    expect(opened.identity).toBe(createIdentity('Ada Example').id)
    expect(Math.abs(opened.now() - clock.now() - ahead)).toBeLessThan(10_000)
  })

  test('that needs a newer API version than the server has is not sent', async () => {
    const { result, requests } = await send({ ...list, least: '6.1' }, { 'api-version': '6.0' })
    expect(result).toMatchObject({ reason: 'api-version-too-old', arrived: 'no' })
    expect(requests).toBe(0)
    expect((await send({ ...list, least: '7.1' })).result).toEqual(expect.any(String))
  })

  test('whose time is over is not sent', async () => {
    const { result, requests } = await send({ ...list, deadline: noon })
    expect(result).toMatchObject({ reason: 'out-of-time', arrived: 'no', transient: true })
    expect(requests).toBe(0)
  })
})

describe('An error', () => {
  test('knows the request, the response, and how often it was tried', async () => {
    always(faults.status(403, { message: 'Go away, someone@example.com', typeKey: 'AccessDenied' }))
    const { result } = await send({ ...list, words: { ...list.words, scope: 'Code (Read)' } })
    expect(result).toMatchObject({
      name: 'ServiceError',
      reason: 'scope-missing',
      transient: false,
      arrived: 'refused',
      details: ['The list of builds of web failed: 403 Forbidden, "Go away, (address hidden)".'],
      request: {
        method: 'GET',
        url: `${emulator.url}/web/_apis/build/builds?$top=1&api-version=7.1`,
        attempts: 1,
        status: 403,
        typeKey: 'AccessDenied',
        scope: 'Code (Read)',
      },
    })
  })

  test('never shows the token, which the service repeats', async () => {
    always(faults.echoToken)
    const { result } = await send(list)
    expect(result.message).toContain('is not good enough')
    expect(JSON.stringify([result, result.message])).not.toContain(token)
  })

  test('of a page that is damaged is transient, and of one that is something else is not', async () => {
    const broken = await send(list, { retries: '1' }, () => {
      throw new PageError(true, 'it is damaged')
    })
    expect(broken).toMatchObject({
      requests: 2,
      result: { reason: 'response-incomplete', transient: true, request: { status: 200 } },
    })
    const other = await send(list, { retries: '1' }, () => {
      throw new PageError(false, 'it has no value')
    })
    expect(other).toMatchObject({ requests: 3, result: { transient: false } })
  })

  test('of the reader itself is thrown as it is', async () => {
    const { result } = await send(list, {}, () => {
      throw new TypeError('a mistake')
    })
    expect(result).toEqual(new TypeError('a mistake'))
  })
})

describe('What is safe to repeat is sent again', () => {
  test.each<[string, FaultAnswer, number]>([
    ['after 408', faults.status(408), 3],
    ['after 502', faults.status(502), 3],
    ['after 503', unavailable, 3],
    ['after 500 without a typeKey', faults.status(500), 3],
    ['after a cut body', faults.bodyCutShort, 3],
    ['after a connection that is closed', faults.closesConnection, 3],
    ['but not after 500 with a typeKey', faults.status(500, { message: 'no', typeKey: 'X' }), 1],
    ['but not after 401', faults.status(401), 1],
    ['but not after a redirect', faults.status(302, '', { location: 'https://example.com' }), 1],
    ['but not to an organization that is deactivated', faults.deactivated, 1],
    ['but not after an encoding that was not requested', faults.unknownEncoding, 1],
  ])('%s', async (_, answer, requests) => {
    always(answer)
    expect((await send(list, { retries: '2' })).requests).toBe(requests)
  })

  test('until it succeeds, and each pause is told', async () => {
    once(unavailable, 2)
    const { result, said, clock } = await send(list)
    expect(result).toEqual(expect.any(String))
    expect(clock.sleeps).toEqual([1000, 2000])
    expect(said).toEqual([
      'The list of builds of web failed (transient error): 503 Service Unavailable. Attempt 2 of 6 follows in 1s.',
      'The list of builds of web failed (transient error): 503 Service Unavailable. Attempt 3 of 6 follows in 2s.',
    ])
  })

  test('twice at most if its name does not resolve', async () => {
    const { result, sent } = await send(list, { organization: 'http://nowhere.invalid/x', 'allow-http': 'true' })
    expect(result).toMatchObject({ reason: 'name-unresolved', arrived: 'no', request: { attempts: 2 } })
    expect(sent).toBe(2)
  })
})

describe('What is not safe to repeat', () => {
  test.each<[string, FaultAnswer, string]>([
    ['after 503', unavailable, 'unknown'],
    ['after 500', faults.status(500), 'unknown'],
    ['after 408', faults.status(408), 'unknown'],
    ['after a cut body', faults.bodyCutShort, 'unknown'],
    ['after a connection that is closed', faults.closesConnection, 'unknown'],
    ['after 400', faults.status(400, { message: 'no', typeKey: 'X' }), 'refused'],
    ['after 500 with a typeKey', faults.status(500, { message: 'no', typeKey: 'X' }), 'refused'],
    ['after 203', faults.status(203, '<html>'), 'refused'],
  ])('is sent once %s', async (_, answer, arrived) => {
    always(answer)
    const { result, requests } = await send(start)
    expect({ requests, arrived: result.arrived }).toEqual({ requests: 1, arrived })
  })

  test('is sent again after 429, which is refused before anything is done', async () => {
    always(faults.retryAfter(1, 429))
    const { requests, result } = await send(start, { retries: '2' })
    expect({ requests, arrived: result.arrived }).toEqual({ requests: 3, arrived: 'no' })
  })

  test('is sent again if no connection came about', async () => {
    const { url } = emulator
    await emulator.close()
    const { result, sent, clock } = await send({ ...start, fresh: true }, { organization: url, retries: '3' })
    expect(result).toMatchObject({ reason: 'connection-refused', arrived: 'no' })
    expect([sent, clock.sleeps]).toEqual([4, [1000, 2000, 4000]])
    emulator = await startEmulator()
  })

  test('is sent again with a lower version once, and only if the server names one', async () => {
    always(faults.namesLowerVersions)
    expect((await send(start)).requests).toBe(2)
    always(faults.status(404, '<html>'))
    expect((await send(start)).requests).toBe(4)
  })

  test('is safe all the same if it says so', async () => {
    always(unavailable)
    expect((await send({ ...start, repeat: 'safe' }, { retries: '2' })).requests).toBe(3)
  })
})

describe('Closing the service', () => {
  test('ends what is under way, and sends nothing more', async () => {
    const { service } = serviceWith()
    const hung = new Promise<void>(resolve => {
      emulator.fault(
        () => true,
        () => resolve(),
      )
    })
    const request = service.request(list, () => undefined)
    await hung
    service[Symbol.dispose]()
    await expect(request).rejects.toThrow('the service is closed')
    await expect(service.request(list, () => undefined)).rejects.toThrow('the service is closed')
    expect(emulator.requests).toHaveLength(1)
  })

  test('ends a pause', async () => {
    always(unavailable)
    const sleep = (_: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    const { service } = serviceWith(
      {},
      { clock: { now: () => noon, sleep }, say: () => setImmediate(() => service[Symbol.dispose]()) },
    )
    await expect(service.request(list, () => undefined)).rejects.toThrow('the service is closed')
  })
})

test('A request with a signal of its own goes on after the step has ended', async () => {
  const ending = new AbortController()
  const { service } = serviceWith({}, { signal: ending.signal })
  using opened = service
  ending.abort(new Error('canceled'))
  await expect(opened.request(list, () => 'done')).rejects.toThrow('canceled')
  const signal = AbortSignal.timeout(10_000)
  await expect(opened.request({ ...list, signal }, () => 'done')).resolves.toBe('done')
})
