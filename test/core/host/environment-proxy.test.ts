import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { environmentProxy } from '../../../src/core/host/environment-proxy.ts'

const before = { ...process.env }
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/_proxy$/i.test(name)) delete process.env[name]
})
afterEach(() => {
  process.env = { ...before }
})

const https = 'https://dev.azure.com/contoso'
const http = 'http://server/tfs'

test.each<[string, Record<string, string>, string, string | undefined]>([
  ['none if nothing is set', {}, https, undefined],
  ['none if the variables are empty', { https_proxy: '', HTTPS_PROXY: '' }, https, undefined],
  ['https_proxy for https', { https_proxy: 'http://a:1', http_proxy: 'http://b:2' }, https, 'http://a:1'],
  ['http_proxy for http', { https_proxy: 'http://a:1', http_proxy: 'http://b:2' }, http, 'http://b:2'],
  [
    'the lower-case variable before the other',
    { https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' },
    https,
    'http://a:1',
  ],
  ['the upper-case variable if it is alone', { HTTPS_PROXY: 'http://b:2' }, https, 'http://b:2'],
  ['http:// if the address has no scheme', { https_proxy: 'user:pw@proxy:3128' }, https, 'http://user:pw@proxy:3128'],
  ['none for a host in no_proxy', { https_proxy: 'http://a:1', no_proxy: 'x,.azure.com' }, https, undefined],
  ['none if NO_PROXY is *', { https_proxy: 'http://a:1', NO_PROXY: '*' }, https, undefined],
  ['none for localhost', { http_proxy: 'http://a:1' }, 'http://localhost:8080/tfs', undefined],
  ['none for 127.0.0.0/8', { http_proxy: 'http://a:1' }, 'http://127.1.2.3/tfs', undefined],
  ['none for [::1]', { http_proxy: 'http://a:1' }, 'http://[::1]/tfs', undefined],
  ['the proxy for a name below localhost', { https_proxy: 'http://a:1' }, 'https://azure.localhost/tfs', 'http://a:1'],
  ['a malformed address as it is, for the core to report', { https_proxy: 'http://[a' }, https, 'http://[a'],
])('The proxy in the environment is %s', (_, variables, url, found) => {
  Object.assign(process.env, variables)
  expect(environmentProxy(url)).toBe(found)
})

test('Reading the proxy leaves the environment as it is', () => {
  Object.assign(process.env, { https_proxy: 'http://a:1', NO_PROXY: 'b' })
  const given = { ...process.env }
  environmentProxy(https)
  expect(process.env).toEqual(given)
})
