import { describe, expect, test } from '@jest/globals'
import { type CauseName, causes } from '../../../src/core/errors/causes.ts'
import { StepError } from '../../../src/core/errors/errors.ts'
import { camel, declarations, type InputName, inputNames } from '../../../src/core/inputs/inputs.ts'
import { type HostContext, inputNameOn } from '../../../src/core/inputs/raw-inputs.ts'
import { readSettings } from '../../../src/core/settings/read-settings.ts'
import { madeUpToken, noon, rawInputs, settingsOf } from '../../support/samples.ts'
import { azure, type Given, problemsOf } from './problems.ts'

const job: HostContext = {
  host: 'azure',
  organization: 'https://dev.azure.com/Contoso/',
  project: 'web',
  jobToken: madeUpToken(),
}

function reasonOf(raw: Given, context: HostContext): CauseName | undefined {
  try {
    readSettings(rawInputs(raw), context, noon)
  } catch (error) {
    if (error instanceof StepError) return error.reason
    throw error
  }
  return undefined
}

describe('A problem names the input, quotes the value, and says what to do:', () => {
  test.each<[InputName, string, string]>([
    ['organization', 'my org', '"my org" is neither a name, as contoso, nor a URL'],
    ['organization', 'http://server/tfs', '"http://server/tfs" is http://, which would show the token'],
    ['project', '..', '".." is not the name of a project'],
    ['project', ',', '"," is a list without items'],
    ['pat-expires-on', '31.01.2027', '"31.01.2027" is not a date. Write it as'],
    ['pipelines', '0', 'has the item "0", which is not an ID, a name, or a \\folder\\name path'],
    ['pipelines', 'CI,\\', 'has the item "\\", which is not an ID'],
    ['pipelines', '\\folder\\', 'has the item "\\folder\\", which is not an ID'],
    ['tags', 'a,"b,c"', 'has the item "b,c"; the service cannot filter by an item with a comma'],
    ['properties', '"b,c"', 'has the item "b,c"; the service cannot filter'],
    ['pipelines', '99999999999', 'has the item "99999999999"'],
    ['pipelines', '"CI', 'has a double quote that does not close its item'],
    ['branch', 'pr:x', '"pr:x" is not pr: and a number, as pr:123'],
    ['commit', 'abc', '"abc" is not a commit SHA, full or at least its first 7 digits, nor a TFVC changeset'],
    ['commit', 'main', '"main" is not a commit SHA'],
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
    ['poll-interval', '0s', '"0s" must be longer than zero'],
    ['require-result', 'passed', 'has the item "passed", which is not one of succeeded'],
    ['max-age', '1w', '"1w" is not a duration'],
    ['if-none', 'pass', '"pass" is not one of fail, warn, ignore'],
    ['request-timeout', '0s', '"0s" must be longer than zero'],
    ['query-timeout', '0m', '"0m" must be longer than zero'],
    ['retries', '101', '"101" is not a whole number from 0 to 100'],
    ['concurrency', '65', '"65" is not a whole number from 1 to 64'],
    ['allow-http', 'no', '"no" is neither true nor false'],
    ['require-result', 'any,none', 'has the item "none", which is not one of succeeded'],
    ['artifacts-max-size', 'big', '"big" is not a size. Write a number and a unit'],
    ['if-no-artifacts', 'pass', '"pass" is not one of fail, warn, ignore'],
    ['on-cancel', 'kill', '"kill" is not one of leave, stop'],
    ['start', 'yes', '"yes" is neither true nor false'],
    ['explain', 'yes', '"yes" is neither true nor false'],
  ])('%s %j', (name, value, problem) => {
    for (const [context, spelled] of [
      [{ host: 'github' }, name],
      [azure, camel(name)],
    ] as const) {
      const found = problemsOf({ [name]: value }, context)
      expect(found).toHaveLength(1)
      expect(found[0]).toContain(problem)
      expect(found[0]?.split(' ')[0]).toBe(spelled)
      expect(found[0]).toMatch(/[.?]$/)
    }
  })

  test.each<InputName>(['organization', 'project'])('%s is required if nothing else sets it', name => {
    expect(problemsOf({ [name]: '' })).toEqual([`${name} is required.`])
    expect(problemsOf({ [name]: '' }, azure)).toEqual([`${name} is required.`])
  })
})

describe('All problems', () => {
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

  test('are told at once, each once, as one error that says that no request was sent', () => {
    const found = problemsOf(wrong)
    const first = found.map(problem => problem.split(' ')[0])
    expect(first.sort()).toEqual(
      ['commit', 'min-time', 'organization', 'pat:', 'project', 'repository-id', 'status', 'top', 'wait'].sort(),
    )
    expect(() => settingsOf(wrong)).toThrow(expect.objectContaining({ name: 'InputError', reason: 'input-invalid' }))
    expect(causes['input-invalid'].why).toContain('No request was sent')
  })

  test('include one of the token in words of its own', () => {
    const token = `"${madeUpToken()}"`
    const [found] = problemsOf({ pat: token, top: 'x' }).filter(problem => problem.startsWith('pat'))
    expect(found).toBe('pat: The token is in quotes. Store the token without quotes.')
  })

  test('of every input at once never quote the token', () => {
    const secret = `${madeUpToken()} ${madeUpToken()}`
    const everything = Object.fromEntries(
      inputNames.filter(name => declarations[name].type !== 'secret').map(name => [name, '"\u0000']),
    )
    const found = problemsOf({ ...everything, pat: secret }).join('\n')
    for (const part of secret.split(' ')) expect(found).not.toContain(part)
    expect(found).toContain('pat: The token contains white space.')
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

describe('The token, when nothing else is wrong,', () => {
  test.each<[string, CauseName]>([
    ['', 'token-empty'],
    ['   ', 'token-empty'],
    ['$(PAT)', 'token-unexpanded'],
    [`'${madeUpToken()}'`, 'token-quoted'],
    [`Bearer ${madeUpToken()}`, 'token-scheme'],
    [`${madeUpToken()}\n${madeUpToken()}`, 'token-spaces'],
    ['1234567', 'token-short'],
    [Buffer.from(`:${madeUpToken()}`).toString('base64'), 'token-encoded'],
  ])('has an error of its own that does not show it, in case %#', (pat, reason) => {
    const read = () => settingsOf({ pat })
    expect(read).toThrow(expect.objectContaining({ name: 'StepError', reason }))
    if (pat.trim().length > 8) expect(read).not.toThrow(pat.trim())
  })

  test('is named by the reference that was not replaced, as the host spells it', () => {
    expect(() => settingsOf({ pat: '$(My.Pat)' }, { context: azure })).toThrow('Input: pat, which is $(My.Pat)')
  })
})

describe('On Azure', () => {
  test('organization and project are those of the job unless set', () => {
    const settings = readSettings(rawInputs(), job, noon)
    expect([settings.service.url, settings.query.projects]).toEqual(['https://dev.azure.com/Contoso', ['web']])
    const given = settingsOf({}, { context: job })
    expect([given.service.url, given.query.projects]).toEqual(['https://dev.azure.com/contoso', ['web']])
  })

  test('the job access token is the last resort, and is sent as Bearer', () => {
    const settings = readSettings(rawInputs(), job, noon)
    expect(settings.output.tokenSource).toMatch(/job/)
    expect(settings.output.scheme).toBe('Bearer')
    expect(settings.service.authorization).toBe(`Bearer ${job.jobToken}`)
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
  ])('the job access token is judged for an organization that is %s', (_, given, context, reason) => {
    expect(reasonOf({ project: 'web', ...given }, context)).toBe(reason)
  })

  test('a connection sets the URL and the token', () => {
    const connection = { url: 'https://server/tfs/C/', token: madeUpToken() }
    const settings = readSettings(rawInputs({ connection: 'id' }), { ...job, connection }, noon)
    expect([settings.service.url, settings.output.tokenSource]).toEqual([
      'https://server/tfs/C',
      expect.stringMatching(/connection/),
    ])
    expect(settings.service.authorization).toBe(`Basic ${Buffer.from(`:${connection.token}`).toString('base64')}`)
  })

  test('what the inputs set wins over a connection', () => {
    const connection = { url: 'https://server/tfs/C/', token: madeUpToken() }
    const token = madeUpToken()
    const settings = settingsOf({ connection: 'id', pat: token }, { context: { ...job, connection } })
    expect(settings.service.url).toBe('https://dev.azure.com/contoso')
    expect(settings.service.authorization).toBe(`Basic ${Buffer.from(`:${token}`).toString('base64')}`)
  })

  test('an empty connection does not fall back to the job access token', () => {
    expect(reasonOf({}, { ...job, connection: { url: 'https://server/tfs', token: '' } })).toBe('token-empty')
  })
})

describe('Each room gets its own group of settings:', () => {
  test('what is left out is empty, without a limit, or the default', () => {
    const { service, query, wait, start, rules, explain, artifacts, output } = settingsOf()
    expect(service).toMatchObject({ apiVersion: '', requestTimeout: 60_000, retries: 5, concurrency: 4 })
    expect(query).toMatchObject({
      projects: ['web'],
      pipelines: [],
      branch: undefined,
      commit: undefined,
      status: [],
      deleted: 'excludeDeleted',
      maxBuildsPerPipeline: undefined,
      minTime: undefined,
      order: { time: 'queueTime', descending: true },
      top: 100,
      judged: false,
      scanLimit: 5000,
      queryTimeout: 600_000,
    })
    expect([wait, start, artifacts]).toEqual([undefined, undefined, undefined])
    expect(explain).toBe(true)
    expect(rules).toMatchObject({ requireResult: [], maxAge: undefined, ifNone: 'fail', judged: false })
    expect(output).toMatchObject({ file: '', summary: true, dryRun: false, patExpiresOn: undefined })
  })

  test('what is waited for has the three times, and what to do if none appears', () => {
    const times = { 'appear-timeout': '1m', 'wait-timeout': '2h', 'poll-interval': '30s', 'if-none': 'warn' }
    const { wait, rules } = settingsOf({ wait: 'true', ...times })
    expect(wait).toEqual({ appearTimeout: 60_000, waitTimeout: 7_200_000, pollInterval: 30_000, ifNone: 'warn' })
    expect(rules.waited).toEqual({ appearTimeout: 60_000, waitTimeout: 7_200_000 })
    expect(settingsOf().rules.waited).toBeUndefined()
  })

  test('a build to start has its pipeline, source, parameters, and variables', () => {
    const source = { project: 'web', pipelines: '\\x\\ci', branch: 'main', commit: 'A'.repeat(40) }
    const values = { parameters: 'env: prod', variables: 'debug=1', 'on-cancel': 'stop', 'query-timeout': '1m' }
    expect(settingsOf({ start: 'true', ...source, ...values }).start).toEqual({
      project: 'web',
      pipeline: '\\x\\ci',
      ref: 'refs/heads/main',
      commit: 'a'.repeat(40),
      parameters: new Map([['env', 'prod']]),
      variables: new Map([['debug', '1']]),
      onCancel: 'stop',
      queryTimeout: 60_000,
    })
    expect(settingsOf({ start: 'true', pipelines: '7' }).start).toMatchObject({ ref: undefined, commit: undefined })
  })

  test('artifacts have names, a folder, and a limit', () => {
    expect(settingsOf({ artifacts: 'drop, logs*', 'artifacts-max-size': '1KiB' }).artifacts).toEqual({
      names: ['drop', 'logs*'],
      path: '.',
      maxSize: 1024,
      ifNone: 'fail',
    })
  })

  test('only the group of the service holds the credential, and none holds the token', () => {
    const token = madeUpToken()
    const values = { parameters: 'env: hidden-parameter', variables: 'v=hidden-variable' }
    const { service, start, ...others } = settingsOf({ pat: token, start: 'true', pipelines: 'ci', ...values })
    const encoded = Buffer.from(`:${token}`).toString('base64')
    expect(service.authorization).toBe(`Basic ${encoded}`)
    const text = JSON.stringify({ ...others, service: { ...service, authorization: '' } })
    for (const secret of [token, encoded, 'hidden-parameter', 'hidden-variable']) expect(text).not.toContain(secret)
    expect(JSON.stringify(start)).not.toContain(token)
  })
})

describe('How many builds are returned and what is judged follow from what is set:', () => {
  const all = Number.POSITIVE_INFINITY
  test.each<[Given, { top: number; per?: number; judged: boolean; required?: string[] }]>([
    [{}, { top: 100, judged: false }],
    [{ top: '0' }, { top: all, judged: false }],
    [{ top: '7' }, { top: 7, judged: false }],
    [{ 'max-builds-per-pipeline': '2' }, { top: 100, per: 2, judged: false }],
    [{ 'require-result': 'any' }, { top: 100, judged: false }],
    [{ wait: 'true' }, { top: all, per: 1, judged: true, required: ['succeeded'] }],
    [
      { wait: 'true', 'require-result': 'any' },
      { top: all, per: 1, judged: true },
    ],
    [
      { wait: 'true', 'require-result': 'failed' },
      { top: all, per: 1, judged: true, required: ['failed'] },
    ],
    [
      { wait: 'true', top: '3' },
      { top: 3, judged: true, required: ['succeeded'] },
    ],
    [{ 'require-result': 'succeeded' }, { top: all, per: 1, judged: true, required: ['succeeded'] }],
    [{ 'max-age': '1d' }, { top: all, per: 1, judged: true }],
    [
      { 'max-age': '1d', top: '1' },
      { top: 1, judged: true },
    ],
    [
      { 'require-result': 'succeeded', 'max-builds-per-pipeline': '3' },
      { top: all, per: 3, judged: true, required: ['succeeded'] },
    ],
    [
      { 'require-result': 'succeeded', 'build-ids': '1' },
      { top: all, judged: true, required: ['succeeded'] },
    ],
    [
      { start: 'true', pipelines: 'ci' },
      { top: all, per: 1, judged: true },
    ],
  ])('%j', (given, { top, per, judged, required = [] }) => {
    const { query, rules } = settingsOf(given)
    expect({ top: query.top, per: query.maxBuildsPerPipeline, judged: query.judged }).toEqual({ top, per, judged })
    expect({ required: rules.requireResult, judged: rules.judged }).toEqual({ required, judged })
  })
})

test.each(inputNames)('An empty %s means the same as its default', name => {
  const standard = declarations[name].default
  if (standard === undefined) return
  const raw = rawInputs({ organization: 'contoso', project: 'web', pat: madeUpToken() })
  const read = (value: string) => readSettings({ ...raw, [name]: value }, { host: 'github' }, noon)
  expect(read('')).toEqual(read(standard))
})

test('Names of inputs are spelled as the host spells them', () => {
  expect(inputNames.map(name => inputNameOn(name, azure))).toEqual(inputNames.map(camel))
  expect(inputNames.map(name => inputNameOn(name, { host: 'github' }))).toEqual(inputNames)
  expect([camel('min-time'), camel('max-builds-per-pipeline'), camel('pat')]).toEqual([
    'minTime',
    'maxBuildsPerPipeline',
    'pat',
  ])
})
