import { describe, expect, test } from '@jest/globals'
import { createBuild, faults, setCourse } from '../../emulator/index.js'
import { bundles, errorsOf, gitHub } from '../support/step.ts'
import { buildWith, isPoll, play, running, type Scene, succeeding } from '../support/wait-scene.ts'

const wait = { wait: 'true' }
const oneBuild =
  (course = succeeding): NonNullable<Scene['builds']> =>
  ({ at }) => [buildWith(course, at)]
const nothing = { count: '0', builds: '[]', outcome: 'none' }
/** `web-ci` is the pipeline that createBuild names. */
const name = '2026.7 of web-ci'

describe.each(bundles)('Waiting on $name', bundle => {
  test.concurrent('goes on until the build is completed, with a line for each change', async () => {
    const course = { 2: { status: 'inProgress' }, 3: { status: 'completed', result: 'partiallySucceeded' } }
    const played = await play(bundle, { inputs: wait, builds: oneBuild(course) })
    expect(played).toMatchObject({ exitCode: 0, result: 'succeeded', found: [{ id: 7, status: 'completed' }] })
    expect(played.outputs).toMatchObject({ outcome: 'passed', 'build-id': '7', 'build-result': 'partiallySucceeded' })
    expect(played.log.filter(line => line.includes(name))).toEqual([
      `Waiting for ${name} (notStarted).`,
      `${name}: notStarted → inProgress`,
      `${name}: inProgress → partiallySucceeded`,
    ])
  })

  test.concurrent('asks for just that build, and not faster than told', async () => {
    const { polls } = await play(bundle, { inputs: wait, builds: oneBuild() })
    expect(polls.map(({ query }) => query.get('buildIds'))).toEqual(['7', '7'])
    // Node's timers may be a millisecond early.
    expect((polls[1]?.at ?? 0) - (polls[0]?.until ?? 0)).toBeGreaterThanOrEqual(990)
  })

  test.concurrent('follows a build that ends while real time goes on', async () => {
    const build = createBuild({ id: 7, status: 'inProgress' })
    const end = Date.now() + 1500
    const played = await play(bundle, {
      inputs: wait,
      prepare: ({ world, fault }) => {
        world.builds.push(build)
        fault(
          () => Date.now() >= end,
          (_, __, next) => {
            setCourse(build, [{ at: 0, status: 'completed', result: 'failed' }])
            return next()
          },
        )
      },
    })
    expect(played.outputs).toMatchObject({ outcome: 'passed', 'build-status': 'completed', 'build-result': 'failed' })
  })

  test.concurrent('asks each project once in a round, for the builds that are not completed', async () => {
    const { polls, outputs } = await play(bundle, {
      inputs: { ...wait, project: 'web,mobile', top: '3', order: 'queueTimeAscending' },
      builds: ({ at }) => [
        buildWith({ ...running, 4: { status: 'completed' } }, at, 1),
        buildWith({ ...running, 6: { status: 'completed' } }, at, 2),
        createBuild({ id: 3, project: { name: 'mobile' }, status: 'inProgress', queueTime: '2026-01-01T00:00:00Z' }),
      ],
      // The build of the other project ends when it is polled for.
      prepare: ({ fault, world }) =>
        fault(
          request => isPoll(request) && request.path.includes('mobile'),
          (_, __, next) => {
            for (const build of world.builds.filter(({ id }) => id === 3))
              Object.assign(build, { status: 'completed', result: 'succeeded', finishTime: '2026-01-01T00:09:00Z' })
            return next()
          },
        ),
    })
    const asked = polls.map(({ path, query }) => [path.split('/')[2], query.get('buildIds')])
    expect(asked.slice(0, 2).sort()).toEqual([
      ['mobile', '3'],
      ['web', '1,2'],
    ])
    expect(asked.filter(([project]) => project === 'mobile')).toHaveLength(1)
    expect(asked.at(-1)).toEqual(['web', '2'])
    expect(outputs).toMatchObject({ outcome: 'passed', count: '3', 'build-id': '3' })
  })

  test.concurrent('keeps to the builds that it began with', async () => {
    const { outputs, found } = await play(bundle, {
      inputs: wait,
      builds: oneBuild(),
      prepare: ({ fault, world }) =>
        fault(
          isPoll,
          (_, __, next) => {
            world.builds.push(createBuild({ id: 8, status: 'inProgress', queueTime: new Date().toISOString() }))
            return next()
          },
          1,
        ),
    })
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '7', count: '1' })
    expect(found).toHaveLength(1)
  })

  test.concurrent('begins when a build appears', async () => {
    const { log, outputs } = await play(bundle, {
      inputs: { ...wait, commit: 'abcdef0' },
      prepare: ({ fault, world, requests }) =>
        fault(
          () => requests.length > 2,
          (_, __, next) => {
            const sourceVersion = 'abcdef0'.padEnd(40, '1')
            if (world.builds.length === 0)
              world.builds.push(createBuild({ id: 9, status: 'inProgress', sourceVersion }))
            return next()
          },
          1,
        ) &&
        fault(isPoll, (_, __, next) => {
          for (const build of world.builds) Object.assign(build, { status: 'completed', result: 'succeeded' })
          return next()
        }),
    })
    expect(log.join('\n')).toMatch(/No build matches yet; looking again for 5m\.\n.*Waiting for .*\(inProgress\)\./)
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '9' })
  })

  test.concurrent.each([
    ['fail', { outcome: 'timed-out' }, 'failed', ['error']],
    ['warn', nothing, 'succeeded', ['warning']],
    ['ignore', nothing, 'succeeded', []],
  ])('for a build that does not appear ends as if-none %s says', async (ifNone, outputs, result, levels) => {
    const played = await play(bundle, { inputs: { ...wait, 'appear-timeout': '1s', 'if-none': ifNone } })
    expect(played).toMatchObject({ result, found: [], outputs: { ...outputs, count: '0', builds: '[]' } })
    expect(played.annotations.map(({ level }) => level)).toEqual(levels)
  })

  test.concurrent('does not take a service that fails for one without builds', async () => {
    const { outputs, result } = await play(bundle, {
      inputs: { ...wait, 'appear-timeout': '1s', 'if-none': 'ignore', retries: '0' },
      prepare: ({ fault }) => fault(() => true, faults.status(503)),
    })
    expect({ result, outcome: outputs.outcome, count: outputs.count }).toEqual({
      result: 'failed',
      outcome: 'error',
      count: '',
    })
  })

  test.concurrent('fails when time runs out, and its outputs know the build', async () => {
    const played = await play(bundle, { inputs: { ...wait, 'wait-timeout': '2s' }, builds: oneBuild(running) })
    expect(played).toMatchObject({ result: 'failed', exitCode: bundle === gitHub ? 1 : 0, found: [{ id: 7 }] })
    expect(played.outputs).toMatchObject({ outcome: 'timed-out', 'build-id': '7', 'build-status': 'inProgress' })
    expect(errorsOf(played)).toEqual([
      `Not completed within 2s: ${name} (${played.url}/web/_build/results?buildId=7) is inProgress.`,
    ])
    expect(played.summary).toMatch(/timed out/)
  })

  test.concurrent('sees a build that ends in the last moment', async () => {
    const ending = { ...running, 2: { status: 'completed', result: 'succeeded' } }
    const { outputs, polls } = await play(bundle, {
      inputs: { ...wait, 'wait-timeout': '1s', 'poll-interval': '1h' },
      builds: oneBuild(ending),
    })
    expect(outputs.outcome).toBe('passed')
    expect(polls).toHaveLength(1)
  })

  test.concurrent('rides out a few polls that fail', async () => {
    const { outputs, log } = await play(bundle, {
      inputs: { ...wait, retries: '0' },
      builds: oneBuild({ ...running, 4: { status: 'completed' } }),
      prepare: ({ fault }) => {
        fault(isPoll, faults.status(503), 1)
        fault(isPoll, faults.bodyCutShort, 1)
      },
    })
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-result': 'succeeded' })
    expect(log.filter(line => line.startsWith('This look failed'))).toEqual([
      expect.stringContaining('(1 of 3 in a row)'),
      expect.stringContaining('(2 of 3 in a row)'),
    ])
  })

  test.concurrent('gives up when poll after poll fails', async () => {
    const { outputs, polls, result } = await play(bundle, {
      inputs: { ...wait, retries: '0' },
      builds: oneBuild(),
      prepare: ({ fault }) => fault(isPoll, faults.status(503)),
    })
    expect({ result, outcome: outputs.outcome, polls: polls.length }).toEqual({
      result: 'failed',
      outcome: 'error',
      polls: 4,
    })
  })

  test.concurrent('ends at once when a poll is refused', async () => {
    const { outputs, polls, result } = await play(bundle, {
      inputs: wait,
      builds: oneBuild(),
      prepare: ({ fault }) => fault(isPoll, faults.anonymous401),
    })
    expect({ result, outcome: outputs.outcome, polls: polls.length }).toEqual({
      result: 'failed',
      outcome: 'error',
      polls: 1,
    })
  })

  test.concurrent('is slowed down by Retry-After', async () => {
    const { polls, log, outputs } = await play(bundle, {
      inputs: wait,
      builds: oneBuild(),
      prepare: ({ fault }) => fault(isPoll, faults.retryAfter(2), 1),
    })
    expect(outputs.outcome).toBe('passed')
    expect((polls[1]?.at ?? 0) - (polls[0]?.at ?? 0)).toBeGreaterThanOrEqual(1990)
    expect(log.join('\n')).toMatch(/asks for a pause of .* \(Retry-After\)/)
  })

  test.concurrent.each<[string, Record<string, string>, string[]]>([
    ['result', { result: 'succeeded' }, ['result']],
    ['a status of completed only', { status: 'completed' }, ['status']],
    ['finish-time order', { order: 'finishTimeAscending' }, ['order']],
    ['max-time', { 'max-time': '1h' }, ['max-time']],
    [
      'all of these',
      { result: 'failed', status: 'completed', order: 'finishTimeDescending', 'max-time': '1h' },
      ['result', 'status', 'order', 'max-time'],
    ],
  ])('together with %s is refused before any request', async (_, inputs, names) => {
    const { requests, outputs, result, log } = await play(bundle, { inputs: { ...wait, ...inputs } })
    expect({ requests, result, outcome: outputs.outcome }).toEqual({ requests: [], result: 'failed', outcome: 'error' })
    for (const each of names) {
      const spelled = bundle === gitHub ? each : each.replace('-t', 'T')
      expect(log.join('\n')).toContain(`wait and ${spelled}`)
    }
  })
})

test('Azure Pipelines shows how far waiting has come, GitHub has nothing for it', async () => {
  const [onGitHub, onAzure] = await Promise.all(
    bundles.map(bundle => play(bundle, { inputs: { ...wait, 'wait-timeout': '10s' }, builds: oneBuild() })),
  )
  expect(onGitHub?.progress).toEqual([])
  const told = onAzure?.progress.filter(({ text }) => text !== '') ?? []
  expect(told.map(({ text }) => text)).toEqual([
    expect.stringMatching(`^Waiting for ${name}, inProgress; 10s left\\.$`),
    expect.stringMatching(`^Waiting for ${name}, inProgress; .* left\\.$`),
  ])
  const values = told.map(({ value }) => value)
  expect(values[0]).toBe(0)
  expect(values[1]).toBeGreaterThan(9)
  expect(values[1]).toBeLessThan(100)
})
