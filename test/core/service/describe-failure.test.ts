import { expect, test } from '@jest/globals'
import type { Failure } from '../../../src/core/errors/cause.ts'
import { describeFailure, statusText } from '../../../src/core/service/describe-failure.ts'

test.each<[Failure, string]>([
  [{ status: 401 }, '401 Unauthorized'],
  [{ status: 429, text: 'Slow down' }, '429 Too Many Requests, "Slow down"'],
  [{ status: 302, leadsTo: 'x.example', text: 'Moved' }, '302 Found, leads to x.example, "Moved"'],
  [{ status: 418, text: '' }, 'HTTP 418'],
  [{ code: 'ENOTFOUND', text: 'getaddrinfo ENOTFOUND x' }, 'ENOTFOUND, "getaddrinfo ENOTFOUND x"'],
  [{ text: 'it has no value' }, '"it has no value"'],
])('The failure %j is described as %s', (failure, text) => {
  expect(describeFailure(failure)).toBe(text)
})

test('A long text of the service is cut between two characters', () => {
  const text = describeFailure({ status: 400, text: '🦊'.repeat(5000) })
  expect(text.length).toBeLessThan(2100)
  expect(text.isWellFormed()).toBe(true)
})

test.each([
  [200, '200 OK'],
  [403, '403 Forbidden'],
  [503, '503 Service Unavailable'],
  [299, 'HTTP 299'],
])('The status %d is written as %s', (status, text) => {
  expect(statusText(status)).toBe(text)
})
