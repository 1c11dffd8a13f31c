import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults } from '../../../emulator/index.js'
import type { Emulator, RequestRecord, World } from '../../../emulator/types.ts'
import { ask, type Given } from './query-run.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const projects = names.map(name => createProject(name))
const world: World = {
  projects,
  definitions: projects.map((project, index) => createDefinition({ id: index + 1, name: 'ci', project })),
  builds: projects.flatMap((project, index) => [
    createBuild({ id: index + 1, project, definition: { id: index + 1 } }),
    createBuild({ id: index + 11, project, status: 'inProgress', startTime: '2026-01-15T09:30:00Z' }),
  ]),
}
const given: Given = { project: names.join(), concurrency: '4' }

const versions = (requests: readonly RequestRecord[]) => requests.map(({ query }) => query.get('api-version'))

describe('A server that is older than the default version', () => {
  test.each(['7.0', '6.0', '5.1', '4.1', '3.2'])(
    'is queried with its own, %s, and that is said once',
    async maxVersion => {
      const { ids, log, errors, requests } = await ask(world, given, { maxVersion, latency: 2 })
      expect({ count: ids.length, errors }).toEqual({ count: 12, errors: [] })
      expect(versions(requests)).toEqual(['7.1', '7.1', ...Array(12).fill(maxVersion)])
      expect(log.filter(line => line.includes('API version'))).toEqual([
        `The server refused API version 7.1. Using ${maxVersion} instead.`,
      ])
    },
  )

  test.each([
    ['in another wording', { rangeText: 'supported by' }, '5.1', '5.1'],
    ['with a bare 404', { newerVersion: 'not found' }, '5.2', '5.0'],
  ] as const)(
    'and refuses newer versions %s is queried with one that it knows',
    async (_, quirks, maxVersion, used) => {
      const { ids, errors, requests } = await ask(world, given, { maxVersion, quirks, hosted: false })
      expect({ count: ids.length, errors }).toEqual({ count: 12, errors: [] })
      expect(new Set(versions(requests))).toEqual(new Set(['7.1', used]))
    },
  )

  test('only now and then makes all requests use its version, and that is said once', async () => {
    const refusal = faults.status(400, {
      typeKey: 'VssVersionOutOfRangeException',
      message:
        'The requested REST API version of 7.1 is out of range for this server. The latest REST API version this server supports is 6.0.',
    })
    const prepare = (emulator: Emulator) => {
      emulator.fault(({ query }) => emulator.requests.length > 2 && query.get('api-version') === '7.1', refusal)
    }
    const { ids, log } = await ask(world, { ...given, status: 'completed' }, { prepare, latency: 10 })
    expect(ids).toHaveLength(6)
    expect(log.filter(line => line.includes('API version'))).toHaveLength(1)
  })

  test('is found out by whatever is requested first', async () => {
    const { requests, found } = await ask(
      world,
      { project: '*', pipelines: 'ci', status: 'completed' },
      { maxVersion: '6.0' },
    )
    expect(versions(requests).filter(version => version === '7.1')).toHaveLength(1)
    expect(found).toHaveLength(6)
  })

  test('is never queried with another version than the one that was set', async () => {
    const asked = await ask(world, { ...given, 'api-version': '7.0' }, { maxVersion: '6.0' })
    expect(versions(asked.requests)).toEqual(['7.0', '7.0'])
    expect(asked.errors).toEqual([expect.stringContaining('7.0')])
    expect(asked.outputs.outcome).toBe('error')
  })
})

describe('A server before 4.1', () => {
  const times = { 'min-time': '2026-01-01', 'max-time': '2026-12-31T00:00Z' }
  const old = { maxVersion: '4.0' }

  test('gets finish times under their old names', async () => {
    const { queries, errors, ids } = await ask(world, { project: 'a', order: 'finishTimeDescending', ...times }, old)
    expect({ errors, ids }).toEqual({ errors: [], ids: [1] })
    expect(queries.at(-1)).toEqual({
      type: 'Build',
      minFinishTime: '2026-01-01T00:00:00.0000000Z',
      maxFinishTime: '2026-12-31T00:00:00.0000000Z',
      statusFilter: 'completed',
      $top: '101',
      queryOrder: 'finishTimeDescending',
    })
  })

  test.each(['queueTimeDescending', 'queueTimeAscending', 'startTimeDescending', 'startTimeAscending'])(
    'is not sent a time filter that it would misread: %s',
    async order => {
      const { errors, outputs } = await ask(world, { project: 'a', order, ...times }, old)
      expect(errors).toHaveLength(1)
      expect(errors[0]).toMatch(/^This server can only filter by finish time\..*min-time.*\n {2}API version: 4\.0$/s)
      expect(outputs.outcome).toBe('error')
    },
  )

  test('is not queried at all when its version was set', async () => {
    const { errors, requests } = await ask(world, { project: 'a', 'api-version': '3.2', ...times }, old)
    expect({ errors: errors.length, requests }).toEqual({ errors: 1, requests: [] })
  })

  test.each(['queueTimeDescending', 'startTimeAscending'])(
    'is told that no XAML builds are wanted: %s',
    async order => {
      const { queries, ids } = await ask(world, { project: 'a', order }, old)
      expect(queries.slice(1).map(({ type }) => type)).toEqual(['Build', 'Build'])
      expect(ids).toHaveLength(2)
    },
  )
})
