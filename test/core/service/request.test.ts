import { describe, expect, test } from '@jest/globals'
import {
  headersOf,
  isRepeatable,
  type Method,
  methodOf,
  type ServiceRequest,
  urlOf,
} from '../../../src/core/service/request.ts'

const base = 'https://dev.azure.com/contoso'
const request = (given: Partial<ServiceRequest> = {}): ServiceRequest => ({
  words: { what: 'The list', subject: 'builds' },
  path: ['web', '_apis', 'build', 'builds'],
  deadline: 0,
  ...given,
})

describe('The URL of a request', () => {
  test.each<[string, Partial<ServiceRequest>, string]>([
    ['has the API version', {}, '/web/_apis/build/builds?api-version=7.1'],
    ['has no API version if the API has it in its path', { versioned: false }, '/web/_apis/build/builds'],
    [
      'has its query before that',
      {
        query: version => [
          ['$top', '5'],
          ['v', version],
        ],
      },
      '/web/_apis/build/builds?$top=5&v=7.1&api-version=7.1',
    ],
    [
      'has everything percent-encoded that means something in a URL',
      {
        path: ['a b/c?d#e', "it's", 'Größe'],
        query: () => [
          ['a&b', '1+2=3&c'],
          ['$x', '$y'],
        ],
      },
      '/a%20b%2Fc%3Fd%23e/it%27s/Gr%C3%B6%C3%9Fe?a%26b=1%2B2%3D3%26c&$x=%24y&api-version=7.1',
    ],
    ['has half a character replaced', { path: ['\ud800'] }, '/%EF%BF%BD?api-version=7.1'],
  ])('%s', (_, given, expected) => {
    expect(urlOf(base, request(given), '7.1')).toBe(`${base}${expected}`)
  })

  test('begins with its own base URL if it has one', () => {
    const url = urlOf(base, request({ base: 'https://vsrm.dev.azure.com/contoso', path: ['x'] }), '7.1-preview')
    expect(url).toBe('https://vsrm.dev.azure.com/contoso/x?api-version=7.1-preview')
  })
})

test.each<[Method | undefined, ServiceRequest['repeat'], boolean]>([
  [undefined, undefined, true],
  ['GET', undefined, true],
  ['HEAD', undefined, true],
  ['GET', 'unless it may have arrived', false],
  ['POST', undefined, false],
  ['PUT', undefined, false],
  ['PATCH', undefined, false],
  ['DELETE', undefined, false],
  ['POST', 'safe', true],
  ['POST', 'unless it may have arrived', false],
])('A request with the method %s and the policy %s may be repeated: %j', (method, repeat, repeatable) => {
  const given = request({ ...(method && { method }), ...(repeat && { repeat }) })
  expect(isRepeatable(given)).toBe(repeatable)
  expect(methodOf(given)).toBe(method ?? 'GET')
})

test('The headers of a request are those of every request, with its own in their place', () => {
  const {
    Accept,
    'User-Agent': agent,
    ...rest
  } = headersOf(request({ accept: 'text/plain', headers: { 'If-Match': '"1"' } }))
  expect(Accept).toBe('text/plain')
  expect(agent).toMatch(/^azure-devops-builds\/\d+\.\d+\.\d+$/)
  expect(rest).toEqual({ 'Accept-Encoding': 'gzip', 'X-TFS-FedAuthRedirect': 'Suppress', 'If-Match': '"1"' })
  expect(headersOf(request()).Accept).toBe('application/json')
  expect(Object.keys(headersOf(request({ headers: { Accept: 'a' } })))).toHaveLength(4)
})
