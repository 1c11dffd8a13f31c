import { describe, expect, test } from '@jest/globals'
import type { CauseName } from '../../../src/core/errors/causes.ts'
import { InputError, StepError } from '../../../src/core/errors/errors.ts'
import { camel, declarations, type InputName, inputNames } from '../../../src/core/inputs/inputs.ts'
import { type RawInputs, type HostContext, inputNameOn } from '../../../src/core/inputs/raw-inputs.ts'
import { readSettings } from '../../../src/core/settings/settings.ts'
import { madeUpToken, noon, rawInputs, settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>

const azure: HostContext = { host: 'azure' }
const job: HostContext = {
  host: 'azure',
  organization: 'https://dev.azure.com/Contoso/',
  project: 'web',
  jobToken: madeUpToken(),
}

/** The problems that the inputs have, beside an organization, a project and a token that are right. */
function problemsOf(given: Given, around: HostContext = { host: 'github' }): readonly string[] {
  try {
    settingsOf(given, { around })
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}

function reasonOf(raw: Given, around: HostContext): CauseName | undefined {
  try {
    readSettings(rawInputs(raw), around, noon)
  } catch (error) {
    if (error instanceof StepError) return error.reason
    throw error
  }
  return undefined
}

describe('a problem names the input, quotes the value and says what to do', () => {
  test.each<[InputName, string, string]>([
    ['organization', 'my org', '"my org" is neither a name, as contoso, nor a URL'],
    ['organization', 'http://server/tfs', '"http://server/tfs" is http://, which would show the token'],
    ['project', '..', '".." is no name of a project'],
    ['project', ',', '"," is a list without items'],
    ['pat-expires-on', '31.01.2027', '"31.01.2027" is not a date. Write it as'],
    ['definitions', '0', 'has the item "0", which is no pipeline’s id'],
    ['definitions', 'CI,\\', 'has the item "\\", which is no pipeline’s id'],
    ['definitions', '\\folder\\', 'has the item "\\folder\\", which is no pipeline’s id'],
    ['definitions', '99999999999', 'has the item "99999999999"'],
    ['definitions', '"CI', 'has a double quote that does not close its item'],
    ['branch', 'pr:x', '"pr:x" is not pr: and a number, as pr:123'],
    ['commit', 'abc', '"abc" is not a commit’s hash, or fewer than its first 7 digits'],
    ['commit', 'main', '"main" is not a commit’s hash'],
    [
      'status',
      'complete',
      'has the item "complete", which is not one of inProgress, completed, cancelling, postponed, notStarted, abandoned, all. Did you mean completed?',
    ],
    [
      'result',
      'success',
      'has the item "success", which is not one of succeeded, partiallySucceeded, failed, canceled',
    ],
    ['reason', 'push', 'has the item "push", which is not one of manual,'],
    ['deleted', 'yes', '"yes" is not one of excludeDeleted, includeDeleted, onlyDeleted'],
    ['order', 'queueTimeDesc', '"queueTimeDesc" is not one of queueTimeDescending,'],
    ['build-ids', '1,x', 'has the item "x", which is not a whole number from 1'],
    ['queues', '0', 'has the item "0", which is not a whole number from 1'],
    ['max-builds-per-pipeline', '0', '"0" is not a whole number from 1'],
    ['min-time', 'yesterday', '"yesterday" is not a time. Write ISO 8601'],
    ['max-time', '2026-02-30', '"2026-02-30" is not a time'],
    ['top', '-1', '"-1" is not a whole number from 0'],
    ['scan-limit', '0', '"0" is not a whole number from 1'],
    ['api-version', 'latest', '"latest" is not an API version'],
    ['username', 'a:b', '"a:b" has a colon'],
    ['summary', 'yes', '"yes" is neither true nor false'],
    ['dry-run', '1', '"1" is neither true nor false'],
    ['wait', 'on', '"on" is neither true nor false'],
    ['wait-timeout', '60', '"60" is not a duration. Write a whole number and a unit'],
    ['appear-timeout', 'soon', '"soon" is not a duration'],
    ['poll-interval', '0s', '"0s" is no time at all'],
    ['require-result', 'passed', 'has the item "passed", which is not one of succeeded'],
    ['max-age', '1w', '"1w" is not a duration'],
    ['if-none', 'pass', '"pass" is not one of fail, warn, ignore'],
    ['request-timeout', '0s', '"0s" is no time at all'],
    ['timeout', '0m', '"0m" is no time at all'],
    ['retries', '101', '"101" is not a whole number from 0 to 100'],
    ['concurrency', '65', '"65" is not a whole number from 1 to 64'],
    ['allow-http', 'no', '"no" is neither true nor false'],
  ])('%s %j', (name, value, problem) => {
    for (const [around, spelled] of [
      [{ host: 'github' }, name],
      [azure, camel(name)],
    ] as const) {
      const found = problemsOf({ [name]: value }, around)
      expect(found).toHaveLength(1)
      expect(found[0]).toContain(problem)
      expect(found[0]?.split(' ')[0]).toBe(spelled)
      expect(found[0]).toMatch(/\.$/)
    }
  })

  test.each<InputName>(['organization', 'project'])('%s is required where nothing else gives it', name => {
    expect(problemsOf({ [name]: '' })).toEqual([`${name} is required.`])
    expect(problemsOf({ [name]: '' }, azure)).toEqual([`${name} is required.`])
  })
})

describe('inputs that are impossible together', () => {
  test.each<[Given, string[]]>([
    [{ 'repository-id': 'r' }, ['repository-id', 'repository-type']],
    [{ 'repository-type': 'TfsGit' }, ['repository-id', 'repository-type']],
    [
      { order: 'finishTimeAscending', status: 'inProgress' },
      ['order', '"finishTimeAscending"', 'status', 'inProgress'],
    ],
    [{ order: 'finishTimeDescending', status: 'all' }, ['order', 'status']],
    [{ result: 'failed', status: 'inProgress' }, ['result', 'status']],
    [{ 'min-time': '1h', 'max-time': '2h' }, ['min-time', 'max-time']],
    [{ wait: 'true', result: 'failed' }, ['wait', 'result', 'require-result']],
    [{ wait: 'true', status: 'completed' }, ['wait', 'status', 'require-result']],
    [{ wait: 'true', order: 'finishTimeDescending' }, ['wait', 'order']],
    [{ wait: 'true', 'max-time': '1h' }, ['wait', 'max-time']],
  ])('%j are refused, and both are named', (given, words) => {
    const [found, ...others] = problemsOf(given)
    expect(others).toEqual([])
    for (const word of words) expect(found).toContain(word)
    const [onAzure] = problemsOf(given, azure)
    for (const word of words) expect(onAzure).toContain(camel(word))
    expect(`${found}${onAzure}`).not.toMatch(/[{}]/)
  })

  test.each<Given>([
    { 'repository-id': 'r', 'repository-type': 'TfsGit' },
    { order: 'finishTimeDescending', status: 'completed' },
    { order: 'finishTimeDescending' },
    { result: 'failed', status: 'inProgress,completed' },
    { result: 'failed', status: 'all' },
    { 'min-time': '2h', 'max-time': '1h' },
    { 'min-time': '2026-01-01', 'max-time': '2026-01-01' },
    { wait: 'true', status: 'inProgress,completed' },
    { wait: 'true', status: 'notStarted', 'min-time': '1h' },
    { wait: 'true', 'require-result': 'succeeded', 'max-age': '1d' },
    { wait: 'false', result: 'failed' },
  ])('%j are not', given => {
    expect(problemsOf(given)).toEqual([])
  })
})

describe('all problems', () => {
  const wrong: Given = {
    organization: 'my org',
    project: '',
    pat: '',
    status: 'done',
    'min-time': 'x',
    'repository-id': 'r',
    commit: 'z',
    wait: 'true',
    'max-time': '1h',
    top: 'many',
  }

  test('are told at once, each once, as one error before any request', () => {
    const found = problemsOf(wrong)
    const first = found.map(problem => problem.split(' ')[0])
    expect(first.sort()).toEqual(
      ['commit', 'min-time', 'organization', 'pat:', 'project', 'repository-id', 'status', 'top', 'wait'].sort(),
    )
    expect(() => settingsOf(wrong)).toThrow(/no request has been sent/)
  })

  test('include one of the token in words of its own', () => {
    const token = `"${madeUpToken()}"`
    const [found] = problemsOf({ pat: token, top: 'x' }).filter(problem => problem.startsWith('pat'))
    expect(found).toBe('pat: The token stands in quotes. Store the token without quotes.')
  })

  test('of every input at once never quote the token', () => {
    const secret = `${madeUpToken()} ${madeUpToken()}`
    const everything = Object.fromEntries(
      inputNames.filter(name => declarations[name].kind !== 'secret').map(name => [name, '"\u0000']),
    )
    const found = problemsOf({ ...everything, pat: secret }).join('\n')
    for (const part of secret.split(' ')) expect(found).not.toContain(part)
    expect(found).toContain('pat: The token has white space inside.')
  })

  test.each<(secret: string) => string>([
    secret => `https://contoso:${secret}@dev.azure.com/contoso`,
    secret => `https://${secret}@server/tfs`,
    secret => `HTTP://a:x@${secret}@server/tfs`,
    secret => `https://a:x/${secret}@server/tfs`,
    secret => `https://a:x ${secret}@server/tfs`,
  ])('do not quote what stands before the @ of a URL, %#', write => {
    const secret = madeUpToken()
    const [found] = problemsOf({ organization: write(secret) })
    expect(found).toMatch(/^organization "https?:\/\/\*\*\*@(?:server|dev)/i)
    expect(found).not.toContain(secret)
  })
})

describe('the token alone, when it is what is wrong,', () => {
  test.each<[string, CauseName]>([
    ['', 'token-empty'],
    ['   ', 'token-empty'],
    ['$(PAT)', 'token-unexpanded'],
    [`'${madeUpToken()}'`, 'token-quoted'],
    [`Bearer ${madeUpToken()}`, 'token-scheme'],
    [`${madeUpToken()}\n${madeUpToken()}`, 'token-spaces'],
    ['1234567', 'token-short'],
    [Buffer.from(`:${madeUpToken()}`).toString('base64'), 'token-encoded'],
  ])('%#: is an error of its own that does not show it', (pat, reason) => {
    const read = () => settingsOf({ pat })
    expect(read).toThrow(expect.objectContaining({ name: 'StepError', reason }))
    if (pat.trim().length > 8) expect(read).not.toThrow(pat.trim())
  })

  test('is named by the reference that was not replaced, in the host’s own spelling', () => {
    expect(() => settingsOf({ pat: '$(My.Pat)' }, { around: azure })).toThrow('Input: pat, which is $(My.Pat)')
  })
})

describe('on Azure', () => {
  test('organization and project are the job’s own unless given', () => {
    const settings = readSettings(rawInputs(), job, noon)
    expect([settings.organization.url, settings.project]).toEqual(['https://dev.azure.com/Contoso', ['web']])
    const given = settingsOf({}, { around: job })
    expect([given.organization.url, given.project]).toEqual(['https://dev.azure.com/contoso', ['web']])
  })

  test('the job’s own token is the last resort, and goes as Bearer', () => {
    const settings = readSettings(rawInputs(), job, noon)
    expect(settings.tokenSource).toBe('job access token')
    expect(settings.credential).toEqual({ scheme: 'Bearer', authorization: `Bearer ${job.jobToken}` })
  })

  test.each<[string, Given, HostContext, CauseName | undefined]>([
    ['its own', { organization: 'contoso' }, job, undefined],
    ['its own by URL', { organization: 'https://dev.azure.com/CONTOSO/' }, job, undefined],
    ['another', { organization: 'fabrikam' }, job, 'token-missing-for-organization'],
    ['one with a name that begins alike', { organization: 'contoso2' }, job, 'token-missing-for-organization'],
    ['another host', { organization: 'https://contoso.visualstudio.com' }, job, 'token-missing-for-organization'],
    ['another scheme', { organization: 'http://localhost/Contoso' }, job, 'token-missing-for-organization'],
    [
      'another port',
      { organization: 'https://server:8081/tfs/A' },
      { ...job, organization: 'https://server:8080/tfs/A' },
      'token-missing-for-organization',
    ],
    [
      'another collection',
      { organization: 'https://server/tfs/B' },
      { ...job, organization: 'https://server/tfs/A/' },
      'token-missing-for-organization',
    ],
    [
      'the same collection',
      { organization: 'https://server/tfs/A' },
      { ...job, organization: 'https://server/tfs/a/' },
      undefined,
    ],
    [
      'any, where the job has none',
      { organization: 'contoso' },
      { host: 'azure', jobToken: madeUpToken() },
      'token-missing-for-organization',
    ],
  ])('the job’s own token for an organization that is %s', (_, given, around, reason) => {
    expect(reasonOf({ project: 'web', ...given }, around)).toBe(reason)
  })

  test('a connection gives the URL and the token, and what the inputs give wins', () => {
    const connection = { url: 'https://server/tfs/C/', token: madeUpToken() }
    const around: HostContext = { ...job, connection }
    const settings = readSettings(rawInputs({ connection: 'id' }), around, noon)
    expect([settings.organization.url, settings.tokenSource]).toEqual([
      'https://server/tfs/C',
      'service connection',
    ])
    expect(settings.credential.authorization).toBe(`Basic ${Buffer.from(`:${connection.token}`).toString('base64')}`)
    const given = settingsOf({ connection: 'id' }, { around })
    expect([given.organization.url, given.tokenSource]).toEqual(['https://dev.azure.com/contoso', 'pat input'])
  })

  test('an empty connection does not fall back to the job’s own token', () => {
    expect(reasonOf({}, { ...job, connection: { url: 'https://server/tfs', token: '' } })).toBe('token-empty')
  })
})

describe('what is left out', () => {
  test('is empty, without a limit of time, or the default', () => {
    expect(settingsOf()).toMatchObject({
      definitions: [],
      branch: undefined,
      commit: '',
      status: [],
      deleted: 'excludeDeleted',
      maxBuildsPerPipeline: undefined,
      minTime: undefined,
      order: 'queueTimeDescending',
      top: 100,
      scanLimit: 5000,
      apiVersion: '',
      wait: false,
      waitTimeout: 3_600_000,
      appearTimeout: 300_000,
      pollInterval: 15_000,
      requireResult: [],
      maxAge: undefined,
      ifNone: 'fail',
      summary: true,
      dryRun: false,
      requestTimeout: 60_000,
      timeout: 600_000,
      retries: 5,
      concurrency: 4,
      allowHttp: false,
    })
  })

  test.each<[Given, number]>([
    [{}, 100],
    [{ wait: 'true' }, 1],
    [{ wait: 'true', top: '3' }, 3],
    [{ top: '0' }, Number.POSITIVE_INFINITY],
    [{ top: '7' }, 7],
  ])('of %j: top is %d', (given, top) => {
    expect(settingsOf(given).top).toBe(top)
  })

  test.each(inputNames)('%s means the same as its default', name => {
    const standard = declarations[name].default
    if (standard === undefined) return
    const raw = rawInputs({ organization: 'contoso', project: 'web', pat: madeUpToken() })
    const read = (value: string) => {
      const { branch, ...settings } = readSettings({ ...raw, [name]: value }, { host: 'github' }, noon)
      return settings
    }
    expect(read('')).toEqual(read(standard))
  })
})

test('names are spelled as the host spells them', () => {
  expect(inputNames.map(name => inputNameOn(name, azure))).toEqual(inputNames.map(camel))
  expect(inputNames.map(name => inputNameOn(name, { host: 'github' }))).toEqual(inputNames)
  expect([camel('min-time'), camel('max-builds-per-pipeline'), camel('pat')]).toEqual([
    'minTime',
    'maxBuildsPerDefinition',
    'pat',
  ])
})
