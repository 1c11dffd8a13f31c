import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { World } from '../../../emulator/types.ts'
import { parsePipeline, pipelinesRequest } from '../../../src/core/builds/pipelines.ts'
import { ask, type Given } from './query-run.ts'

test.each([
  ['7', { id: 7, name: '7' }],
  ['007', { id: 7, name: '007' }],
  ['Web CI', { name: 'Web CI' }],
  ['7.1', { name: '7.1' }],
  ['٧', { name: '٧' }],
  ['\\2024', { name: '2024', folder: '\\' }],
  ['\\Web CI', { name: 'Web CI', folder: '\\' }],
  ['\\a\\b\\Web CI', { name: 'Web CI', folder: '\\a\\b' }],
  ['a\\Web CI', { name: 'Web CI', folder: '\\a' }],
  ['\\a b\\2024', { name: '2024', folder: '\\a b' }],
  ['a/b', { name: 'a/b' }],
  ['https://x', { name: 'https://x' }],
])('The pipeline %s is read as %j', (written, expected) => {
  expect(parsePipeline(written)).toEqual({ written, ...expected })
})

test('A name is looked up by name, the whole list comes in order, and the next page with its token', () => {
  const query = (name?: string, token?: string) => pipelinesRequest('web', name, 0, token).query?.('7.1')
  expect(query('Web CI')).toEqual([['name', 'Web CI']])
  expect(query()).toEqual([['queryOrder', 'definitionNameAscending']])
  expect(query(undefined, 't')).toEqual([
    ['queryOrder', 'definitionNameAscending'],
    ['continuationToken', 't'],
  ])
  expect(pipelinesRequest('web', 'x', 0).path).toEqual(['web', '_apis', 'build', 'definitions'])
})

const [web, mobile] = [createProject('web'), createProject('mobile')]
const definitions = [
  createDefinition({ id: 1, name: 'ci', project: web }),
  createDefinition({ id: 2, name: 'ci', path: '\\Nightly', project: web }),
  createDefinition({ id: 3, name: 'ci*', project: web }),
  createDefinition({ id: 4, name: 'Release', path: '\\Ops\\Big one', project: web }),
  createDefinition({ id: 5, name: '2024', path: '\\Years', project: web }),
  createDefinition({ id: 6, name: 'Größe & 100%', project: web }),
  createDefinition({ id: 7, name: 'app', project: mobile }),
  createDefinition({ id: 8, name: 'both', project: mobile }),
  createDefinition({ id: 9, name: 'both', project: web }),
]

/** A build of each pipeline, with the ID of the pipeline. */
const world: World = {
  projects: [web, mobile],
  definitions,
  builds: definitions.map(definition => createBuild({ id: definition.id, project: definition.project, definition })),
}

const isLookup = ({ path }: { path: string }) => path.endsWith('/_apis/build/definitions')

describe('A pipeline is found', () => {
  test.each<[string, string, number[]]>([
    ['by a name that one folder has', 'release', [4]],
    ['by folder and name', '\\Ops\\Big one\\Release', [4]],
    ['in the root folder', '\\ci', [1]],
    ['in another folder with the same name', '\\nightly\\CI', [2]],
    ['by a name that the service takes for a pattern', 'ci*', [3]],
    ['by a name of digits, in any folder', '\\2024', [5]],
    ['by a name that needs encoding', 'Größe & 100%', [6]],
    ['by an ID, without a lookup', '7', []],
    ['with others', 'release, 6, \\ci', [6, 4, 1]],
    ['with many others', 'release, 6, \\ci, ci*, \\2024, both', [9, 6, 5, 4, 3, 1]],
  ])('%s: %s', async (_, pipelines, ids) => {
    const { errors, ...asked } = await ask(world, { pipelines })
    expect({ errors, ids: asked.ids }).toEqual({ errors: [], ids })
  })

  test.each<[string, number]>([
    ['7', 0],
    ['release', 1],
    ['release, \\ci', 2],
    // One list of pipelines has all of them.
    ['release, \\ci, both', 1],
    ['release, \\ci, both, ci*, \\2024', 1],
  ])('of %s with %d lookups', async (pipelines, lookups) => {
    const { requests } = await ask(world, { pipelines })
    expect(requests.filter(isLookup)).toHaveLength(lookups)
  })

  test('by its own lookup if a list of pipelines is longer than a page', async () => {
    const { ids, errors } = await ask(world, { pipelines: 'release, \\ci, both' }, { definitionPageLimit: 2 })
    expect({ ids, errors }).toEqual({ ids: [9, 4, 1], errors: [] })
  })

  test('in those of several projects that have it, and the others are not queried for builds', async () => {
    const { found, errors, requests } = await ask(world, { pipelines: 'app', project: 'web,mobile' })
    expect({ found, errors }).toEqual({ found: ['mobile/7'], errors: [] })
    expect(requests.filter(({ path }) => path.endsWith('/web/_apis/build/builds'))).toEqual([])
  })

  test.each([
    ['web,mobile', ['web/4']],
    ['mobile,web', ['web/4']],
  ])('to the end of the list, whichever project lacks it: %s', async (project, found) => {
    const asked = await ask(world, { pipelines: 'release', project, top: '0' })
    expect(asked).toMatchObject({ found, errors: [], outputs: { truncated: 'false', count: '1' } })
  })

  test('in each project that has it', async () => {
    expect((await ask(world, { pipelines: 'both', project: '*' })).found).toEqual(['web/9', 'mobile/8'])
  })
})

// An empty `definitions=` would mean all builds.
describe('A name that is not exactly one pipeline is an error that says which there are, and no builds of others are queried:', () => {
  test.each<[Given, RegExp[]]>([
    [{ pipelines: 'ci' }, [/"ci" in web is \\ci \(ID 1\) or \\Nightly\\ci \(ID 2\)/]],
    [{ pipelines: 'relaese' }, [/"relaese" is not in web\. Did you mean \\Ops\\Big one\\Release \(ID 4\)\?/]],
    [{ pipelines: '\\Ops\\Release' }, [/"\\Ops\\Release" is not in web\. Did you mean \\Ops\\Big one\\Release/]],
    [
      { pipelines: '/Ops/Big one/Release' },
      [/"\/Ops\/Big one\/Release" is not in web\. Did you mean \\Ops\\Big one\\R/],
    ],
    [{ pipelines: 'zzzzzzzz' }, [/"zzzzzzzz" is not in web\. None of 7 pipelines has a similar name/]],
    [{ pipelines: 'app' }, [/"app" is not in web/]],
    [{ pipelines: '1, zzzzzzzz' }, [/"zzzzzzzz" is not in web/]],
    [
      { pipelines: 'apq, bothh', project: 'web,mobile' },
      [/"apq" is not in web, mobile\. Did you mean \\app/, /"bothh"/],
    ],
    [{ pipelines: 'ci, release, both' }, [/"ci" in web is \\ci/]],
  ])('%j', async (given, messages) => {
    const { errors, queries, outputs } = await ask(world, given)
    // Those of an ID may be on their way already.
    expect(queries.map(({ definitions: ids }) => ids)).toEqual(given.pipelines?.startsWith('1,') ? ['1', '1'] : [])
    expect(outputs).toMatchObject({ outcome: 'error', count: '' })
    for (const message of messages) expect(errors[0]).toMatch(message)
  })

  test('also among more pipelines than a page holds', async () => {
    const { errors } = await ask(world, { pipelines: 'relaese' }, { definitionPageLimit: 2 })
    expect(errors[0]).toMatch(/Did you mean \\Ops\\Big one\\Release/)
  })
})
