import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults } from '../../../emulator/index.js'
import { guidOf } from '../../support/naive-server.ts'
import { ask, type Given } from '../builds/query-run.ts'
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

describe('A project that the token may not read passes nothing, although the others are green:', () => {
  const projects = ['web', 'mobile'].map(name => createProject(name))
  const definitions = projects.map((project, index) => createDefinition({ id: index + 1, name: 'ci', project }))
  const builds = definitions.map((definition, index) =>
    createBuild({ id: index + 1, definition, project: definition.project }),
  )
  const isOf = (project: string, resource: string) => (request: { readonly path: string }) =>
    request.path.includes(`/${project}/_apis/build/${resource}`)

  test.each<[string, Given, string]>([
    ['every project', { project: '*' }, 'builds'],
    ['projects by name', { project: 'web,mobile' }, 'builds'],
    ['every project, with wait', { project: '*', wait: 'true' }, 'builds'],
    ['a pipeline of every project', { project: '*', pipelines: 'ci' }, 'builds'],
    ['a pipeline that cannot be looked up in one', { project: '*', pipelines: 'ci' }, 'definitions'],
    ['a pipeline by its ID', { project: '*', pipelines: '1' }, 'builds'],
    ['the newest alone', { project: '*', top: '1' }, 'builds'],
    ['a build by its ID', { project: '*', 'build-ids': '1' }, 'builds'],
  ])('%s', async (_, given, resource) => {
    for (const [project, code] of [
      ['web', 403],
      ['mobile', 403],
      ['mobile', 404],
    ] as const) {
      const { outputs, ending } = await ask(
        { projects, definitions, builds },
        { ...rule, 'if-none': 'fail', ...given },
        { prepare: ({ fault }) => fault(isOf(project, resource), faults.status(code)) },
      )
      expect({ outcome: outputs.outcome, ...ending }).toMatchObject({ outcome: 'error', result: 'failed' })
    }
  })
})
