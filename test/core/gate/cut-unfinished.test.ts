import { expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, setCourse } from '../../../emulator/index.js'
import { type AskOptions, ask, type Given, isBuilds } from '../builds/query-run.ts'

const start = Date.UTC(2026, 0, 15, 9)
const minute = 60_000

/** Builds by their status and the minutes since they were queued. The service lists those that run first, whatever the order. */
function buildsOf(rows: readonly (readonly [status: string, queued: number])[]) {
  return rows.map(([status, queued]) => {
    const queueTime = new Date(start - queued * minute).toISOString()
    return createBuild({ id: 100 - queued, status, queueTime })
  })
}

async function judge(builds: ReturnType<typeof buildsOf>, given: Given, options: AskOptions = {}) {
  let time = start
  const clock = {
    now: () => time,
    sleep: async (duration: number) => {
      time += duration
    },
  }
  const world = { projects: [createProject('web')], definitions: [createDefinition({ name: 'ci' })], builds }
  const { outputs, errors } = await ask(world, { explain: 'false', ...given }, { ...options, clock })
  return { outcome: outputs.outcome, errors: errors.join('\n') }
}

const rule = { 'require-result': 'succeeded' }

test.each<[Given]>([
  [{ 'max-age': '2h', top: '0' }],
  [{ 'max-age': '2h', pipelines: 'ci' }],
  [{ ...rule, top: '1' }],
  [rule],
  [{ ...rule, pipelines: 'ci' }],
])(
  'A list whose unfinished builds the service repeats cannot be judged, because the newest may be missing: %j',
  async given => {
    const builds = buildsOf([
      ['notStarted', 1],
      ['completed', 2],
      ['inProgress', 3],
      ['inProgress', 4],
    ])
    const { outcome, errors } = await judge(builds, given, {
      pageLimit: 2,
      prepare: ({ fault }) =>
        fault(isBuilds, (request, _, next) => {
          request.query.delete('continuationToken')
          return next()
        }),
    })
    expect({ outcome, errors }).toEqual({
      outcome: 'failed',
      errors: expect.stringContaining('The service repeated itself'),
    })
  },
)

test('A build that was waited for does not pass if unfinished builds were cut, because a newer one may be missing', async () => {
  const [older, newer] = buildsOf([
    ['inProgress', 5],
    ['notStarted', 1],
  ])
  if (older === undefined || newer === undefined) throw new Error('there are two')
  const builds = [
    setCourse(older, [{ at: start + minute, status: 'completed' }]),
    setCourse(newer, [{ at: start + 2 * minute, status: 'completed', result: 'failed' }]),
  ]
  const commit = newer.sourceVersion
  const cut = await judge(builds, { wait: 'true', commit, pipelines: 'ci', 'scan-limit': '1' })
  expect(cut).toEqual({ outcome: 'failed', errors: expect.stringContaining('was cut at scan-limit') })
})
