import { describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import { buildTable } from '../../../src/core/show/summary-table.ts'
import { resultOf } from '../../support/results.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

const pageOf = ({ project, id }: Build) =>
  `https://dev.azure.com/contoso/${encodeURIComponent(project)}/_build/results?buildId=${id}`

async function tableOf(builds: readonly Build[], rows = 50): Promise<string[]> {
  return buildTable(await resultOf(builds, settingsOf()), { pageOf, now: noon }, rows)
}

async function columnsOf(builds: readonly Build[]): Promise<string[]> {
  const [head = ''] = (await tableOf(builds))[0]?.split('\n') ?? []
  return head.split('|').flatMap(cell => cell.trim() || [])
}

describe('The table of builds', () => {
  test('is left out when there is no build', async () => {
    expect(await tableOf([])).toEqual([])
  })

  test.each<[string, Partial<Build>[], string[]]>([
    ['always has build and pipeline', [{}, {}], ['Build', 'Pipeline']],
    ['has the commits when they differ', [{}, { sourceVersion: 'abc' }], ['Build', 'Pipeline', 'Commit']],
    ['has the results when they differ', [{}, { result: 'failed' }], ['Build', 'Pipeline', 'Result']],
    ['has the results when one is deleted', [{}, { deleted: true }], ['Build', 'Pipeline', 'Result']],
    ['has the branches when they differ', [{}, { sourceBranch: 'refs/heads/x' }], ['Build', 'Pipeline', 'Branch']],
    ['has the projects when they differ', [{}, { project: 'api' }], ['Build', 'Pipeline', 'Project']],
    [
      'has times and durations when they differ',
      [{}, { finishTime: '2026-11-23T10:16:30Z' }],
      ['Build', 'Pipeline', 'When', 'Duration'],
    ],
  ])('%s', async (_, [one = {}, other = {}], columns) => {
    expect(await columnsOf([buildOf(one), buildOf({ id: 2, ...other })])).toEqual(columns)
  })

  test('of one build has every column that says something of it', async () => {
    expect(await columnsOf([buildOf()])).toEqual([
      ...['Build', 'Pipeline', 'Commit', 'Result', 'Branch', 'Project', 'When', 'Duration'],
    ])
    const bare = buildOf({ sourceVersion: '', sourceBranch: '', startTime: '' })
    expect(await columnsOf([bare])).toEqual(['Build', 'Pipeline', 'Result', 'Project', 'When'])
  })

  test('shows pipeline and commit first, which fit on a narrow page', async () => {
    const [first, second, third] = await columnsOf([buildOf()])
    expect([first, second, third]).toEqual(['Build', 'Pipeline', 'Commit'])
  })

  test('has so many rows, and counts the other builds', async () => {
    const builds = [...Array(60).keys()].map(id => buildOf({ id }))
    const [table = '', left] = await tableOf(builds, 50)
    expect(table.split('\n')).toHaveLength(52)
    expect(left).toBe('10 more builds not shown. The builds file has all of them.')
    expect(await tableOf(builds.slice(0, 50), 50)).toHaveLength(1)
  })
})
