import { describe, expect } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../emulator/index.js'
import type { World } from '../../emulator/types.ts'
import { buildsIn, bundles, emulatorForEachTest, errorsOf } from '../support/step.ts'
import { testInTurn } from '../support/thorough.ts'

const projects = ['web', "r&d it's 100%", 'Größe'].map(name => createProject(name))
const definitions = projects.map((project, index) =>
  createDefinition({ id: index + 1, name: 'Nightly', path: '\\Scheduled', project }),
)

/** Six builds of each project in turn, the newest of each still running. */
const builds = Array.from({ length: 18 }, (_, index) => {
  const running = index >= 15 ? { status: 'inProgress', finishTime: undefined, result: undefined } : {}
  return createBuild({
    id: index + 1,
    project: projects[index % 3] ?? {},
    definition: definitions[index % 3] ?? {},
    queueTime: `2026-01-15T09:${10 + index}:00.1234567Z`,
    sourceBranch: index % 2 === 0 ? 'refs/heads/main' : 'refs/heads/release/1.0',
    ...running,
  })
})
const world: World = { projects, definitions, builds }
const everywhere = { project: projects.map(({ name }) => `"${name}"`).join('\n'), pipelines: '\\scheduled\\nightly' }

describe.each(bundles)('The step on $name', bundle => {
  const testOnce = testInTurn(bundle)
  // Pages of four, whose tokens need encoding.
  const on = emulatorForEachTest({ world, pageLimit: 4, continuation: 'exclusive' })

  testOnce('finds the newest of several projects, by a name and up to a limit, in order', async () => {
    const result = await on.run(bundle, { ...everywhere, top: '5' })
    expect(errorsOf(result)).toEqual([])
    expect(buildsIn(result).map(({ id }) => id)).toEqual([18, 17, 16, 15, 14])
    expect(result.outputs).toMatchObject({
      count: '5',
      truncated: 'true',
      outcome: 'found',
      'build-id': '18',
      'build-status': 'inProgress',
      'pipeline-name': 'Nightly',
    })
    const asked = on.emulator.requests.filter(({ path }) => path.endsWith('/builds'))
    expect(new Set(asked.map(({ query }) => query.get('definitions')))).toEqual(new Set(['1', '2', '3']))
  })

  testOnce('finds everything of every project, project by project', async () => {
    const result = await on.run(bundle, { project: '*', top: '0', branch: 'release/*' })
    const ids = [16, 10, 4, 14, 8, 2, 18, 12, 6]
    expect(buildsIn(result).map(({ id }) => id)).toEqual(ids)
    expect(result.outputs).toMatchObject({ count: '9', truncated: 'false' })
  })

  testOnce('leaves out running builds for a time and an order that they cannot have', async () => {
    const given = { 'min-time': '2026-01-15T09:00Z', order: 'finishTimeAscending', 'max-builds-per-pipeline': '2' }
    const result = await on.run(bundle, given)
    expect(buildsIn(result).map(({ id }) => id)).toEqual([1, 4])
  })

  testOnce('says which pipelines have a name like the one that does not exist', async () => {
    const result = await on.run(bundle, { pipelines: 'Nigthly' })
    expect(errorsOf(result).join('\n')).toContain('Did you mean \\Scheduled\\Nightly (ID 1)?')
    expect(result.outputs).toMatchObject({ count: '', outcome: 'error' })
  })

  testOnce('shows each request and sends none in a dry run', async () => {
    const result = await on.run(bundle, { ...everywhere, 'dry-run': 'true', top: '5' })
    expect(on.emulator.requests).toEqual([])
    // Three for each project, and what is looked at where nothing is found.
    expect(result.log.filter(line => line.startsWith('curl '))).toHaveLength(12)
    expect(result).toMatchObject({ result: 'succeeded', outputs: { outcome: 'dry-run', count: '' } })
  })
})
