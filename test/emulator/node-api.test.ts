import { describe, expect, test } from '@jest/globals'
import * as api from 'azure-devops-node-api'
import { BuildQueryOrder, BuildStatus, DefinitionQueryOrder } from 'azure-devops-node-api/interfaces/BuildInterfaces.js'
import { generateWorld } from '../../emulator/index.js'
import { emulated, token } from './emulated.ts'

/** Microsoft's own client, which negotiates versions and places before it asks. */
const hosted = emulated({ world: generateWorld({ projects: ['web'], buildsPerProject: 20 }) })
const server = emulated({
  world: generateWorld({ projects: ['web'], buildsPerProject: 20 }),
  organization: 'tfs/DefaultCollection',
  hosted: false,
  maxVersion: '5.0',
})
const connect = (url: string) => new api.WebApi(url, api.getPersonalAccessTokenHandler(token))

describe.each([
  ['Services', hosted],
  ['an older server', server],
])('azure-devops-node-api against %s', (_, running) => {
  test('gets builds, typed', async () => {
    const build = await connect(running.emulator.url).getBuildApi()
    const builds = await build.getBuilds(
      'web',
      undefined,
      undefined,
      undefined,
      new Date(0),
      undefined,
      undefined,
      undefined,
      BuildStatus.Completed,
      undefined,
      undefined,
      undefined,
      5,
      undefined,
      undefined,
      undefined,
      BuildQueryOrder.FinishTimeDescending,
    )
    expect(builds.map(({ status }) => status)).toEqual(Array(5).fill(BuildStatus.Completed))
    expect(builds[0]?.finishTime).toBeInstanceOf(Date)
  })

  test('gets one build, and null for one that does not exist', async () => {
    const build = await connect(running.emulator.url).getBuildApi()
    expect([(await build.getBuild('web', 3)).id, await build.getBuild('web', 99_999)]).toEqual([3, null])
  })

  test('gets definitions', async () => {
    const build = await connect(running.emulator.url).getBuildApi()
    const definitions = await build.getDefinitions(
      'web',
      'web*',
      undefined,
      undefined,
      DefinitionQueryOrder.DefinitionNameAscending,
    )
    expect(definitions.map(({ name }) => name)).toEqual(['web ci', 'web nightly', 'web pull request', 'web release'])
  })

  test('gets projects', async () => {
    const core = await connect(running.emulator.url).getCoreApi()
    expect((await core.getProjects()).map(({ name }) => name)).toEqual(['web'])
  })

  test('connects, and is told who it is', async () => {
    const { authenticatedUser } = await connect(running.emulator.url).connect()
    expect(authenticatedUser?.providerDisplayName).toBe('Token Owner')
  })
})
