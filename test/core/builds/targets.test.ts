import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createDefinition, createProject, faults, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { findTargets, isOf, type NamedPipeline } from '../../../src/core/builds/targets.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { openTestService } from '../../support/open-service.ts'
import { matchedOf } from '../../support/results.ts'
import { buildOf, madeUpToken, settingsOf } from '../../support/samples.ts'

const [web, api] = [createProject('web'), createProject('api')]
const definitions = [
  createDefinition({ id: 1, name: 'ci', project: web }),
  createDefinition({ id: 2, name: 'ci', project: api }),
  createDefinition({ id: 3, name: 'nightly', project: api }),
]
const token = madeUpToken()

let emulator: Emulator
beforeEach(async () => {
  const world = { projects: [web, api], definitions, builds: [] }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } } })
})
afterEach(() => emulator.close())

async function targetsOf(given: Partial<RawInputs>) {
  const settings = settingsOf({ organization: emulator.url, pat: token, retries: '0', ...given })
  using service = openTestService(settings)
  const { each, named, ...targets } = await findTargets(service, settings.query, Date.now() + 10_000)
  const read = async <T>(promise: Promise<T>) => promise.catch(error => error.reason as string)
  return { ...targets, each: await Promise.all(each.map(read)), named: await read(named) }
}

describe('Where to look for builds', () => {
  test('is every pipeline of a project if none is named, without a request', async () => {
    expect(await targetsOf({ project: 'web' })).toEqual({
      projects: ['web'],
      each: [{ project: 'web', pipelines: [] }],
      named: [],
    })
    expect(emulator.requests).toEqual([])
  })

  test('is the pipelines of the named IDs in each project, each once, without a request', async () => {
    expect(await targetsOf({ project: 'web,api', pipelines: '7,8,7' })).toEqual({
      projects: ['web', 'api'],
      each: [
        { project: 'web', pipelines: [7, 8] },
        { project: 'api', pipelines: [7, 8] },
      ],
      named: [
        { written: '7', id: 7 },
        { written: '8', id: 8 },
        { written: '7', id: 7 },
      ],
    })
    expect(emulator.requests).toEqual([])
  })

  test('is a pipeline in each project that has its name, and IDs in all of them', async () => {
    expect(await targetsOf({ project: 'web,api', pipelines: 'CI,nightly,9' })).toEqual({
      projects: ['web', 'api'],
      each: [
        { project: 'web', pipelines: [9, 1] },
        { project: 'api', pipelines: [9, 2, 3] },
      ],
      named: [
        { written: '9', id: 9 },
        { written: 'CI', id: 1, project: 'web' },
        { written: 'CI', id: 2, project: 'api' },
        { written: 'nightly', id: 3, project: 'api' },
      ],
    })
  })

  test('is nowhere in a project that has none of the names', async () => {
    const { each } = await targetsOf({ project: 'web,api', pipelines: 'nightly' })
    expect(each).toEqual([undefined, { project: 'api', pipelines: [3] }])
  })

  test('is every project that the token can see with *', async () => {
    expect((await targetsOf({ project: '*', pipelines: 'ci' })).each).toEqual([
      { project: 'web', pipelines: [1] },
      { project: 'api', pipelines: [2] },
    ])
  })

  test('is known to be incomplete if the list of projects repeats itself', async () => {
    emulator.fault(
      ({ path }) => path.endsWith('/_apis/projects'),
      (_, response, next) => {
        const { status, headers, body } = next.reply()
        response.writeHead(status, { ...headers, 'x-ms-continuationtoken': '0' }).end(body)
      },
    )
    expect(await targetsOf({ project: '*' })).toMatchObject({ projects: ['web', 'api'], cut: { why: 'no progress' } })
  })
})

describe('An error', () => {
  test('of a name that no project has comes with the names, and the targets of IDs are there', async () => {
    const { each, named } = await targetsOf({ project: 'web,api', pipelines: '1,nope' })
    expect(each).toEqual([
      { project: 'web', pipelines: [1] },
      { project: 'api', pipelines: [1] },
    ])
    expect(named).toBe('pipeline-unknown')
  })

  test('of one project is that of its target and of the names, and not of the others', async () => {
    emulator.fault(({ path }) => path.includes('/web/'), faults.status(503))
    const { each, named } = await targetsOf({ project: 'web,api', pipelines: 'ci' })
    expect(each).toEqual(['service-failed', { project: 'api', pipelines: [2] }])
    expect(named).toBe('service-failed')
  })
})

describe('A build is of a named pipeline', () => {
  const build = buildOf({ project: 'Web', projectId: 'a0', pipelineId: 7 })
  test.each<[NamedPipeline, string, boolean]>([
    [{ written: '7', id: 7 }, 'web', true],
    [{ written: '8', id: 8 }, 'web', false],
    [{ written: 'ci', id: 7, project: 'web' }, 'web', true],
    [{ written: 'ci', id: 7, project: 'api' }, 'web', false],
    [{ written: 'ci', id: 8, project: 'web' }, 'web', false],
    // The project was named by its ID, or by both.
    [{ written: 'ci', id: 7, project: 'a0' }, 'a0', true],
    [{ written: 'ci', id: 7, project: 'A0' }, 'web', true],
    [{ written: 'ci', id: 7, project: 'WEB' }, 'a0', true],
  ])('%j when it was found in %s: %j', (pipeline, target, expected) => {
    expect(isOf(pipeline, matchedOf(build, undefined, target))).toBe(expected)
  })
})
