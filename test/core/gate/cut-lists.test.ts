import { describe, expect, test } from '@jest/globals'
import type { NaiveBuild } from '../../support/naive-server.ts'
import { buildOf, finish, gate, minute, start } from './gate-server.ts'

const sha = 'c'.repeat(40)
const rule = { 'require-result': 'succeeded', commit: sha }
/** 200 builds of other commits, a minute apart; `own` has the commit that is searched for. */
const history = (own: readonly number[] = [], pipelines = 1) =>
  Array.from({ length: 200 }, (_, index) =>
    buildOf(1000 - index, (index % pipelines) + 1, {
      queued: start - (index + 1) * minute,
      commit: own.includes(index) ? sha : 'a'.repeat(40),
    }),
  )
const pipelines = [['web', 'ci'] as const, ['web', 'e2e'] as const]

describe('A list that the scan limit cuts', () => {
  test('is judged if the build of the named pipeline comes before the cut', async () => {
    const { outputs, ids, errors } = await gate(
      { pipelines, builds: history([3]) },
      { ...rule, pipelines: 'ci', 'scan-limit': '10' },
    )
    expect({ errors, ids }).toEqual({ errors: [], ids: [997] })
    expect(outputs).toMatchObject({ outcome: 'passed', truncated: 'false' })
  })

  test('is judged if it ends exactly where the last named pipeline has its build', async () => {
    const { outputs, ids } = await gate(
      { pipelines, builds: history([0, 49], 2) },
      { ...rule, pipelines: 'ci,e2e', 'scan-limit': '50' },
    )
    expect({ ids, ...outputs }).toMatchObject({ ids: [1000, 951], outcome: 'passed', truncated: 'false' })
  })

  test.each(['1', '2'])('is judged if the first %s builds that the user wants come before the cut', async top => {
    const { outputs } = await gate({ builds: history([3, 5, 9]) }, { ...rule, top, 'scan-limit': '10' })
    expect(outputs).toMatchObject({ outcome: 'passed', count: top, truncated: 'true' })
  })

  test('fails the step if the build of a named pipeline may be behind the cut', async () => {
    const { outputs, errors } = await gate(
      { pipelines, builds: history([0, 151], 2) },
      { ...rule, pipelines: 'ci,e2e', 'scan-limit': '50', 'if-none': 'ignore' },
    )
    expect(outputs).toMatchObject({ outcome: 'failed', count: '1', truncated: 'true' })
    expect(errors.join('\n')).toContain('cut at scan-limit')
  })

  test('fails the step if builds of other pipelines may be behind the cut', async () => {
    const { outputs } = await gate({ builds: history([0, 151], 2) }, { ...rule, 'scan-limit': '50' })
    expect(outputs).toMatchObject({ outcome: 'failed', count: '1', truncated: 'true' })
  })

  test('fails the step if unfinished builds were cut, which come in no order', async () => {
    const builds = history([150]).map((build): NaiveBuild => ({ ...build, status: 'inProgress' }))
    builds.push(buildOf(1, 1, { commit: sha, queued: start - 500 * minute }))
    const { outputs } = await gate({ pipelines, builds }, { ...rule, pipelines: 'ci', 'scan-limit': '100' })
    expect(outputs).toMatchObject({ outcome: 'failed', truncated: 'true' })
  })
})

describe('Waiting with a list that the scan limit cuts', () => {
  const wait = { wait: 'true', commit: sha, 'scan-limit': '20' }
  const laterBuild = (pipeline: number) => buildOf(2000, pipeline, { queued: start, commit: sha, status: 'inProgress' })

  test.each([
    ['the build of each named pipeline appears', { pipelines: 'ci' }, 'false'],
    ['as many builds appear as the user wants', { top: '1' }, 'true'],
  ])('passes when %s after the first poll', async (_, given, truncated) => {
    const builds = history()
    const later = laterBuild(1)
    const { outputs, errors } = await gate(
      {
        pipelines,
        builds,
        before: count => {
          if (count === 5) builds.push(later)
          if (count === 10) finish(later)
        },
      },
      { ...wait, ...given },
    )
    expect(errors).toEqual([])
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '2000', truncated })
  })

  test('fails without named pipelines, because another pipeline may have a build behind the cut', async () => {
    const builds = history()
    const later = laterBuild(1)
    const { outputs } = await gate(
      {
        builds,
        before: count => {
          if (count === 5) builds.push(later)
          if (count === 10) finish(later)
        },
      },
      wait,
    )
    expect(outputs).toMatchObject({ outcome: 'failed', truncated: 'true' })
  })
})
