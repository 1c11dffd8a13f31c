import { expect, test } from '@jest/globals'
import { costOf, countBuilds, createQuestionWorld, type SentBuilds } from '../../../bench/questions.js'
import { createBuild, setCourse } from '../../../emulator/index.js'
import { ask, type Given } from './query-run.ts'

const start = Date.UTC(2026, 0, 15, 9)
const minute = 60_000
const commit = 'c0ffee'.padEnd(40, '0')

/** Minutes after the start at which a build of the commit is queued, by its pipeline; each runs for three minutes. */
type Coming = Partial<Record<'ci' | 'nightly', number>>

/** Waits in an organization with so many completed builds, where nothing else is queued. */
async function wait(given: Given, coming: Coming, history: number) {
  let time = start
  const world = createQuestionWorld(start, history)
  for (const [pipeline, after] of Object.entries(coming)) {
    const at = start + after * minute
    const definition = world.definitions.find(({ name }) => name === pipeline) ?? {}
    const some = { definition, queueTime: new Date(at).toISOString(), sourceVersion: commit }
    const build = createBuild({ id: 2_000_000 + after, status: 'notStarted', ...some })
    const steps = [
      { at, status: 'inProgress' },
      { at: at + 3 * minute, status: 'completed' },
    ]
    world.builds.push(setCourse(build, steps))
  }
  let sent: SentBuilds = new Map()
  /** How many requests had come at each rest. */
  const rests = [0]
  let requestsNow = () => 0
  const clock = {
    now: () => time,
    sleep: async (duration: number) => {
      rests.push(requestsNow())
      time += duration
    },
  }
  const asked = await ask(
    world,
    { project: 'web', wait: 'true', 'appear-timeout': '30m', 'poll-interval': '1m', explain: 'false', ...given },
    {
      clock,
      random: () => 0,
      prepare: emulator => {
        sent = countBuilds(emulator)
        requestsNow = () => emulator.requests.length
        // What is queued later is not there yet.
        Object.assign(emulator.quirks, { listLag: 1 })
      },
    },
  )
  const { outputs, requests } = asked
  const polls = [...rests, requests.length].flatMap((end, index, ends) => {
    const some = requests.slice(ends[index - 1] ?? 0, end)
    const { unfinished, completed } = costOf(some, sent, 0)
    const byId = some.filter(({ query }) => query.has('buildIds')).length
    return some.length === 0 ? [] : [`${byId} by ID, ${some.length - byId} for newer, ${unfinished + completed} builds`]
  })
  const [, ...later] = polls
  return { outcome: outputs.outcome, count: outputs.count, polls: later }
}

const nothingNew = '0 by ID, 2 for newer, 0 builds'

test.each<[string, Given, Coming, string[]]>([
  [
    'builds that are known requests them by their IDs, until none runs',
    { commit, pipelines: 'ci, nightly' },
    { ci: -1, nightly: -2 },
    ['1 by ID, 0 for newer, 2 builds', '1 by ID, 0 for newer, 2 builds'],
  ],
  [
    'a build that is not there yet requests those queued since the last poll',
    { commit, pipelines: 'ci' },
    { ci: 4 },
    [
      ...[nothingNew, nothingNew, nothingNew, nothingNew, '0 by ID, 2 for newer, 1 builds'],
      ...['1 by ID, 0 for newer, 1 builds', '1 by ID, 0 for newer, 1 builds'],
    ],
  ],
  [
    'a build of each pipeline requests newer ones until all are there, and those that are there by their IDs',
    { commit, pipelines: 'ci, nightly' },
    { ci: -1, nightly: 4 },
    [
      ...['1 by ID, 2 for newer, 1 builds', '1 by ID, 2 for newer, 1 builds', '1 by ID, 2 for newer, 1 builds'],
      ...['1 by ID, 2 for newer, 1 builds', '1 by ID, 2 for newer, 2 builds'],
      ...['1 by ID, 0 for newer, 2 builds', '1 by ID, 0 for newer, 2 builds'],
    ],
  ],
  [
    'whatever builds a commit requests the known ones and for those queued since, and for these once more before the verdict',
    { commit },
    { ci: -1, nightly: 1 },
    [
      ...['1 by ID, 2 for newer, 1 builds', '1 by ID, 2 for newer, 2 builds'],
      ...['1 by ID, 2 for newer, 2 builds', '1 by ID, 4 for newer, 2 builds'],
    ],
  ],
])('Each poll for %s, however long the history is', async (_, given, coming, polls) => {
  const [short, long] = [await wait(given, coming, 60), await wait(given, coming, 1200)]
  expect(short).toEqual({ outcome: 'passed', count: String(Object.keys(coming).length), polls })
  expect(long).toEqual(short)
})
