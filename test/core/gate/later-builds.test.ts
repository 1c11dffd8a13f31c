import { describe, expect, test } from '@jest/globals'
import type { NaiveBuild } from '../../support/naive-server.ts'
import { buildOf, finish, gate, minute, start } from './gate-server.ts'

const sha = 'c'.repeat(40)
const pipelines = [
  ['web', 'ci'],
  ['web', 'e2e'],
] as const
/** Queued well before the first poll. */
const early = { queued: start - 10 * minute }

describe('A build that matches only later, while it is waited for,', () => {
  const running = () => buildOf(5, 1, { ...early, status: 'inProgress' })
  test.each<[string, Record<string, string>, NaiveBuild, (build: NaiveBuild) => void]>([
    ['gets its tag', { tags: 'release' }, running(), build => Object.assign(build, { tags: ['release'] })],
    ['gets its number', { 'build-number': '2.*' }, running(), build => Object.assign(build, { number: '2.0.1' })],
    [
      'starts',
      { status: 'inProgress' },
      buildOf(5, 1, { ...early, status: 'notStarted' }),
      build => Object.assign(build, { status: 'inProgress' }),
    ],
  ])('is found when it %s', async (_, given, build, change) => {
    const { outputs, errors } = await gate(
      {
        builds: [build],
        before(count) {
          if (count === 6) change(build)
          if (count === 12) finish(build)
        },
      },
      { wait: 'true', ...given },
    )
    expect({ errors, ...outputs }).toMatchObject({ errors: [], outcome: 'passed', 'build-id': '5' })
  })

  test('costs no more than what can have changed if nothing but the branch is asked for', async () => {
    const { requests } = await gate({ builds: [] }, { wait: 'true', branch: 'main', 'appear-timeout': '1m' })
    const lists = requests.filter(({ query }) => query.has('statusFilter'))
    expect(lists.filter(({ query }) => !query.has('minTime'))).toHaveLength(2)
    expect(lists.length).toBeGreaterThan(4)
  })
})

describe('With a commit and no named pipelines', () => {
  test.each([{}, { top: '0' }, { top: '5' }, { 'max-builds-per-pipeline': '2' }])(
    'a red build of another pipeline joins while the first is waited for: %j',
    async more => {
      const first = buildOf(1, 1, { status: 'inProgress', queued: start - minute, commit: sha })
      const builds = [first]
      const { outputs, ids } = await gate(
        {
          builds,
          before(count) {
            if (count === 4) builds.push(buildOf(2, 2, { queued: start + minute, commit: sha, result: 'failed' }))
            if (count === 8) finish(first)
          },
        },
        { wait: 'true', commit: sha, ...more },
      )
      expect({ outcome: outputs.outcome, ids }).toEqual({ outcome: 'failed', ids: [2, 1] })
    },
  )

  test.each(['1', '2'])('no build joins beyond top: %s', async top => {
    const first = [1, 2].map(id => buildOf(id, id, { status: 'inProgress', queued: start - id * minute, commit: sha }))
    const builds = [...first]
    const { outputs } = await gate(
      {
        builds,
        before(count) {
          if (count === 4) builds.push(buildOf(3, 3, { queued: start + minute, commit: sha, result: 'failed' }))
          if (count === 8) first.forEach(finish)
        },
      },
      { wait: 'true', commit: sha, top },
    )
    expect(outputs).toMatchObject({ outcome: 'passed', count: top })
  })
})

describe('The builds of a pipeline are fixed once it has appeared', () => {
  test.each([{}, { top: '0' }, { top: '2' }, { 'max-builds-per-pipeline': '2' }])(
    'so a rerun does not join while another pipeline is missing: %j',
    async more => {
      const first = buildOf(1, 1, { queued: start - minute })
      const builds = [first]
      const { outputs, ids, errors } = await gate(
        {
          pipelines,
          builds,
          before(count) {
            if (count === 6) builds.push(buildOf(2, 1, { queued: start + minute, result: 'failed' }))
            if (count === 9) builds.push(buildOf(3, 2, { queued: start + 2 * minute }))
          },
        },
        { wait: 'true', pipelines: 'ci,e2e', ...more },
      )
      expect({ errors, ids, outcome: outputs.outcome }).toEqual({ errors: [], ids: [3, 1], outcome: 'passed' })
    },
  )
})

describe('What was checked before a build matched is counted once, and adds up', () => {
  const others = Array.from({ length: 100 }, (_, index) => buildOf(index + 1, 1, { commit: 'd'.repeat(40) }))

  test.each([
    ['it was not there', [], 'Checked 100 builds: 0 match, 100 are for other commits. 1 build matched later.'],
    [
      'it had no commit',
      [buildOf(101, 1, { ...early, status: 'notStarted', commit: '' })],
      'Checked 101 builds: 0 match, 100 are for other commits, 1 is without a commit yet. 1 build matched later.',
    ],
    [
      'it was there',
      [buildOf(101, 1, { ...early, status: 'inProgress', commit: sha })],
      'Checked 101 builds: 1 matches, 100 are for other commits.',
    ],
  ])('where %s', async (_, some, line) => {
    const builds = [...others, ...some]
    const { log, outputs } = await gate(
      {
        builds,
        before(count) {
          if (count === 8 && some.length === 0) builds.push(buildOf(101, 1, { queued: start, commit: sha }))
          else if (count === 8) finish(Object.assign(builds[100] as NaiveBuild, { commit: sha }))
        },
      },
      { wait: 'true', commit: sha },
    )
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '101' })
    expect(log.filter(text => text.startsWith('Checked '))).toEqual([line])
  })
})
