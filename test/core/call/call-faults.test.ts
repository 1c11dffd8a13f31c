import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createProject, faults, startEmulator } from '../../../emulator/index.js'
import { pullRequestsOf } from '../../../emulator/resources/pull-requests.js'
import { workItemsOf } from '../../../emulator/resources/work-items.js'
import type { Emulator, FaultAnswer } from '../../../emulator/types.ts'
import { type CallInputs, callInMemory } from '../../support/call-in-memory.ts'
import { madeUpToken } from '../../support/samples.ts'

let emulator: Emulator
let token: string
beforeEach(async () => {
  token = madeUpToken()
  const world = { projects: [createProject('web')], definitions: [], builds: [] }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } } })
  const thread = { id: 1, status: 'active', comments: [], threadContext: null }
  const one = {
    pullRequestId: 1,
    repository: '',
    status: 'active',
    title: '',
    description: '',
    sourceRefName: '',
    targetRefName: '',
    lastMergeSourceCommit: { commitId: '' },
  }
  pullRequestsOf(emulator.world).push({ ...one, threads: [thread] })
  const fields = { 'System.Title': 'x' }
  workItemsOf(emulator.world).set(1, { id: 1, rev: 1, fields, relations: [], comments: [] })
})
afterEach(() => emulator.close())

/** One call of each kind of method: what reads, by whatever method, and what changes something. */
const calls = {
  GET: { route: 'GET /_apis/projects' },
  HEAD: { route: 'HEAD /_apis/graph/memberships/somebody/everybody?api-version=7.1-preview' },
  'POST that reads': { route: 'POST /{project}/_apis/wit/wiql', body: '{"query":"SELECT [System.Id] FROM WorkItems"}' },
  POST: {
    route: 'POST /{project}/_apis/wit/workitems/$Task',
    body: '[{"op":"add","path":"/fields/System.Title","value":"x"}]',
  },
  PUT: { route: 'PUT /{project}/_apis/wiki/wikis/web.wiki/pages?path=/New', body: '{"content":"x"}' },
  PATCH: { route: 'PATCH /_apis/wit/workitems/1', body: '[{"op":"add","path":"/fields/System.State","value":"Done"}]' },
  DELETE: { route: 'DELETE /_apis/wit/workitems/1' },
} satisfies Record<string, CallInputs>
type Kind = keyof typeof calls
const changing: Kind[] = ['POST', 'PUT', 'PATCH', 'DELETE']
const reading: Kind[] = ['GET', 'HEAD', 'POST that reads']

const run = (kind: Kind, inputs: CallInputs = {}, random = () => 0) =>
  callInMemory(
    { organization: emulator.url, project: 'web', pat: token, retries: '2', ...calls[kind], ...inputs },
    { random },
  )

/** What leaves nobody knowing whether the request was carried out. */
const ambiguous: [string, FaultAnswer, CallInputs][] = [
  ['the connection closes', faults.closesConnection, {}],
  ['no response comes in time', faults.neverAnswers, { 'request-timeout': '1s' }],
  ['408', faults.status(408, '', { 'content-type': 'application/json' }), {}],
  ['500 without a known cause', faults.status(500, { message: 'Something broke.' }), {}],
  ['502', faults.status(502, 'Bad Gateway'), {}],
  ['503', faults.status(503, { message: 'Busy.' }), {}],
  ['504', faults.status(504), {}],
]
const damaged: [string, FaultAnswer, CallInputs][] = [
  ['a body that is cut short', faults.bodyCutShort, {}],
  ['a chunked body that is cut short', faults.chunkedCutShort, {}],
  ['a broken gzip body', faults.brokenGzip, {}],
  ['broken JSON', faults.badJson, {}],
]

describe('a request that changes something is sent once', () => {
  const rows = [...ambiguous, ...damaged].flatMap(([what, answer, inputs]) =>
    changing.map(kind => [kind, what, answer, inputs] as const),
  )
  test.each(rows)('%s, after %s', async (kind, what, answer, inputs) => {
    emulator.fault(() => true, answer)
    const told = await run(kind, inputs)
    expect(emulator.requests).toHaveLength(1)
    expect(told.errors[0]).toMatch(/^The outcome of the request is unknown: its response was lost\./)
    expect(told.errors[0]).toContain('Check in Azure DevOps whether it was carried out')
    expect(told.ending).toEqual({ result: 'failed' })
    const status = emulator.requests[0]?.status ?? 0
    expect(told.outputs.outcome).toBe(status >= 400 ? 'failed' : 'error')
    // The status of a response that was cut is not trusted.
    expect(told.outputs.status).toBe(status >= 400 || what === 'broken JSON' ? String(status) : '')
    expect([told.outputs.result, told.outputs['result-file']]).toEqual(['', ''])
  })

  test('even if the service carried it out before its response was lost', async () => {
    emulator.fault(
      () => true,
      (_, response, next) => {
        next.reply()
        response.destroy()
      },
    )
    await run('POST')
    expect([...workItemsOf(emulator.world).keys()]).toEqual([1, 2])
  })
})

describe('a request that reads is sent again', () => {
  const rows = [...ambiguous, ...damaged].flatMap(([what, answer, inputs]) =>
    reading.map(kind => [kind, what, answer, inputs] as const),
  )
  // HEAD has no body that could be damaged.
  const possible = rows.filter(([kind, what]) => kind !== 'HEAD' || !damaged.some(([known]) => known === what))
  test.each(possible)('%s, after %s', async (kind, _, answer, inputs) => {
    emulator.fault(() => true, answer, 1)
    const told = await run(kind, inputs)
    expect([told.outputs.outcome, emulator.requests.length]).toEqual(['passed', 2])
  })

  test('no longer than there is time for the pause that 429 asks for, and the answer is told', async () => {
    const id = randomUUID()
    const slow = { typeKey: 'RequestBlockedException', message: 'TF400733: Slow down.' }
    emulator.fault(() => true, faults.status(429, slow, { 'retry-after': '99999999', activityid: id }))
    const told = await run('GET')
    expect([told.outputs.outcome, told.outputs.status, emulator.requests.length]).toEqual(['failed', '429', 1])
    expect(told.errors[0]).toContain('longer than the time that is left')
    expect(told.errors[0]).toContain(id)
  })

  test('as often as retries says, and no more', async () => {
    emulator.fault(() => true, faults.status(503, { message: 'Busy.' }))
    const told = await run('GET')
    expect([told.outputs.outcome, told.outputs.status, emulator.requests.length]).toEqual(['failed', '503', 3])
  })
})

describe('an answer without a body', () => {
  test.each([
    ['DELETE', 204, { 'content-type': 'text/html' }],
    ['DELETE', 200, { 'content-type': 'text/html', 'content-length': '0' }],
    ['GET', 200, { 'content-type': 'text/plain', 'content-length': '0' }],
  ] as const)('to %s: %d with %j passes', async (kind, status, headers) => {
    emulator.fault(() => true, faults.status(status, '', headers))
    const told = await run(kind)
    expect([told.outputs.outcome, told.outputs.status, told.outputs.result]).toEqual(['passed', String(status), ''])
    expect(emulator.requests).toHaveLength(1)
  })

  test.each([
    ['JSON', { 'content-type': 'application/json', 'content-length': '0' }],
    ['a text of unknown length', { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' }],
    ['a page', { 'content-type': 'text/html', 'content-length': '0' }],
  ])('to GET is none where it is %s', async (_, headers) => {
    emulator.fault(() => true, faults.status(200, '', headers))
    expect((await run('GET')).outputs.outcome).toBe('error')
  })
})

describe('every request is sent again', () => {
  test.each([...reading, ...changing])('%s, after 429, which is sent before anything is done', async kind => {
    emulator.fault(
      () => true,
      faults.status(429, { typeKey: 'RequestBlockedException', message: 'TF400733: Slow down.' }),
      1,
    )
    const told = await run(kind)
    expect([told.outputs.outcome, emulator.requests.length]).toEqual(['passed', 2])
  })

  test.each([...reading, ...changing])('%s, when the connection is refused', async kind => {
    const port = await freePort()
    const told = await run(kind, { organization: `http://127.0.0.1:${port}/contoso` })
    expect(told.errors[0]).toMatch(/^The connection was refused\./)
    expect(told.errors[0]).toContain('3 attempts')
    expect(told.outputs).toMatchObject({ outcome: 'error', status: '' })
  })
})

describe('no request is sent again', () => {
  const refusals: [string, FaultAnswer][] = [
    ['400', faults.status(400, { typeKey: 'ArgumentException', message: 'Bad.' })],
    ['401', faults.status(401, { message: 'Unauthorized.' })],
    ['403', faults.status(403, { message: 'Forbidden.' })],
    ['404', faults.status(404, { message: 'Nothing here.' })],
    ['409', faults.status(409, { message: 'Exists.' })],
    ['500 with a known cause', faults.status(500, { typeKey: 'SomeException', message: 'Known.' })],
    ['203 with a sign-in page', faults.htmlWith203],
    ['a redirect', faults.redirectTo('https://evil.example/')],
  ]
  const rows = refusals.flatMap(([what, answer]) =>
    [...reading, ...changing].map(kind => [kind, what, answer] as const),
  )
  // HEAD has no body that could name a cause.
  const possible = rows.filter(([kind, what]) => kind !== 'HEAD' || what !== '500 with a known cause')
  test.each(possible)('%s, after %s', async (kind, what, answer) => {
    emulator.fault(() => true, answer)
    const told = await run(kind)
    expect(emulator.requests).toHaveLength(1)
    expect(told.errors[0]).not.toContain('unknown: its response was lost')
    const isAnswer = !/203|redirect/.test(what)
    expect(told.outputs.outcome).toBe(isAnswer ? 'failed' : 'error')
    expect(told.outputs.status).toBe(String(emulator.requests[0]?.status))
  })
})

/** A port where nothing listens any more. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}
