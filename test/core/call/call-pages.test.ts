import { describe, expect, test } from '@jest/globals'
import { faults } from '../../../emulator/index.js'
import type { FaultAnswer } from '../../../emulator/types.ts'
import { emulatorForCalls } from './emulator-for-calls.ts'

const on = emulatorForCalls()
const paginate = { paginate: 'true' }
const json = { 'content-type': 'application/json' }

/** Answers each request with the next page. */
function pages(...answers: [body: unknown, headers?: Record<string, string>][]): FaultAnswer {
  let at = 0
  return (request, response, next) => {
    const [body, headers] = answers[at++] ?? [{ value: ['too far'] }]
    return faults.status(200, JSON.stringify(body), { ...json, ...headers })(request, response, next)
  }
}
const token = (value: string) => ({ 'x-ms-continuationtoken': value })

describe('pages are merged', () => {
  test('with the token of the header, for a preview resource', async () => {
    const told = await on.run('/_apis/graph/users', { ...paginate, query: 'value[].displayName' })
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: '7', truncated: 'false' })
    expect(JSON.parse(told.outputs.result)).toEqual([1, 2, 3, 4, 5, 6, 7].map(n => `User ${n}`))
    const merged = JSON.parse(told.file ?? '') as { value: unknown[]; count: number }
    expect([merged.value.length, merged.count]).toEqual([7, 7])
    expect(on.sent()).toEqual([
      'GET /contoso/_apis/graph/users?api-version=7.1',
      'GET /contoso/_apis/graph/users?api-version=7.1-preview',
      'GET /contoso/_apis/graph/users?continuationToken=3&api-version=7.1-preview',
      'GET /contoso/_apis/graph/users?continuationToken=6&api-version=7.1-preview',
    ])
    expect(told.log.at(-1)).toMatch(/^Azure DevOps responded with 200 OK in \d+ ms, 7 items on 3 pages\.$/)
  })

  test('with the link of OData, which has no api-version', async () => {
    const told = await on.run("/{project}/_odata/v4.0-preview/WorkItems?$filter=State eq 'Active'", paginate)
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: '7', truncated: 'false' })
    expect(on.sent()[0]).toBe('GET /contoso/web/_odata/v4.0-preview/WorkItems?$filter=State%20eq%20%27Active%27')
    expect(on.sent().slice(1)).toEqual(
      ['3', '6'].map(at => `GET /contoso/web/_odata/v4.0-preview/WorkItems?$skiptoken=${at}`),
    )
  })

  test('with the token next to the list, percent-encoded', async () => {
    on.emulator.fault(
      () => true,
      pages([{ value: [1], continuationToken: '+RID:a#b&c' }], [{ value: [2, 3], continuationToken: null }]),
    )
    const told = await on.run('/_apis/x?top=1', paginate)
    expect(JSON.parse(told.outputs.result)).toEqual({ value: [1, 2, 3], count: 3 })
    expect(on.sent()[1]).toBe('GET /contoso/_apis/x?top=1&continuationToken=%2BRID%3Aa%23b%26c&api-version=7.1')
  })

  test('with the token as a header, too, where test results want it', async () => {
    on.emulator.fault(() => true, pages([{ value: [1] }, token('next')], [{ value: [2] }]))
    const told = await on.run('/{project}/_apis/testresults/results', paginate)
    expect(told.outputs.count).toBe('2')
    expect(on.emulator.requests[1]?.headers['x-ms-continuationtoken']).toBe('next')
  })

  test('item by item as the service sent them', async () => {
    const body = '{"value":[ {"id": 12345678901234567890, "a":  1.50} , null,"\\u00e9" ]}'
    on.emulator.fault(() => true, faults.status(200, body, json))
    const told = await on.run('/_apis/x', paginate)
    expect(told.file).toBe('{"value":[\n{"id": 12345678901234567890, "a":  1.50},\nnull,\n"\\u00e9"\n],"count":3}\n')
  })

  test('of an empty list', async () => {
    on.emulator.fault(() => true, pages([{ value: [], count: 0 }, token('x')], [{ value: [] }]))
    const told = await on.run('/_apis/x', paginate)
    expect([JSON.parse(told.outputs.result), told.outputs.count]).toEqual([{ value: [], count: 0 }, '0'])
  })
})

describe('pages are not merged', () => {
  test.each([
    ['work item comments', { comments: [1], continuationToken: 'x' }, {}, 'true'],
    ['the audit log', { decoratedAuditLogEntries: [], hasMore: true }, {}, 'true'],
    ['an object', { id: 7 }, {}, 'false'],
    ['an object with a token', { id: 7 }, token('x'), 'true'],
    ['a bare list', [1, 2], token('x'), 'true'],
  ])('of %s: that is one page', async (_, body, headers, truncated) => {
    on.emulator.fault(() => true, pages([body, headers]))
    const told = await on.run('/_apis/x', paginate)
    expect(told.outputs).toMatchObject({ outcome: 'passed', truncated, result: JSON.stringify(body) })
    expect(on.sent()).toHaveLength(1)
  })

  test('unless paginate says so, and then the list is truncated', async () => {
    const told = await on.run('/_apis/graph/users?api-version=7.1-preview.1')
    expect(told.outputs).toMatchObject({ count: '3', truncated: 'true' })
    expect(on.sent()).toHaveLength(1)
  })

  test('beyond max-pages', async () => {
    const told = await on.run('/_apis/graph/users?api-version=7.1-preview.1', { ...paginate, 'max-pages': '2' })
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: '6', truncated: 'true' })
    expect(told.warnings).toEqual(['The list has more than 2 pages and ends here.'])
    expect(on.sent()).toHaveLength(2)
  })

  test('without end, when the service repeats a token', async () => {
    on.emulator.fault(() => true, faults.status(200, '{"value":[1]}', { ...json, ...token('same') }))
    const told = await on.run('/_apis/x', paginate)
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: '2', truncated: 'true' })
    expect(told.warnings[0]).toMatch(/repeated a continuation token/)
    expect(on.sent()).toHaveLength(2)
  })

  test.each([
    ['another host', 'https://evil.example/_apis/x?a=1'],
    ['another path', '/contoso/_apis/y?a=1'],
  ])('through a link to %s', async (_, target) => {
    const link = new URL(target, on.emulator.url).href
    on.emulator.fault(() => true, pages([{ value: [1], '@odata.nextLink': link }]))
    const told = await on.run('/_apis/x', paginate)
    expect(told.outputs).toMatchObject({ count: '1', truncated: 'true' })
    expect(on.sent()).toHaveLength(1)
  })
})

describe('one bad page fails all', () => {
  test.each([
    ['403', faults.status(403, { message: 'No.' }), 'failed', '403'],
    ['a sign-in page', faults.htmlWith200, 'error', '200'],
    ['another form', faults.status(200, '{"id":1}', json), 'error', '200'],
    ['broken JSON', faults.badJson, 'error', '200'],
  ])('%s', async (_, fault, outcome, status) => {
    on.emulator.fault(({ query }) => query.has('continuationToken'), fault)
    const told = await on.run('/_apis/graph/users?api-version=7.1-preview.1', paginate)
    expect(told.outputs).toMatchObject({ outcome, status, result: '', 'result-file': '', count: '', truncated: '' })
  })

  test('but a page that fails once is requested again', async () => {
    on.emulator.fault(({ query }) => query.has('continuationToken'), faults.bodyCutShort, 1)
    const told = await on.run('/_apis/graph/users?api-version=7.1-preview.1', { ...paginate, retries: '1' })
    expect(told.outputs).toMatchObject({ outcome: 'passed', count: '7' })
  })
})
