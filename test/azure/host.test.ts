import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { parseCommand } from '../../hosts/azure/command-parser.js'
import { azureHost } from '../../src/azure/host.ts'
import type { Ending } from '../../src/core/host/host.ts'

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

  test('the name of the step is known, for the agent makes a part of the names of its outputs of it', () => {
    process.env.SYSTEM_TASKINSTANCENAME = 'build'
    expect(azureHost.read().context).toEqual({ host: 'azure', stepName: 'build' })
  })

  test('the job’s own token is known in each of its values, and nothing that a pipeline calls so', () => {
    Object.assign(process.env, {
      ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: 'of the job',
      SECRET_SYSTEM_ACCESSTOKEN: 'of the job, renewed',
      SYSTEM_ACCESSTOKEN: 'whatever',
    })
    expect(azureHost.read().context).toEqual({
      host: 'azure',
      jobToken: 'of the job',
      otherJobTokens: ['of the job, renewed'],
    })
    process.env.SECRET_SYSTEM_ACCESSTOKEN = ' of the job\n'
    expect(azureHost.read().context).toEqual({ host: 'azure', jobToken: 'of the job' })
  })

  test.each([
    ['$(AzureDevOpsPat)', '＄(AzureDevOpsPat)'],
    ['refs/heads/$(a)$(b)', 'refs/heads/＄(a)＄(b)'],
    ['$$(a) $( $(', '$＄(a) ＄( ＄('],
    ['$ (a) $[a] (a)$', '$ (a) $[a] (a)$'],
  ])('an output %j has nothing that the agent would replace by a variable', (value, written) => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
    azureHost.setOutput('source-branch', value)
    expect(log.mock.calls.map(([line]) => parseCommand(String(line))?.data)).toEqual([written])
  })

  test.each<[Ending, string]>([
    [{ result: 'passed' }, 'Succeeded'],
    [{ result: 'failed' }, 'Failed'],
    [{ result: 'canceled', signal: 'SIGINT' }, 'Failed'],
    [{ result: 'canceled', signal: 'SIGTERM' }, 'Failed'],
  ])('a step that ends with %j is %s, so that no step follows one that failed or was stopped', (ending, result) => {
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
    const { exitCode } = process
    azureHost.end(ending)
    const code = process.exitCode
    process.exitCode = exitCode
    const properties = { result }
    expect(log.mock.calls.map(([line]) => parseCommand(String(line)))).toEqual([
      { area: 'task', event: 'complete', properties, data: '' },
    ])
    expect(code).toBe(0)
  })

  test('the summary is a file that only its owner can read, in a folder of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agent-'))
    process.env.AGENT_TEMPDIRECTORY = folder
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
    await azureHost.writeSummary('## Builds\n')
    const { event, data = '' } = parseCommand(String(log.mock.calls[0]?.[0])) ?? {}
    expect([event, readFileSync(data, 'utf8')]).toEqual(['uploadsummary', '## Builds\n'])
    expect([statSync(data).mode & 0o777, statSync(dirname(data)).mode & 0o777]).toEqual([0o600, 0o700])
    rmSync(folder, { recursive: true })
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
