import { describe, expect, test } from '@jest/globals'
import { findLeaks } from '../../hosts/index.js'
import { partOf } from '../support/thorough.ts'
import { file, onAzure, writes } from './tiny-bundle.ts'

const output = (name: string, value: string, more = '') =>
  writes(`##vso[task.setvariable variable=${name};isOutput=true${more}]${value}\n`)
const pat = { pat: { value: 'sesame-4242', secret: true } }

describe('An output variable on Azure', () => {
  test('is joined with the name of the step, which the step sees', async () => {
    const source = `${output('buildId', '7')} console.log(env.SYSTEM_TASKINSTANCENAME)`
    const { outputs, expand, nextEnvironment, log } = await onAzure(source, { stepName: 'newest' })
    expect([outputs['build-id'], expand('is $(newest.buildId), $(NEWEST.BUILDID)'), log[0]]).toEqual([
      '7',
      'is 7, 7',
      'newest',
    ])
    expect(nextEnvironment).toMatchObject({ NEWEST_BUILDID: '7', SYSTEM_TASKINSTANCENAME: 'newest' })
  })

  test('replaces a predefined variable of that name, without regard to case and without a word', async () => {
    const source = `${output('buildId', '7')} ${output('sourceBranch', 'x')}`
    const { overwritten, nextEnvironment, log } = await onAzure(source, { stepName: 'build' })
    expect(overwritten).toEqual(['build.buildId', 'build.sourceBranch'])
    expect(nextEnvironment).toMatchObject({ BUILD_BUILDID: '7', BUILD_SOURCEBRANCH: 'x' })
    expect(log).toEqual([])
  })

  test('of another step name replaces nothing', async () => {
    const { overwritten, nextEnvironment } = await onAzure(output('buildId', '7'), { stepName: 'builds' })
    expect([overwritten, nextEnvironment.BUILD_BUILDID]).toEqual([[], '1'])
  })

  test('that names a secret becomes it in the next step, and is found as a leak', async () => {
    const result = await onAzure(output('sourceBranch', 'refs/heads/$(PAT)'), { variables: pat })
    expect(result.outputs['source-branch']).toBe('refs/heads/$(PAT)')
    expect(result.outputsInNextStep['source-branch']).toBe('refs/heads/sesame-4242')
    expect(result.expand('$(query.sourceBranch)')).toBe('refs/heads/sesame-4242')
    expect(findLeaks(result, 'sesame-4242')).toEqual([
      { where: 'output source-branch in the next step', form: 'raw', text: 'refs/heads/sesame-4242' },
    ])
  })

  test('is expanded through other variables, and is secret then', async () => {
    const result = await onAzure(`${output('a', '$(query.b)')} ${output('b', '($(pat))')}`, { variables: pat })
    expect(result.outputsInNextStep.a).toBe('(sesame-4242)')
    expect(result.nextEnvironment).not.toHaveProperty('QUERY_A')
    expect(result.nextEnvironment.SECRET_QUERY_A).toBe('(sesame-4242)')
  })

  test.each(
    partOf([
      ['a name that nobody has', '$(nothing)', '$(nothing)'],
      ['itself', '$(query.x)', '$(query.x)'],
      ['half a macro', '$(', '$('],
      ['a public variable', '$(Build.Reason)', 'IndividualCI'],
      ['a look-alike', '＄(pat)', '＄(pat)'],
    ]),
  )('with %s', async (_, value, seen) => {
    expect((await onAzure(output('x', value), { variables: pat })).outputsInNextStep.x).toBe(seen)
  })
})

describe('A variable on Azure', () => {
  test('that takes in a secret is a secret of this step already', async () => {
    const variables = { ...pat, header: 'token $(pat)', deep: '<$(header)>' }
    const source = 'console.log(env.SECRET_HEADER, env.HEADER, env.SECRET_DEEP)'
    const { log, lines } = await onAzure(source, { variables })
    expect(lines[0]?.raw).toBe('token sesame-4242 undefined <token sesame-4242>')
    expect(log).toEqual(['*** undefined ***'])
  })

  test('that is predefined is warned about when a step sets it, and set', async () => {
    const { log, nextEnvironment } = await onAzure(writes('##vso[task.setvariable variable=Build.Reason]Mine\n'))
    expect(log).toEqual([
      "##[warning]Overwriting readonly variable 'Build.Reason'. This behavior will be disabled in the future.",
    ])
    expect(nextEnvironment.BUILD_REASON).toBe('Mine')
  })
})

describe('restrictions.settableVariables', () => {
  const set = (name: string) => writes(`##vso[task.setvariable variable=${name}]1\n`)
  const withPatterns = async (allowed: string[], source: string) => {
    const manifest = file('task.json', JSON.stringify({ restrictions: { settableVariables: { allowed } } }))
    return onAzure(source, { manifest })
  }
  test.each(
    partOf([
      [['build*'], 'buildId', true],
      [['BUILD?'], 'buildId', false],
      [['BUILD??'], 'buildId', true],
      [['{buildId,count}'], 'COUNT', true],
      [['build[A-J]d'], 'buildId', true],
      [['build[!I]d'], 'buildId', false],
      [['!build*'], 'buildId', false],
      [['!build*'], 'count', true],
      [['*'], '.hidden', false],
      [['*'], 'a/b', false],
      [['**'], 'a/b', true],
      [['+(a|b)'], 'abba', true],
      [['!(a|b)'], 'c', true],
      [['!(a|b)'], 'a', false],
      [['#count'], '#count', false],
      [['a.b'], 'aXb', false],
      [[], 'anything', false],
    ]),
  )('%j lets %s be set: %p', async (allowed, name, settable) => {
    const { variables } = await withPatterns(allowed, set(name))
    expect(name in variables).toBe(settable)
  })

  test('has to name PATH for a step that prepends to it', async () => {
    const source = writes('##vso[task.prependpath]/evil\n')
    expect((await withPatterns(['count'], source)).environmentRefusals).toEqual([
      "task.prependpath: 'PATH' is not allowed to be set by this step.",
    ])
    expect((await withPatterns(['path'], source)).environmentRefusals).toEqual([])
  })
})
