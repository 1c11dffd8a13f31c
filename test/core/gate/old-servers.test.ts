import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { runInMemory } from '../../support/memory-host.ts'
import { clockWithoutPauses } from '../../support/step-in-memory.ts'

const project = createProject('web')
const definitions = ['ci', 'e2e'].map((name, index) => createDefinition({ id: index + 1, name, project }))

/** The build that was queued first finished last, so that a server that sorts by finish time only puts it first. */
const builds = () =>
  [
    { id: 1, definition: definitions[0], queueTime: '10:00', finishTime: '13:00', result: 'failed' },
    { id: 2, definition: definitions[0], queueTime: '11:00', finishTime: '11:30', result: 'succeeded' },
    { id: 3, definition: definitions[1], queueTime: '10:30', finishTime: '12:00', result: 'succeeded' },
  ].map(({ queueTime, finishTime, ...more }) =>
    createBuild({
      ...more,
      project,
      definition: more.definition ?? {},
      status: 'completed',
      queueTime: `2026-01-15T${queueTime}:00Z`,
      startTime: `2026-01-15T${queueTime}:30Z`,
      finishTime: `2026-01-15T${finishTime}:00Z`,
    }),
  )

async function run(
  version: string,
  given: Record<string, string>,
  prepare: (emulator: Emulator) => void = () => undefined,
) {
  const token = randomBytes(12).toString('hex')
  const emulator = await startEmulator({
    maxVersion: version,
    releasedVersion: version,
    world: { projects: [project], definitions, builds: builds() },
    tokens: { [token]: { kind: 'pat' } },
  })
  try {
    prepare(emulator)
    const inputs = { organization: emulator.url, project: 'web', pat: token, ...given }
    const told = await runInMemory(inputs, { clock: clockWithoutPauses() })
    return { ...told, ids: told.builds?.map(({ id }) => id), requests: emulator.requests }
  } finally {
    await emulator.close()
  }
}

describe.each(['3.0', '3.2', '4.0', '4.1', '5.0'])('A server of API version %s', version => {
  test.each([
    [{ 'require-result': 'succeeded', pipelines: 'ci, e2e' }, [2, 3]],
    [{ 'require-result': 'succeeded' }, [2, 3]],
    [{ 'require-result': 'succeeded', top: '1' }, [2]],
    [{ 'require-result': 'succeeded', wait: 'true', pipelines: '1' }, [2]],
    [{ 'require-result': 'any', status: 'completed' }, [2, 3, 1]],
    [{ order: 'startTimeAscending' }, [1, 3, 2]],
    [{ order: 'finishTimeDescending' }, [1, 3, 2]],
  ])('gives the first builds in order: %j', async (given, expected) => {
    const { ids, outputs, errors } = await run(version, given)
    expect({ ids, errors, first: outputs['build-id'] }).toEqual({
      ids: expected,
      errors: [],
      first: String(expected[0]),
    })
  })

  test('lets a wait end when a build appears', async () => {
    const sourceVersion = 'c0ffee0'.padEnd(40, '0')
    const queueTime = new Date().toISOString()
    const later = createBuild({ id: 9, project, status: 'completed', result: 'succeeded', sourceVersion, queueTime })
    const appear = (emulator: Emulator) =>
      emulator.fault(
        () => emulator.requests.length > 4,
        (_, __, next) => {
          emulator.world.builds.push(later)
          return next()
        },
        1,
      )
    const given = { wait: 'true', commit: 'c0ffee0', 'poll-interval': '1s', 'appear-timeout': '20s' }
    const { ids, errors } = await run(version, given, appear)
    expect({ ids, errors }).toEqual({ ids: [9], errors: [] })
  })

  test('is told what there is when nothing matches', async () => {
    const { errors } = await run(version, { commit: 'c0ffee0' })
    expect(errors.join()).toMatch(/newest: .* for /)
  })
})
