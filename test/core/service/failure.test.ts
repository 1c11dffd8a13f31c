import { describe, expect, test } from '@jest/globals'
import { activityId, failureOf } from '../../../src/core/service/failure.ts'
import type { Answer } from '../../../src/core/service/http.ts'

const json = 'application/json; charset=utf-8; api-version=7.1'
const known = '7d1c3f5e-1111-4222-8333-444455556666:someone@example.com'
const anonymous = 'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA:'

function answer(status: number, headers: Answer['headers'], body: string | Buffer = ''): Answer {
  return { status, headers, body: Buffer.from(body) }
}

test.each([
  ['a page', answer(200, { 'content-type': json }, '{"count":0,"value":[]}')],
  ['of a known user', answer(200, { 'content-type': json, 'x-vss-userdata': known }, '{"value":[]}')],
  ['without a charset', answer(200, { 'content-type': 'Application/JSON' }, '{"value":[]}')],
])('an answer that is %s is no failure', (_, good) => {
  expect(failureOf(good, 'builds')).toBeUndefined()
})

describe('of an answer is seen', () => {
  test.each<[string, Answer, object]>([
    [
      'the anonymous user',
      answer(200, { 'content-type': json, 'x-vss-userdata': anonymous }, '{}'),
      { identity: 'anonymous' },
    ],
    ['a known user', answer(401, { 'x-vss-userdata': known }), { identity: 'known', content: 'none' }],
    ['HTML by its type', answer(203, { 'content-type': 'text/html' }, '<html>'), { status: 203, content: 'html' }],
    ['HTML by its begin', answer(200, { 'content-type': 'text/plain' }, '\n <!DOCTYPE html>'), { content: 'html' }],
    ['another type', answer(200, { 'content-type': 'text/json' }, '{"value":[]}'), { content: 'other' }],
    ['no type', answer(200, {}, '{"value":[]}'), { content: 'other' }],
    [
      'a plain text',
      answer(404, { 'content-type': 'text/plain' }, 'The resource cannot be found.'),
      {
        content: 'other',
        text: 'The resource cannot be found.',
      },
    ],
    ['nothing', answer(204, {}), { status: 204, content: 'none' }],
    [
      'who asks for credentials',
      answer(401, { 'www-authenticate': 'Basic realm="x"' }),
      { authenticate: 'Basic realm="x"' },
    ],
    [
      'a title',
      answer(401, { 'content-type': 'text/html' }, '<HTML><Title>\n 401 - x \n</TITLE>'),
      { text: '401 - x' },
    ],
    [
      'message and typeKey',
      answer(400, { 'content-type': json }, '{"message":"m","typeKey":"K"}'),
      { text: 'm', typeKey: 'K' },
    ],
    ['after a byte order mark', answer(400, { 'content-type': json }, '\ufeff{"message":"m"}'), { text: 'm' }],
    ['the second shape', answer(405, { 'content-type': json }, '{"count":1,"value":{"Message":"m"}}'), { text: 'm' }],
    ['the third shape', answer(400, { 'content-type': json }, '{"error":{"code":"c","message":"m"}}'), { text: 'm' }],
    [
      'the message before the header',
      answer(400, { 'content-type': json, 'x-tfs-serviceerror': 'h' }, '{"message":"m"}'),
      { text: 'm' },
    ],
    [
      'a header that is percent-encoded',
      answer(401, { 'x-tfs-serviceerror': 'Access%20Denied%3A%201+1' }),
      { text: 'Access Denied: 1+1' },
    ],
    [
      'a header that is form-encoded',
      answer(401, { 'x-tfs-serviceerror': 'TF400813%3a+Resource+not' }),
      { text: 'TF400813: Resource not' },
    ],
    ['a header that is broken', answer(401, { 'x-tfs-serviceerror': '100%' }), { text: '100%' }],
  ])('%s', (_, given, seen) => {
    expect(failureOf(given, 'builds')).toMatchObject({ ...seen, asked: 'builds' })
  })

  test.each([
    '',
    'not JSON',
    'null',
    '7',
    '[]',
    '{"message":7,"typeKey":{}}',
    '{"value":null,"error":null}',
    '{"value":[1]}',
  ])('no text in the body %s', body => {
    const failure = failureOf(answer(500, { 'content-type': json }, body), 'builds')
    expect(failure).toEqual({ status: 500, content: 'json', asked: 'builds' })
  })

  test('nothing of the user but whether they are known', () => {
    const failure = failureOf(answer(403, { 'content-type': json, 'x-vss-userdata': known }, '{}'), 'builds')
    expect(JSON.stringify(failure)).not.toMatch(/someone|7d1c3f5e/)
  })
})

test.each([
  '<title>',
  '<title> ',
  `<title>${' '.repeat(4000)}<`,
  `<title>${' \n'.repeat(2000)}x<`,
  '<title>'.repeat(600),
])('a page without the end of its title ends, %#', page => {
  expect(failureOf(answer(200, { 'content-type': 'text/html' }, page), undefined)).toEqual({
    status: 200,
    content: 'html',
  })
})

test('an answer is named by its activity id, or else by the id of the exchange', () => {
  expect(activityId(answer(200, { activityid: 'a', 'x-vss-e2eid': 'b' }))).toBe('a')
  expect(activityId(answer(200, { 'x-vss-e2eid': 'b' }))).toBe('b')
  expect(activityId(answer(200, {}))).toBeUndefined()
})
