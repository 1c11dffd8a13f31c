import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { findNearMisses } from '../../../src/core/builds/near-misses.ts'
import { findTargets } from '../../../src/core/builds/targets.ts'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { openTestService } from '../../support/open-service.ts'
import { madeUpToken, settingsOf } from '../../support/samples.ts'

const names = ['web', 'api', 'ops', 'old']
const projects = names.map(name => createProject(name))
const definitions = projects.map((project, index) => createDefinition({ id: index + 1, name: 'ci', project }))
const token = madeUpToken()

let emulator: Emulator
beforeEach(async () => {
  const at = (minute: number) => `2026-01-15T09:${String(minute).padStart(2, '0')}:00Z`
  const builds = projects.flatMap((project, index) =>
    ['refs/heads/main', 'refs/heads/release/1.0', 'refs/tags/v1'].map((sourceBranch, number) =>
      createBuild({
        id: index * 10 + number,
        project,
        definition: definitions[index] ?? {},
        sourceBranch,
        queueTime: at(index * 10 + number),
      }),
    ),
  )
  emulator = await startEmulator({ world: { projects, definitions, builds }, tokens: { [token]: { kind: 'pat' } } })
})
afterEach(() => emulator.close())

async function nearMisses(given: Partial<RawInputs>) {
  const settings = settingsOf({ organization: emulator.url, pat: token, ...given })
  using service = openTestService(settings)
  const deadline = Date.now() + 10_000
  const targets = await findTargets(service, settings.query, deadline)
  const before = emulator.requests.length
  const near = await findNearMisses(service, settings.query, targets, deadline)
  return { ...near, requests: emulator.requests.length - before }
}

describe('When no build matches,', () => {
  test('the newest build is found, whatever its branch, commit, and state', async () => {
    const { newest, requests } = await nearMisses({ branch: 'x', commit: 'abcdef0', result: 'failed' })
    expect([newest?.id, newest?.sourceBranch, requests]).toEqual([2, 'refs/tags/v1', 1])
  })

  test('the newest of three projects is found, with a request for each, and no more projects are queried', async () => {
    expect(await nearMisses({ project: 'web,api,ops' })).toMatchObject({
      newest: { id: 22 },
      requests: 3,
      isWhole: true,
    })
    expect(await nearMisses({ project: '*' })).toMatchObject({ newest: { id: 22 }, requests: 3, isWhole: false })
  })

  test('only builds of the named pipelines count', async () => {
    expect(await nearMisses({ project: 'web,api', pipelines: '1' })).toMatchObject({ newest: { id: 2 } })
    expect(await nearMisses({ pipelines: '99' })).toMatchObject({ newest: undefined })
  })

  test.each<[string, string[]]>([
    ['mian', ['main']],
    ['Main', ['main']],
    ['release/1.1', ['release/1.0']],
    ['tag:v2', ['tag:v1']],
    ['origin/main', ['main']],
    ['heads/main', ['main']],
    ['refs/head/main', ['main']],
    ['refs/remotes/origin/release/1.0', ['release/1.0']],
    ['something-else', []],
    // A glob has no name like it.
    ['mian*', []],
  ])('branches with a name like %s are found: %j', async (branch, branches) => {
    expect((await nearMisses({ branch })).branches).toEqual(branches)
  })

  test('there is nothing to find in a project without builds', async () => {
    emulator.world.builds.length = 0
    expect(await nearMisses({ branch: 'mian' })).toMatchObject({ newest: undefined, isWhole: true, branches: [] })
  })

  test.each([
    ['is refused', faults.status(403)],
    ['is no page', faults.status(200, { value: [{ id: 'x' }] })],
    ['is not there', faults.status(503)],
  ])('an answer that %s says nothing, and is no error', async (_, answer) => {
    emulator.fault(() => true, answer)
    expect(await nearMisses({ branch: 'mian', retries: '0' })).toMatchObject({
      newest: undefined,
      isWhole: false,
      branches: [],
    })
  })
})
