import { describe, expect, test } from '@jest/globals'
import { guidOf } from '../../support/naive-server.ts'
import { buildOf, finish, gate, minute, start } from './gate-server.ts'

const pipelines = [
  ['web', 'ci'],
  ['web', 'e2e'],
  ['mobile', 'ci'],
] as const
const rule = { 'require-result': 'succeeded' }
const inMobile = { project: 'mobile' }

describe('A project that is named twice, by name and by ID,', () => {
  test.each([`web,${guidOf('web')}`, `${guidOf('web')},web`])('has one build of each pipeline: %s', async project => {
    const { outputs, ids, errors } = await gate(
      { pipelines, builds: [buildOf(1, 1), buildOf(2, 2)] },
      { ...rule, project, pipelines: 'ci,e2e' },
    )
    expect({ errors, ids }).toEqual({ errors: [], ids: [2, 1] })
    expect(outputs).toMatchObject({ outcome: 'passed', count: '2' })
  })

  test('is waited for once', async () => {
    const build = buildOf(1, 1, { status: 'inProgress', queued: start - minute })
    const { outputs, errors } = await gate(
      { pipelines, builds: [build], before: count => count > 8 && finish(build) },
      { wait: 'true', project: `web,${guidOf('web')}`, pipelines: 'ci' },
    )
    expect({ errors, ...outputs }).toMatchObject({ errors: [], outcome: 'passed', count: '1' })
  })

  test('still needs a build of each pipeline', async () => {
    const { outputs } = await gate(
      { pipelines, builds: [buildOf(1, 1)] },
      { ...rule, project: `web,${guidOf('web')}`, pipelines: 'ci,e2e' },
    )
    expect(outputs.outcome).toBe('failed')
  })
})

describe('A pipeline of the same name in two projects', () => {
  test.each([guidOf('mobile'), 'mobile', 'MOBILE'])('needs a build in each: web and %s', async other => {
    const { outputs, errors } = await gate(
      { pipelines, builds: [buildOf(1, 1)] },
      { ...rule, project: `web,${other}`, pipelines: 'ci' },
    )
    expect(outputs.outcome).toBe('failed')
    expect(errors.join()).toMatch(/ci/)
  })

  test('is red if one of them is red', async () => {
    const { outputs } = await gate(
      { pipelines, builds: [buildOf(1, 1), buildOf(2, 3, { ...inMobile, result: 'failed' })] },
      { ...rule, project: 'web,mobile', pipelines: 'ci' },
    )
    expect(outputs).toMatchObject({ outcome: 'failed', count: '2' })
  })
})

describe('Build IDs over two projects', () => {
  const builds = [
    buildOf(1, 1, { queued: start - 90 * minute }),
    buildOf(2, 3, { ...inMobile, queued: start - 10 * minute }),
    buildOf(3, 2, { queued: start - 50 * minute }),
  ]

  test.each([rule, { 'max-age': '2h' }, {}])('are in order over both with %j', async more => {
    const { outputs, ids } = await gate({ pipelines, builds }, { ...more, project: 'web,mobile', 'build-ids': '1,2,3' })
    expect({ ids, first: outputs['build-id'] }).toEqual({ ids: [2, 3, 1], first: '2' })
  })
})
