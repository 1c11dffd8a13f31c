import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { World } from '../../../emulator/types.ts'
import { ask, type Given } from './query-run.ts'

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

/** A build of each pipeline, with the pipeline's id. */
const world: World = {
  projects: [web, mobile],
  definitions,
  builds: definitions.map(definition => createBuild({ id: definition.id, project: definition.project, definition })),
}

describe('A pipeline is found', () => {
  test.each<[string, string, number[]]>([
    ['by a name that one folder has', 'release', [4]],
    ['by folder and name', '\\Ops\\Big one\\Release', [4]],
    ['in the root folder', '\\ci', [1]],
    ['in another folder of the same name', '\\nightly\\CI', [2]],
    ['by a name that the service takes for a pattern', 'ci*', [3]],
    ['by a name of digits, in any folder', '\\2024', [5]],
    ['by a name that needs encoding', 'Größe & 100%', [6]],
    ['by an id, unasked', '7', []],
    ['with others', 'release, 6, \\ci', [6, 4, 1]],
  ])('%s: %s', async (_, given, ids) => {
    const { errors, ...asked } = await ask(world, { definitions: given })
    expect({ errors, ids: asked.ids }).toEqual({ errors: [], ids })
  })

  test('in those of several projects that have it, and the others are not asked for builds', async () => {
    const { found, errors, requests } = await ask(world, { pipelines: 'app', project: 'web,mobile' })
    expect({ found, errors }).toEqual({ found: ['mobile/7'], errors: [] })
    expect(requests.filter(({ path }) => path.endsWith('/web/_apis/build/builds'))).toEqual([])
  })

  test('in each project that has it', async () => {
    expect((await ask(world, { pipelines: 'both', project: '*' })).found).toEqual(['web/9', 'mobile/8'])
  })
})

// resolveDefinitions in definitions.ts. An empty `definitions=` would mean all builds.
describe('A name that is not exactly one pipeline', () => {
  test.each<[Given, RegExp[]]>([
    [{ pipelines: 'ci' }, [/“ci” in web is \\ci \(id 1\) or \\Nightly\\ci \(id 2\)/]],
    [{ pipelines: 'relaese' }, [/“relaese” is not in web\. Near it are \\Ops\\Big one\\Release \(id 4\)/]],
    [{ pipelines: '\\Ops\\Release' }, [/“\\Ops\\Release” is not in web\. Near it are \\Ops\\Big one\\Release/]],
    [{ pipelines: 'zzzzzzzz' }, [/“zzzzzzzz” is not in web\. None of 7 pipelines is near it/]],
    [{ pipelines: 'app' }, [/“app” is not in web/]],
    [{ pipelines: '1, zzzzzzzz' }, [/“zzzzzzzz” is not in web/]],
    [
      { pipelines: 'apq, bothh', project: 'web,mobile' },
      [/“apq” is not in web, mobile\. Near it are \\app/, /“bothh”/],
    ],
  ])('is an error that says which there are, and no builds are asked for: %j', async (given, messages) => {
    const { errors, queries, outputs } = await ask(world, given)
    expect(queries).toEqual([])
    expect(outputs).toMatchObject({ outcome: 'error', count: '' })
    for (const message of messages) expect(errors[0]).toMatch(message)
  })

  test('is found among more pipelines than a page holds', async () => {
    const { errors } = await ask(world, { pipelines: 'relaese' }, { definitionPageLimit: 2 })
    expect(errors[0]).toMatch(/Near it are \\Ops\\Big one\\Release/)
  })
})

test('No request ever has an empty parameter', async () => {
  for (const given of [{ pipelines: 'release' }, { pipelines: '1' }, { tags: 'a' }, {}]) {
    const { requests } = await ask(world, given)
    expect(requests.filter(({ rawUrl }) => /=(&|$)/.test(rawUrl))).toEqual([])
  }
})

// contradictions of the inputs; the service says no more than “The request is invalid.”
test.each<[Given]>([[{ 'repository-id': 'r1' }], [{ 'repository-type': 'TfsGit' }]])(
  'Half a repository is refused before any request: %j',
  async given => {
    const { errors, requests } = await ask(world, given)
    expect(requests).toEqual([])
    expect(errors[0]).toMatch(/repository-id and repository-type.* give both or neither/)
  },
)
