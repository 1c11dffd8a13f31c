import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { endOfPage, type Next, queryOfNext } from '../../../src/core/rest/pages.ts'

const address = 'https://analytics.dev.azure.com/contoso/web/_odata/v4.0-preview/WorkItems'
const inHeader = { 'x-ms-continuationtoken': 'abc' }
const end = (body: unknown, headers: IncomingHttpHeaders = {}) => endOfPage(body, { address, headers })
const list = { count: 1, value: [{ id: 1 }] }

describe('the end of a page', () => {
  const merged: [string, unknown, IncomingHttpHeaders, Next][] = [
    ['a token in the header', list, inHeader, { token: 'abc' }],
    ['a token next to the list', { ...list, continuationToken: 'def' }, {}, { token: 'def' }],
    ['a number for a token', { ...list, continuationToken: 40 }, {}, { token: '40' }],
    ['tokens in both places', { ...list, continuationToken: 'def' }, inHeader, { token: 'abc' }],
    [
      'a link to the same address',
      { ...list, '@odata.nextLink': `${address}?$skiptoken=a%2Bb&x=1` },
      {},
      {
        query: [
          ['$skiptoken', 'a+b'],
          ['x', '1'],
        ],
      },
    ],
  ]
  test.each(merged)('with %s says how to go on', (_, body, headers, next) => {
    expect(end(body, headers)).toEqual({ next, more: true })
  })

  const last: [string, unknown, IncomingHttpHeaders][] = [
    ['nothing', list, {}],
    ['an empty token', { ...list, continuationToken: '' }, { 'x-ms-continuationtoken': '' }],
    ['a token that is null', { ...list, continuationToken: null }, {}],
    ['isLastBatch', { ...list, isLastBatch: true, continuationToken: 'watermark' }, inHeader],
    ['hasMore false', { ...list, hasMore: false, continuationToken: 'x' }, {}],
    ['no list at all', { id: 7 }, {}],
    ['an array', [1, 2], {}],
    ['a text', 'text', {}],
    ['null', null, {}],
  ]
  test.each(last)('with %s is the end of all', (_, body, headers) => {
    expect(end(body, headers)).toEqual({ more: false })
  })

  const cut: [string, unknown, IncomingHttpHeaders][] = [
    ['work item comments', { count: 1, comments: [], continuationToken: 'x', nextPage: 'https://…' }, {}],
    ['the audit log', { decoratedAuditLogEntries: [], continuationToken: 'x', hasMore: true }, {}],
    ['members', { members: [], continuationToken: 'x' }, {}],
    ['revisions', { values: [], isLastBatch: false, nextLink: 'https://…' }, {}],
    ['changes of a pull request', { changeEntries: [], nextSkip: 100, nextTop: 100 }, {}],
    ['changes of feeds', { feedChanges: [], nextFeedContinuationToken: 5 }, {}],
    ['a header at an object', { id: 7 }, inHeader],
    ['a link to another host', { value: [], '@odata.nextLink': address.replace('analytics', 'evil') }, {}],
    ['a link to another path', { value: [], '@odata.nextLink': `${address}/1?x=1` }, {}],
    ['a link with a user', { value: [], '@odata.nextLink': address.replace('https://', 'https://a:b@') }, {}],
    ['a link that is none', { value: [], '@odata.nextLink': 'next' }, {}],
  ]
  test.each(cut)('with %s is not the end, and not merged', (_, body, headers) => {
    expect(end(body, headers)).toEqual({ more: true })
  })

  test('takes a link that encodes other characters than the request did', () => {
    const spaced = 'https://tfs.example.com/my%20web/_odata/v3.0/WorkItems'
    const link = 'https://tfs.example.com/my web/_odata/v3.0/WorkItems?$skip=1'
    expect(endOfPage({ value: [], '@odata.nextLink': link }, { address: spaced, headers: {} })).toEqual({
      next: { query: [['$skip', '1']] },
      more: true,
    })
  })
})

describe('the next page', () => {
  test('has the same query but for the token', () => {
    const query = [
      ['$top', '2'],
      ['ContinuationToken', 'old'],
    ] as const
    expect(queryOfNext(query, { token: 'a+b' }, ['_apis', 'projects'])).toEqual({
      query: [
        ['$top', '2'],
        ['continuationToken', 'a+b'],
      ],
      headers: {},
    })
  })

  test('of test results has the token as a header, too', () => {
    const path = ['web', '_apis', 'testresults', 'results']
    expect(queryOfNext([], { token: 'x' }, path).headers).toEqual({ 'x-ms-continuationtoken': 'x' })
    expect(queryOfNext([], { token: 'x\r\nHost: y' }, path).headers).toEqual({})
  })

  test('of a link has the query of the link', () => {
    expect(queryOfNext([['a', '1']], { query: [['b', '2']] }, [])).toEqual({ query: [['b', '2']], headers: {} })
  })
})
