import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { faults } from '../../emulator/index.js'
import type { FaultAnswer } from '../../emulator/types.ts'
import { ask, basic, emulated, raw, token } from './emulated.ts'

const running = emulated()
const builds = '/web/_apis/build/builds?$top=1'
const always = () => true

/** The next answer only, so that the tests do not hear each other. */
const faulty = (answer: FaultAnswer) => {
  running.emulator.fault(always, answer, 1)
  return running.get(builds)
}

describe('a fault', () => {
  test('answers what it matches, as often as it says', async () => {
    running.emulator.fault(({ query }) => query.has('x'), faults.status(500), 2)
    const paths = [`${builds}&x=1`, builds, `${builds}&x=1`, `${builds}&x=1`]
    const statuses: number[] = []
    for (const path of paths) statuses.push((await running.get(path)).status)
    expect(statuses).toEqual([500, 200, 500, 200])
  })

  test('that came first wins, and can be taken back', async () => {
    const undo = [
      running.emulator.fault(always, faults.status(502)),
      running.emulator.fault(always, faults.status(503)),
    ]
    const statuses = [(await running.get(builds)).status]
    undo[0]?.()
    statuses.push((await running.get(builds)).status)
    undo[1]?.()
    statuses.push((await running.get(builds)).status)
    expect(statuses).toEqual([502, 503, 200])
  })

  test('may let the normal answer through', async () => {
    expect((await faulty((_request, _response, next) => next())).json().count).toBe(1)
  })
})

describe('these answers end in an error for any client:', () => {
  test.each([
    ['bodyCutShort', faults.bodyCutShort],
    ['chunkedCutShort', faults.chunkedCutShort],
    ['closesConnection', faults.closesConnection],
  ])('%s', async (_, answer) => {
    await expect(faulty(answer)).rejects.toThrow()
  })
})

describe('these arrive whole:', () => {
  test.each([
    ['badJson', faults.badJson, 200, '{"count":2,"value":[{"id":1,"buildNum'],
    ['emptyBody', faults.emptyBody, 200, ''],
    ['nullBody', faults.nullBody, 200, 'null'],
    ['noValue', faults.noValue, 200, '{"count":0}'],
    ['valueNotAList', faults.valueNotAList, 200, '{"count":1,"value":{"Message":"The request is invalid."}}'],
    ['secondErrorShape', faults.secondErrorShape, 400, '{"count":1,"value":{"Message":"The request is invalid."}}'],
  ])('%s', async (_, answer, status, text) => {
    const reply = await faulty(answer)
    expect([reply.status, reply.text]).toEqual([status, text])
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/)
  })

  test.each([
    ['htmlWith200', faults.htmlWith200, 200],
    ['htmlWith203', faults.htmlWith203, 203],
  ])('%s', async (_, answer, status) => {
    const reply = await faulty(answer)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
  })

  test('byteOrderMark: the normal answer behind a mark', async () => {
    running.emulator.fault(always, faults.byteOrderMark, 1)
    const { body } = await raw(running.emulator.url + builds, 'identity')
    expect([...body.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x7b])
  })

  test('brokenGzip: a stream without its end', async () => {
    running.emulator.fault(always, faults.brokenGzip, 1)
    const { body } = await raw(running.emulator.url + builds, 'gzip')
    expect(() => gunzipSync(body)).toThrow('unexpected end of file')
  })

  test('unknownEncoding: an encoding that nobody asked for', async () => {
    expect((await faulty(faults.unknownEncoding)).headers.get('content-encoding')).toBe('zstd-dcb')
  })

  test('redirectTo: the location and the status', async () => {
    const reply = await faulty(faults.redirectTo('http://127.0.0.1:9/trap', 307))
    expect([reply.status, reply.headers.get('location')]).toEqual([307, 'http://127.0.0.1:9/trap'])
  })

  test('drip: the normal answer, slowly', async () => {
    const before = performance.now()
    expect((await faulty(faults.drip(20_000))).json().count).toBe(1)
    expect(performance.now() - before).toBeGreaterThan(100)
  })

  test('neverAnswers: until the client gives up', async () => {
    running.emulator.fault(always, faults.neverAnswers, 1)
    await expect(fetch(running.emulator.url, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
  })
})

describe('waiting and refusing', () => {
  test('retryAfter: with 200 the data comes along', async () => {
    const reply = await faulty(faults.retryAfter(2))
    expect([reply.status, reply.headers.get('retry-after'), reply.json().count]).toEqual([200, '2', 1])
  })
  test('retryAfter: with a date and another status', async () => {
    const reply = await faulty(faults.retryAfter(new Date(0), 503))
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, 'Thu, 01 Jan 1970 00:00:00 GMT'])
  })
  test('throttled: 429 with the rate headers', async () => {
    const reply = await faulty(faults.throttled)
    expect([reply.status, reply.json().typeKey]).toEqual([429, 'RequestBlockedException'])
    expect([reply.headers.get('retry-after'), reply.headers.get('x-ratelimit-remaining')]).toEqual(['1', '0'])
  })
  test('hostOffline: 503 that should not be tried again', async () => {
    const reply = await faulty(faults.hostOffline)
    expect([reply.status, reply.headers.has('x-vss-hostofflineerror')]).toEqual([503, true])
  })
  test('deactivated: 503 TF24668 behind a byte order mark', async () => {
    running.emulator.fault(always, faults.deactivated, 1)
    const { body } = await raw(running.emulator.url + builds, 'identity')
    expect([...body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(JSON.parse(body.subarray(3).toString()).message).toMatch(
      /^TF24668: The following team project collection is/,
    )
  })
  test.each([
    ['7.1', '7.0'],
    ['7.0', '6.9'],
    ['0.1', '0.0'],
  ])('namesLowerVersions: %s is refused and %s is named', async (asked, named) => {
    running.emulator.fault(always, faults.namesLowerVersions, 1)
    const { message } = (await running.get(`${builds}&api-version=${asked}`)).json()
    expect(message).toContain(`version of ${asked} is out of range`)
    expect(message).toMatch(new RegExp(`supports is ${named}\\.$`))
  })
  test('echoToken: the credential comes back in the message', async () => {
    const { message } = (await faulty(faults.echoToken)).json()
    expect([message.includes(basic(token)), message.includes(`:${token}`)]).toEqual([true, true])
  })
  test('iisBasic401: Basic and nothing else', async () => {
    const reply = await faulty(faults.iisBasic401)
    expect([reply.status, reply.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="server"'])
  })
  test('anonymous401: TF400813 in the title and form-encoded in a header', async () => {
    const reply = await faulty(faults.anonymous401)
    expect(reply.text).toContain('<title>TF400813: Resource not available for anonymous access.')
    expect(reply.headers.get('x-tfs-serviceerror')).toMatch(/^TF400813%3a\+Resource\+not\+available/)
    expect(reply.headers.get('www-authenticate')).toBe('Bearer, Basic realm="http://tfs:8080/tfs", Negotiate, NTLM')
  })
})

test('a connection that was cut leaves the emulator working', async () => {
  await faulty(faults.closesConnection).catch(() => undefined)
  expect((await ask(running.emulator.url + builds)).status).toBe(200)
})
