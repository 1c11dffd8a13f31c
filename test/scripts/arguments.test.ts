import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../../hosts/repository.js'
import { readArguments } from '../../scripts/start/arguments.js'
import { helpText, tokenHelp } from '../../scripts/start/help.js'
import { nearest } from '../../scripts/start/nearest.js'
import { scalar, stepAsYaml } from '../../scripts/start/step-as-yaml.js'

const action = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as { inputs: object }

describe('the arguments of npm start', () => {
  const good: [string[], object][] = [
    [[], { host: 'github', inputs: {} }],
    [['--branch', 'main', '--top=5'], { inputs: { branch: 'main', top: '5' } }],
    [['--wait', '--branch', 'main'], { inputs: { wait: 'true', branch: 'main' } }],
    [['--wait', 'false'], { inputs: { wait: 'false' } }],
    [['--parameters=a=1\nb=2'], { inputs: { parameters: 'a=1\nb=2' } }],
    [['--top', '1', '--top', '2'], { inputs: { top: '2' } }],
    [['--host', 'azure', '--top', '-1'], { host: 'azure', inputs: { top: '-1' } }],
    [['-h'], { help: true }],
    [['--version'], { version: true }],
  ]
  test.each(good)('%j are read', (given, wanted) => {
    expect(readArguments(given, {})).toMatchObject({ ...wanted, problems: [] })
  })

  const bad: [string[], string[]][] = [
    [['--pipline', 'web ci'], ['There is no input "pipline". Did you mean --pipelines?']],
    [['--pipelnes', 'web ci'], ['There is no input "pipelnes". Did you mean --pipelines?']],
    [['--require', 'succeeded'], ['There is no input "require". Did you mean --require-result?']],
    [['--frobnicate-everything'], ['There is no input "frobnicate-everything". --help lists them all.']],
    [['--branch', '--wait'], ['--branch needs a value.']],
    [['--branch='], ['--branch needs a value.']],
    [['--host'], ['--host needs a value: github or azure.']],
    [['--host='], ['--host needs a value: github or azure.']],
    [['--host', 'gitlab'], ['There is no host "gitlab". Write --host github or --host azure.']],
    [['web'], ['"web" is not of the form --name value.']],
    [
      ['--brnch', 'x', '--top'],
      ['There is no input "brnch". Did you mean --branch?', '--top needs a value.'],
    ],
  ]
  test.each(bad)('%j are refused, all at once', (given, problems) => {
    expect(readArguments(given, {}).problems).toEqual(problems)
  })

  test('hold no token, and a refusal does not repeat it', () => {
    for (const given of [['--pat', 'secret'], ['--pat=secret']]) {
      const { problems, inputs } = readArguments(given, {})
      expect([problems, inputs]).toEqual([[expect.stringMatching(/^A token does not belong on the command line/)], {}])
      expect(problems.join()).not.toContain('secret')
    }
  })

  test('that npm took for its own are noticed, as PowerShell drops the first --', () => {
    const env = { npm_config_organization: 'true', npm_config_min_time: 'true', npm_config_cache: '/x' }
    const [problem] = readArguments(['contoso', '7d'], env).problems
    expect(problem).toMatch(
      /^npm took --organization, --min-time for its own\. Write: node scripts\/start\.js --organization/,
    )
  })
})

describe('the help of npm start', () => {
  test('names every input but the token', () => {
    const named = [...helpText().matchAll(/--([a-z-]+)/g)].map(([, name]) => name)
    const { pat: _, ...inputs } = action.inputs as Record<string, object>
    expect(Object.keys(inputs).filter(name => !named.includes(name))).toEqual([])
    expect(named).not.toContain('pat')
  })

  test('says how to set the token in the shells of each system', () => {
    expect(tokenHelp('win32')).toMatch(/PowerShell +\$env:[\s\S]*cmd +set \/p /)
    expect(tokenHelp('linux')).toMatch(/bash, zsh +read -rs/)
    expect(tokenHelp('win32')).not.toContain('bash')
  })
})

test.each([
  ['pipelins', 'pipelines'],
  ['min', 'min-time'],
  ['x', undefined],
])('%s means %s', (word, name) => {
  expect(nearest(word, ['pipelines', 'min-time', 'branch'])).toBe(name)
})

describe('the step to paste', () => {
  const values: [string, string][] = [
    ['main', 'main'],
    ['refs/pull/*', '"refs/pull/*"'],
    ['a: b', '"a: b"'],
    ['0123456', '"0123456"'],
    ['1234e56', '"1234e56"'],
    ['100', '100'],
    ['no', '"no"'],
    ['1:30', '"1:30"'],
    ['*', '"*"'],
    ['# x', '"# x"'],
    ['a\nb', '"a\\nb"'],
    ['', '""'],
    ['true', 'true'],
    ['\\web\\ci', '\\web\\ci'],
  ]
  test.each(values)('has %j as %s', (value, yaml) => {
    expect(scalar(value)).toBe(yaml)
    expect(String(parse(yaml))).toBe(value)
  })

  test('reads the same on both hosts', () => {
    const inputs = { organization: 'contoso', 'require-result': 'succeeded', commit: '0123456' }
    const [github] = parse(stepAsYaml('github', inputs)) as [object]
    const [azure] = parse(stepAsYaml('azure', inputs)) as [object]
    expect(github).toMatchObject({ with: { ...inputs, pat: '$' + '{{ secrets.AZURE_DEVOPS_PAT }}' } })
    expect(azure).toMatchObject({
      inputs: { organization: 'contoso', requireResult: 'succeeded', commit: '0123456', pat: '$(AzureDevOpsPat)' },
    })
  })
})
