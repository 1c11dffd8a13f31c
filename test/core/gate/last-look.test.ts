import { expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults, setCourse } from '../../../emulator/index.js'
import { ask, isBuilds } from '../builds/query-run.ts'

const start = Date.UTC(2026, 0, 15, 9)
const second = 1000
const commit = 'c'.repeat(40)
const definitions = ['ci', 'nightly'].map((name, index) =>
  createDefinition({ id: index + 1, name, project: createProject('web') }),
)

/** A build that runs for some seconds after the start and then ends. */
function buildOf(id: number, queued: number, ended: number, result: string) {
  const queueTime = new Date(start + queued * second).toISOString()
  const build = createBuild({
    id,
    definition: definitions[id - 1] ?? {},
    queueTime,
    sourceVersion: commit,
    status: 'inProgress',
  })
  return setCourse(build, [{ at: start + ended * second, status: 'completed', result }])
}

/**
 * Waits for the builds of a commit, of which one succeeds after 30 seconds and another pipeline's is queued a second later.
 * The last look before the verdict, when the first has just succeeded, fails some times.
 */
async function wait(failing: number, given: Record<string, string> = {}) {
  let time = start
  const clock = {
    now: () => time,
    sleep: async (duration: number) => {
      time += duration
    },
  }
  const builds = [buildOf(1, -60, 30, 'succeeded'), buildOf(2, 31, 32, 'failed')]
  const { outputs, log, ids } = await ask(
    { projects: [createProject('web')], definitions, builds },
    { wait: 'true', commit, 'poll-interval': '10s', retries: '0', explain: 'false', ...given },
    {
      clock,
      random: () => 0,
      prepare: ({ fault, quirks }) => {
        Object.assign(quirks, { listLag: 1 })
        // Of the poll that sees the build succeed, three have come by then.
        let late = 0
        const isLast = () => time >= start + 30 * second && ++late > 3
        fault(request => isBuilds(request) && isLast(), faults.status(503), failing)
      },
    },
  )
  return { outcome: outputs.outcome, ids, failed: log.filter(line => line.startsWith('This poll failed')).length }
}

test('A verdict is given after a last look that succeeds', async () => {
  expect(await wait(0)).toEqual({ outcome: 'passed', ids: [1], failed: 0 })
})

// The second failing poll has the known build and the lists to request.
test.each([
  [1, 1],
  [2, 2],
  [3, 2],
])('A last look of which %d requests fail is made again before the verdict', async (failing, failed) => {
  expect(await wait(failing)).toEqual({ outcome: 'failed', ids: [2, 1], failed })
})

test('There is no verdict without a last look', async () => {
  expect((await wait(20)).outcome).toBe('error')
  expect((await wait(1, { 'wait-timeout': '30s' })).outcome).toBe('error')
})
