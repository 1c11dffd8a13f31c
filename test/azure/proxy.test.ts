import { expect, test } from '@jest/globals'
import { type AgentProxy, agentProxy } from '../../src/azure/proxy.ts'

const https = 'https://dev.azure.com/contoso'
const url = 'http://proxy:3128'
const proxy: AgentProxy = { url, username: '', password: '', bypass: '' }

test.each<[string, Partial<AgentProxy>, string, string | undefined]>([
  ['is used for https', {}, https, url],
  ['is used for http', {}, 'http://server/tfs', url],
  [
    'gets its user name and password, percent-encoded',
    { username: 'ann@corp', password: 'a:b/c%41#?' },
    https,
    'http://ann%40corp:a%3Ab%2Fc%2541%23%3F@proxy:3128/',
  ],
  [
    'has its own user name and password in place of those in its URL',
    { url: 'http://old:older@proxy:3128', username: 'ann', password: 'b' },
    https,
    'http://ann:b@proxy:3128/',
  ],
  ['keeps half a surrogate pair from ending the step', { username: '\ud800' }, https, 'http://%EF%BF%BD@proxy:3128/'],
  ['is left to the core if it is no URL', { url: 'proxy 3128', username: 'ann' }, https, 'proxy 3128'],
  ['is not used for an address that its bypass list names', { bypass: '["DEV\\\\.azure\\\\.com"]' }, https, undefined],
  ['is used for other addresses', { bypass: '["other\\\\.com", ""]' }, https, url],
  ['is used if its bypass list is no JSON', { bypass: '[not JSON' }, https, url],
  ['is used if its bypass list is no list', { bypass: '"dev"' }, https, url],
  ['is used if an expression is none', { bypass: '["("]' }, https, url],
  ['is never used for localhost', {}, 'http://localhost:8080/tfs', undefined],
  ['is never used for 127.0.0.0/8', {}, 'http://127.9.9.9:8080/tfs', undefined],
  ['is never used for [::1]', {}, 'http://[::1]:8080/tfs', undefined],
  ['is used for a name below localhost', {}, 'https://azure.localhost/tfs', url],
])('The proxy of the agent %s', (_, more, address, found) => {
  expect(agentProxy({ ...proxy, ...more }, address)).toBe(found)
})
