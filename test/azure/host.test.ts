import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { parseCommand } from '../../hosts/azure/command-parser.js'
import { azureHost } from '../../src/azure/host.ts'

const before = { ...process.env }
beforeEach(() => {
  const own = /^(INPUT|ENDPOINT|SYSTEM|AGENT|SECRET|COMMAND)_/
  for (const name of Object.keys(process.env)) if (own.test(name)) delete process.env[name]
})
afterEach(() => {
  process.env = { ...before }
  jest.restoreAllMocks()
})

describe('On Azure', () => {
  test('inputs are read under their camel-case names, trimmed, and empty where they are missing', () => {
    Object.assign(process.env, { INPUT_ORGANIZATION: ' contoso\n', INPUT_MINTIME: '7d', INPUT_REPOSITORYID: 'one' })
    const { inputs } = azureHost.read()
    expect(inputs).toMatchObject({ organization: 'contoso', 'min-time': '7d', 'repository-id': 'one', project: '' })
  })

  test('nothing is known around a step that is run by hand', () => {
    expect(azureHost.read().context).toEqual({ host: 'azure' })
  })

  test.each([
    ['System.CollectionUri', { SYSTEM_COLLECTIONURI: 'https://new/' }, 'https://new/'],
    ['its older name', { SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: 'https://old/' }, 'https://old/'],
    ['the newer of both', { SYSTEM_COLLECTIONURI: 'new', SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: 'old' }, 'new'],
  ])('the job’s organization is %s', (_, variables, organization) => {
    Object.assign(process.env, variables)
    expect(azureHost.read().context).toEqual({ host: 'azure', organization })
  })

  test('the job’s project, its token and the service connection are known', () => {
    Object.assign(process.env, {
      SYSTEM_TEAMPROJECT: 'web',
      INPUT_CONNECTION: 'here',
      ENDPOINT_URL_here: 'https://server/tfs',
      ENDPOINT_AUTH_PARAMETER_here_APITOKEN: 'of the connection',
      ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: 'of the job',
    })
    expect(azureHost.read().context).toEqual({
      host: 'azure',
      project: 'web',
      jobToken: 'of the job',
      connection: { url: 'https://server/tfs', token: 'of the connection' },
    })
  })

  test.each(['one two;three]', '100% one', 'one%25two%0Athree', 'one%AZP25two', 'one\r\ntwo'])(
    'the agent reads a secret %j back from its mask',
    secret => {
      const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
      azureHost.mask(secret)
      const commands = log.mock.calls.map(([line]) => parseCommand(String(line)))
      expect(commands.at(-1)).toEqual({ area: 'task', event: 'setsecret', properties: {}, data: secret })
      expect(new Set(commands.map(command => command?.event))).toEqual(new Set(['setsecret']))
    },
  )

  test('what is said and set reaches the agent as it was, and issues carry the id that it gave to the step', () => {
    process.env.COMMAND_CORRELATION_ID = 'made-up-id'
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
    const text = '100% one;two]\r\n%AZP25'
    azureHost.warn(text)
    azureHost.error(text)
    azureHost.debug(text)
    azureHost.progress(42, text)
    azureHost.setOutput('build-number', text)
    const commands = log.mock.calls.map(([line]) => parseCommand(String(line)))
    const issue = { source: 'TaskInternal', correlationid: 'made-up-id' }
    expect(commands).toEqual([
      { area: 'task', event: 'issue', properties: { type: 'warning', ...issue }, data: text },
      { area: 'task', event: 'issue', properties: { type: 'error', ...issue }, data: text },
      { area: 'task', event: 'debug', properties: {}, data: text },
      { area: 'task', event: 'setprogress', properties: { value: '42' }, data: text },
      { area: 'task', event: 'setvariable', properties: { variable: 'buildNumber' }, data: text },
    ])
  })

  test('the agent’s proxy is used with its password, which is a secret variable', () => {
    Object.assign(process.env, {
      AGENT_PROXYURL: 'http://proxy:3128',
      AGENT_PROXYUSERNAME: 'me',
      SECRET_AGENT_PROXYPASSWORD: 'a b',
    })
    expect(azureHost.network('https://dev.azure.com/contoso')).toEqual({ proxy: 'http://me:a%20b@proxy:3128/' })
  })

  test.each([
    ['the agent’s', { AGENT_TEMPDIRECTORY: '/agent/temp' }, '/agent/temp'],
    ['the system’s without it', {}, tmpdir()],
    ['the system’s where it is empty', { AGENT_TEMPDIRECTORY: '' }, tmpdir()],
  ])('the temporary folder is %s', (_, variables, folder) => {
    Object.assign(process.env, variables)
    expect(azureHost.temporaryFolder()).toBe(folder)
  })
})
