import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type AgentProxy, useProxy } from '../../src/azure/proxy.ts'

const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'no_proxy', 'NO_PROXY']
const before = { ...process.env }
beforeEach(() => {
  for (const name of names) process.env[name] = `old-${name}`
})
afterEach(() => {
  process.env = { ...before }
})

const environment = () =>
  Object.fromEntries(names.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
const https = 'https://dev.azure.com/contoso'
const url = 'http://proxy:3128'
const proxy: AgentProxy = { url, username: '', password: '', bypass: '' }

test('Without a proxy of the agent, the environment’s stands', () => {
  const given = environment()
  useProxy({ ...proxy, url: '' }, https)
  expect(environment()).toEqual(given)
})

test.each<[string, Partial<AgentProxy>, string, Record<string, string>]>([
  ['is used for https', {}, https, { https_proxy: url }],
  ['is used for http', {}, 'http://server/tfs', { http_proxy: url }],
  [
    'gets its user name and password, encoded',
    { username: 'ann@corp', password: 'a:b/c' },
    https,
    { https_proxy: 'http://ann%40corp:a%3Ab%2Fc@proxy:3128' },
  ],
  ['is left out for an address that goes around it', { bypass: '["DEV\\\\.azure\\\\.com"]' }, https, {}],
  ['is used for other addresses', { bypass: '["other\\\\.com", ""]' }, https, { https_proxy: url }],
  ['is used where what goes around it cannot be read', { bypass: '[not JSON' }, https, { https_proxy: url }],
  ['is used where an expression is none', { bypass: '["("]' }, https, { https_proxy: url }],
])('A proxy of the agent %s, whatever the environment says', (_, more, address, left) => {
  useProxy({ ...proxy, ...more }, address)
  expect(environment()).toEqual(left)
})
