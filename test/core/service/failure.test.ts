import { describe, expect, test } from '@jest/globals'
import { redactor } from '../../../src/core/credential/redact.ts'
import { activityId, failureOf as failureOfRequest, hideAddresses, ownerOf } from '../../../src/core/service/failure.ts'
import type { HttpResponse } from '../../../src/core/service/http.ts'
import type { ServiceRequest } from '../../../src/core/service/request.ts'
import { madeUpToken } from '../../support/samples.ts'

const json = 'application/json; charset=utf-8; api-version=7.1'
const known = '7d1c3f5e-1111-4222-8333-444455556666:someone@example.com'
const anonymous = 'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA:'

const request: ServiceRequest = { words: { what: 'The list', subject: 'builds' }, path: [], deadline: 0 }

function failureOf(response: HttpResponse, given: Partial<ServiceRequest> = {}, redact = redactor([])) {
  return failureOfRequest(response, { ...request, ...given }, redact)
}

function answer(status: number, headers: HttpResponse['headers'], body: string | Buffer = ''): HttpResponse {
  return { status, headers, body: Buffer.from(body) }
}

test.each([
  ['a page', answer(200, { 'content-type': json }, '{"count":0,"value":[]}')],
  ['of a known user', answer(200, { 'content-type': json, 'x-vss-userdata': known }, '{"value":[]}')],
  ['without a charset', answer(200, { 'content-type': 'Application/JSON' }, '{"value":[]}')],
])('A response that is good, %s, is no failure', (_, good) => {
  expect(failureOf(good)).toBeUndefined()
})

describe('Of a response is seen', () => {
  test.each<[string, HttpResponse, object]>([
    [
      'the anonymous user',
      answer(200, { 'content-type': json, 'x-vss-userdata': anonymous }, '{}'),
      { identity: 'anonymous' },
    ],
    ['a known user', answer(401, { 'x-vss-userdata': known }), { identity: 'known', content: 'none' }],
    ['HTML by its type', answer(203, { 'content-type': 'text/html' }, '<html>'), { status: 203, content: 'html' }],
    ['HTML by its beginning', answer(200, { 'content-type': 'text/plain' }, '\n <!DOCTYPE html>'), { content: 'html' }],
    ['a text of another type', answer(200, { 'content-type': 'text/json' }, '{"value":[]}'), { content: 'text' }],
    ['another type', answer(200, { 'content-type': 'application/xml' }, '<a/>'), { content: 'other', text: '<a/>' }],
    ['no type', answer(200, {}, '{"value":[]}'), { content: 'other' }],
    [
      'a plain text',
      answer(404, { 'content-type': 'text/plain' }, 'The resource cannot be found.'),
      {
        content: 'text',
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
    ...(
      [
        ['https://login.example:8443/x?y=z#t', 'login.example:8443'],
        ['//login.example/x', 'login.example'],
        ['https://user:secret@login.example/', 'login.example'],
        ['/_signin', 'the same host'],
        ['?again', 'the same host'],
      ] as const
    ).map(([location, leadsTo]): [string, HttpResponse, object] => [
      `where a redirect to ${location} leads`,
      answer(307, { location }),
      { leadsTo },
    ]),
    ['a header that is broken', answer(401, { 'x-tfs-serviceerror': '100%' }), { text: '100%' }],
  ])('%s', (_, given, seen) => {
    expect(failureOf(given)).toMatchObject({ ...seen, subject: 'builds' })
  })

  test.each(['javascript:alert(1)', 'mailto:x', 'http://['])('no host in a redirect to %s', location => {
    expect(failureOf(answer(307, { location }))).not.toHaveProperty('leadsTo')
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
    const failure = failureOf(answer(500, { 'content-type': json }, body))
    expect(failure).toEqual({ status: 500, content: 'json', subject: 'builds' })
  })

  test('nothing of the owner of the token but whether they are known', () => {
    const failure = failureOf(answer(403, { 'content-type': json, 'x-vss-userdata': known }, '{}'))
    expect(JSON.stringify(failure)).not.toMatch(/someone|7d1c3f5e/)
  })
})

test.each([
  '<title>',
  '<title> ',
  `<title>${' '.repeat(4000)}<`,
  `<title>${' \n'.repeat(2000)}x<`,
  '<title>'.repeat(600),
])('A page without the end of its title is read in no time, in case %#', page => {
  expect(failureOf(answer(200, { 'content-type': 'text/html' }, page))).toEqual({
    status: 200,
    content: 'html',
    subject: 'builds',
  })
})

describe('A request says what counts as an answer:', () => {
  const zip = answer(200, { 'content-type': 'application/zip' }, 'PK')
  const text = answer(200, { 'content-type': 'text/plain' }, 'a log')
  const page = answer(200, { 'content-type': 'text/html' }, '<html>')
  test.each<[string, HttpResponse, Partial<ServiceRequest>, boolean]>([
    ['JSON unless it says otherwise', text, {}, false],
    ['200 unless it says otherwise', answer(201, { 'content-type': json }, '{}'), {}, false],
    ['a status', answer(201, { 'content-type': json }, '{}'), { expects: { statuses: [201] } }, true],
    [
      'not a status that it does not name',
      answer(200, { 'content-type': json }, '{}'),
      { expects: { statuses: [201] } },
      false,
    ],
    ['text', text, { expects: { types: ['text'] } }, true],
    ['text or JSON', answer(200, { 'content-type': json }, '{}'), { expects: { types: ['text', 'json'] } }, true],
    ['zip', zip, { expects: { types: ['zip'] } }, true],
    [
      'bytes for zip',
      answer(200, { 'content-type': 'application/octet-stream' }, 'PK'),
      { expects: { types: ['zip'] } },
      true,
    ],
    ['anything', zip, { expects: { types: ['any'] } }, true],
    ['anything, but no HTML', page, { expects: { types: ['any'] } }, false],
    ['anything, also nothing', answer(200, {}), { expects: { types: ['any'] } }, true],
    ['nothing for HEAD', answer(200, {}), { method: 'HEAD' }, true],
    ['nothing for DELETE', answer(200, {}), { method: 'DELETE' }, true],
    ['nothing with 204', answer(204, {}), { expects: { statuses: [204] } }, true],
    ['not nothing for GET', answer(200, {}), {}, false],
    [
      'never an anonymous answer',
      answer(200, { 'content-type': json, 'x-vss-userdata': anonymous }, '{}'),
      { expects: { types: ['any'] } },
      false,
    ],
  ])('%s', (_, response, given, isGood) => {
    expect(failureOf(response, given) === undefined).toBe(isGood)
  })
})

test('The results of a validation are read, without those that are good and a hundred of them at most', () => {
  const results = [
    { result: 'error', message: 'a' },
    { result: 'ok', message: 'b' },
    { Message: 'c' },
    7,
    { message: 8 },
  ]
  const body = (value: unknown[]) => JSON.stringify({ message: 'm', customProperties: { ValidationResults: value } })
  expect(failureOf(answer(400, { 'content-type': json }, body(results)))?.results).toEqual(['a', 'c'])
  const many = failureOf(answer(400, { 'content-type': json }, body(Array(5000).fill({ message: 'x' }))))
  expect(many?.results).toHaveLength(100)
})

test('What the service says never shows the token, however it is encoded', () => {
  const token = `${madeUpToken()}+/%`
  const redact = redactor([token, encodeURIComponent(token)])
  for (const headers of [{ 'x-tfs-serviceerror': encodeURIComponent(`No ${token}`) }, { 'content-type': 'text/plain' }])
    expect(failureOf(answer(401, headers, `No ${token}`), {}, redact)?.text).not.toContain(token)
  const wrapped = JSON.stringify({ message: `No ${token}`, ValidationResults: [{ message: token }] })
  expect(JSON.stringify(failureOf(answer(400, { 'content-type': json }, wrapped), {}, redact))).not.toContain(token)
})

describe('Addresses of people are hidden:', () => {
  test.each([
    ['TF401444: Please sign in as someone@example.com.', 'TF401444: Please sign in as (address hidden).'],
    ["The user 'a.b+c@x-y.example.org' is", "The user '(address hidden)' is"],
    ['Windows Live ID\\someone is', 'Windows Live ID\\(hidden) is'],
    ['größe@bücher.example', '(address hidden)'],
    ['refs/heads/a@b is no address', 'refs/heads/a@b is no address'],
    ['@someone', '@someone'],
  ])('%s', (text, hidden) => {
    expect(hideAddresses(text)).toBe(hidden)
  })

  test.each(['a@', '@', 'a', '@a.', 'a@a.'])('very many of %j in no time', piece => {
    expect(hideAddresses(piece.repeat(50_000)).length).toBeGreaterThan(0)
  })
})

test('The owner of the token is known by a GUID, and by nothing else', () => {
  expect(ownerOf(answer(200, { 'x-vss-userdata': known }))).toBe('7d1c3f5e-1111-4222-8333-444455556666')
  expect(ownerOf(answer(200, { 'x-vss-userdata': anonymous }))).toBe('aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa')
  for (const text of ['', 'someone@example.com', 'x:y'])
    expect(ownerOf(answer(200, { 'x-vss-userdata': text }))).toBeUndefined()
})

test('A response is named by its activity ID, or else by the ID of the exchange, and by nothing that is no ID', () => {
  const [one, other] = ['0a1b2c3d-1111-4222-8333-444455556666', 'ffffffff-1111-4222-8333-444455556666']
  expect(activityId(answer(200, { activityid: one, 'x-vss-e2eid': other }))).toBe(one)
  expect(activityId(answer(200, { 'x-vss-e2eid': other }))).toBe(other)
  expect(activityId(answer(200, { activityid: '::error::x' }))).toBeUndefined()
  expect(activityId(answer(200, {}))).toBeUndefined()
})
