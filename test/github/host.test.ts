import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { Ending } from '../../src/core/host/host.ts'
import { githubHost } from '../../src/github/host.ts'

const before = { ...process.env }
const { exitCode } = process
let folder: string
let written: string[]

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (/^(INPUT|GITHUB|RUNNER)_/.test(name)) delete process.env[name]
  folder = mkdtempSync(join(tmpdir(), 'github-'))
  written = []
  jest.spyOn(process.stdout, 'write').mockImplementation(text => written.push(String(text)) > 0)
})
afterEach(() => {
  jest.restoreAllMocks()
  process.env = { ...before }
  process.exitCode = exitCode
  rmSync(folder, { recursive: true })
})

function emptyFile(name: string): string {
  writeFileSync(join(folder, name), '')
  return join(folder, name)
}

describe('On GitHub', () => {
  test('inputs are read under their kebab-case names, trimmed, and empty where they are missing', () => {
    Object.assign(process.env, {
      INPUT_ORGANIZATION: ' contoso\n',
      'INPUT_MIN-TIME': '7d',
      'INPUT_REPOSITORY-ID': 'one',
    })
    const { inputs, context } = githubHost.read()
    expect(inputs).toMatchObject({ organization: 'contoso', 'min-time': '7d', 'repository-id': 'one', project: '' })
    expect(context).toEqual({ host: 'github', commandFiles: [] })
    expect(written).toEqual([])
  })

  test('a secret is masked with per cent signs and line ends encoded', () => {
    githubHost.mask('one%two\nthree')
    expect(written.join('').trimEnd()).toBe('::add-mask::one%25two%0Athree')
  })

  test.each([
    ['\u0301\u0488made-up-secret', 'made-up-secret'],
    ['made-up\u0301-secret', 'made-up\u0301-secret'],
  ])('a secret %j is masked behind a command that the runner sees', (secret, masked) => {
    githubHost.mask(secret)
    expect(written.join('').trimEnd()).toBe(`::add-mask::${masked}`)
  })

  test('a secret of which a combining mark leaves too little is not masked, for that would blank out the log', () => {
    githubHost.mask('\u0301\u0301\u0301\u0301\u0301\u0301abc')
    expect(written).toEqual([])
  })

  test('the files with commands of the runner are known, and so are others that it names', () => {
    const files = ['ENV', 'OUTPUT', 'PATH', 'STATE', 'STEP_SUMMARY', 'ARTIFACTS', 'ARTIFACTS_LIST', 'EVENT_PATH']
    for (const name of files) process.env[`GITHUB_${name}`] = join(folder, name)
    process.env.GITHUB_SERVER_URL = 'https://github.com'
    process.env.GITHUB_REPOSITORY = 'octo/hello'
    expect(githubHost.read().context.commandFiles?.toSorted()).toEqual(files.map(name => join(folder, name)).toSorted())
  })

  test('an error is an annotation, with a title if it has one', () => {
    githubHost.error('what, 100%')
    githubHost.error('what\nmore', 'a: b, c')
    expect(written.join('')).toBe('::error::what, 100%25\n::error title=a%3A b%2C c::what%0Amore\n')
  })

  test.each([
    ['the runner’s', { RUNNER_TEMP: '/runner/temp' }, '/runner/temp'],
    ['the system’s without it', {}, tmpdir()],
    ['the system’s where it is empty', { RUNNER_TEMP: '' }, tmpdir()],
  ])('the temporary folder is %s', (_, variables, temp) => {
    Object.assign(process.env, variables)
    expect(githubHost.temporaryFolder()).toBe(temp)
  })

  test('an output goes to the file, lines and all', () => {
    process.env.GITHUB_OUTPUT = emptyFile('output')
    githubHost.setOutput('builds', 'one\ntwo=2')
    expect(readFileSync(join(folder, 'output'), 'utf8')).toMatch(/^builds<<(\S+)\none\ntwo=2\n\1\n$/)
    expect(written).toEqual([])
  })

  test('a summary goes to the file', async () => {
    process.env.GITHUB_STEP_SUMMARY = emptyFile('summary')
    await githubHost.writeSummary('## Builds\n')
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toBe('## Builds\n')
  })

  test('no summary is written where the server has none', async () => {
    await expect(githubHost.writeSummary('## Builds\n')).resolves.toBeUndefined()
  })

  test.each<[number, Ending]>([
    [0, { result: 'passed' }],
    [1, { result: 'failed' }],
    [130, { result: 'canceled', signal: 'SIGINT' }],
    [143, { result: 'canceled', signal: 'SIGTERM' }],
  ])('the exit code is %p at the end %j', (code, ending) => {
    process.exitCode = undefined
    githubHost.end(ending)
    const told = process.exitCode
    process.exitCode = exitCode
    expect(told).toBe(code)
  })
})
