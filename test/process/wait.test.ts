import { describe, expect, test } from '@jest/globals'
import { createBuild, faults, setCourse } from '../../emulator/index.js'
import { bundles, errorsOf, gitHub } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'
import { buildWith, isPoll, running, runWaitingStep, succeeding, type WaitingSetup } from '../support/waiting-step.ts'

const oneBuild =
  (course = succeeding): NonNullable<WaitingSetup['builds']> =>
  at => [buildWith(course, at)]
/** `web-ci` is the pipeline that createBuild names. */
const name = 'web-ci 2026.7'

describe.each(bundles)('Waiting on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  test.concurrent('goes on until the build is completed, with its link first and a line for each change', async () => {
    const course = { 2: { status: 'inProgress' }, 3: { status: 'completed', result: 'partiallySucceeded' } }
    const inputs = { 'require-result': 'succeeded, partiallySucceeded' }
    const { log, url, ...run } = await runWaitingStep(bundle, { builds: oneBuild(course), inputs })
    expect(run).toMatchObject({ exitCode: 0, result: 'succeeded', found: [{ id: 7, status: 'completed' }] })
    expect(run.outputs).toMatchObject({ outcome: 'passed', 'build-id': '7', 'build-result': 'partiallySucceeded' })
    const lines = log.filter(line => line.includes(name))
    expect(lines).toEqual([
      `Waiting for ${name} (notStarted): ${url}/web/_build/results?buildId=7`,
      `${name}: notStarted → inProgress`,
      `${name}: inProgress → partiallySucceeded`,
      expect.stringMatching(`^Gate passed: ${name} `),
    ])
  })

  test.concurrent('requests just that build, and not faster than poll-interval says', async () => {
    const { polls } = await runWaitingStep(bundle, { builds: oneBuild() })
    expect(polls.map(({ query }) => query.get('buildIds'))).toEqual(['7', '7'])
    // Node's timers may be a millisecond early.
    expect((polls[1]?.at ?? 0) - (polls[0]?.until ?? 0)).toBeGreaterThanOrEqual(990)
  })

  testOnce('follows a build that fails while real time goes on', async () => {
    const build = createBuild({ id: 7, status: 'inProgress' })
    const end = Date.now() + 1500
    const { outputs, result } = await runWaitingStep(bundle, {
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
    expect(result).toBe('failed')
    expect(outputs).toMatchObject({ outcome: 'failed', 'build-status': 'completed', 'build-result': 'failed' })
  })

  testOnce('requests each project once in a round, for the builds that are known', async () => {
    const { polls, outputs } = await runWaitingStep(bundle, {
      inputs: { project: 'web,mobile', top: '3', order: 'queueTimeAscending' },
      builds: at => [
        buildWith({ ...running, 4: { status: 'completed' } }, at, { id: 1 }),
        buildWith({ ...running, 6: { status: 'completed' } }, at, { id: 2 }),
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
    const rounds = asked.filter(([project]) => project === 'mobile')
    // Completed ones too: a stage that is run again opens its build again.
    expect(new Set(asked.map(String))).toEqual(new Set(['mobile,3', 'web,1,2']))
    expect(asked).toHaveLength(2 * rounds.length)
    expect(outputs).toMatchObject({ outcome: 'passed', count: '3', 'build-id': '3' })
  })

  testOnce('keeps the build of a pipeline that appeared first', async () => {
    const { outputs, found } = await runWaitingStep(bundle, {
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

  testOnce('begins when a build appears', async () => {
    const sourceVersion = 'abcdef0'.padEnd(40, '1')
    const { log, outputs } = await runWaitingStep(bundle, {
      inputs: { commit: 'abcdef0', top: '1' },
      prepare: ({ fault, world, requests }) => {
        fault(
          () => requests.length > 2,
          (_, __, next) => {
            const queueTime = new Date().toISOString()
            world.builds.push(createBuild({ id: 9, status: 'inProgress', queueTime, sourceVersion }))
            return next()
          },
          1,
        )
        fault(isPoll, (_, __, next) => {
          for (const build of world.builds) Object.assign(build, { status: 'completed', result: 'succeeded' })
          return next()
        })
      },
    })
    expect(log.join('\n')).toMatch(
      /No build matches yet\. Checking again for 5m\.\n.*Waiting for .*\(inProgress\): http/,
    )
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '9' })
  })

  test.concurrent.each(
    inTurn(bundle, [
      ['fail', 'timed-out', 'failed', ['error']],
      ['warn', 'none', 'succeeded', ['warning']],
      ['ignore', 'none', 'succeeded', []],
    ]),
  )('for a build that does not appear ends as if-none %s says', async (ifNone, outcome, result, levels) => {
    const run = await runWaitingStep(bundle, { inputs: { 'appear-timeout': '1s', 'if-none': ifNone } })
    expect(run).toMatchObject({ result, found: [], outputs: { outcome, count: '0', builds: '[]' } })
    expect(run.annotations.map(({ level }) => level)).toEqual(levels)
  })

  testOnce('does not take a service that fails for one without builds', async () => {
    const { outputs, result } = await runWaitingStep(bundle, {
      inputs: { 'appear-timeout': '1s', 'if-none': 'ignore', retries: '0' },
      prepare: ({ fault }) => fault(() => true, faults.status(503)),
    })
    expect([result, outputs.outcome, outputs.count]).toEqual(['failed', 'error', ''])
  })

  test.concurrent('fails when time runs out, and its outputs have the build', async () => {
    const run = await runWaitingStep(bundle, { inputs: { 'wait-timeout': '2s' }, builds: oneBuild(running) })
    expect(run).toMatchObject({ result: 'failed', exitCode: bundle === gitHub ? 1 : 0, found: [{ id: 7 }] })
    expect(run.outputs).toMatchObject({ outcome: 'timed-out', 'build-id': '7', 'build-status': 'inProgress' })
    const [error, ...others] = errorsOf(run)
    expect([error?.split('\n')[0], others]).toEqual(['Gate failed: Not completed within 2s.', []])
    expect(error).toContain(`${name} for 0b5e1f6a on main: inProgress`)
    expect(error).toContain(`${run.url}/web/_build/results?buildId=7`)
    expect(run.summary).toMatch(/^## web: timed out ⌛\n/)
  })

  testOnce('sees a build that ends in the last moment', async () => {
    const { outputs, polls } = await runWaitingStep(bundle, {
      inputs: { 'wait-timeout': '1s', 'poll-interval': '1h' },
      builds: oneBuild({ ...running, 2: { status: 'completed', result: 'succeeded' } }),
    })
    expect([outputs.outcome, polls.length]).toEqual(['passed', 1])
  })

  testOnce('tolerates a few polls that fail', async () => {
    const { outputs, log } = await runWaitingStep(bundle, {
      inputs: { retries: '0' },
      builds: oneBuild({ ...running, 4: { status: 'completed' } }),
      prepare: ({ fault }) => {
        fault(isPoll, faults.status(503), 1)
        fault(isPoll, faults.bodyCutShort, 1)
      },
    })
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-result': 'succeeded' })
    expect(log.filter(line => line.startsWith('This poll failed'))).toEqual([
      expect.stringContaining('(1 of at most 3 in a row)'),
      expect.stringContaining('(2 of at most 3 in a row)'),
    ])
  })

  test.concurrent.each(
    inTurn(bundle, [
      ['gives up when poll after poll fails', faults.status(503), 4],
      ['ends at once when a poll is refused', faults.anonymous401, 1],
    ]),
  )('%s', async (_, answer, polled) => {
    const { outputs, polls, result } = await runWaitingStep(bundle, {
      inputs: { retries: '0' },
      builds: oneBuild(),
      prepare: ({ fault }) => fault(isPoll, answer),
    })
    expect([result, outputs.outcome, polls.length]).toEqual(['failed', 'error', polled])
  })

  testOnce('is slowed down by Retry-After', async () => {
    const { polls, log, outputs } = await runWaitingStep(bundle, {
      builds: oneBuild(),
      prepare: ({ fault }) => fault(isPoll, faults.retryAfter(2), 1),
    })
    expect(outputs.outcome).toBe('passed')
    expect((polls[1]?.at ?? 0) - (polls[0]?.at ?? 0)).toBeGreaterThanOrEqual(1990)
    expect(log.join('\n')).toMatch(/asks for a pause of .* \(rate limit, Retry-After\)/)
  })

  test.concurrent('together with what no running build can meet is refused before any request', async () => {
    const names = ['result', 'status', 'order', 'max-time']
    const impossible = { result: 'failed', status: 'completed', order: 'finishTimeDescending', 'max-time': '1h' }
    const { requests, outputs, result, log } = await runWaitingStep(bundle, { inputs: impossible })
    expect([requests, result, outputs.outcome]).toEqual([[], 'failed', 'error'])
    for (const each of names) {
      const spelled = bundle === gitHub ? each : each.replace('-t', 'T')
      expect(log.join('\n')).toContain(`wait and ${spelled}`)
    }
  })
})

test('Azure Pipelines shows how far waiting has come, and GitHub has nothing for it', async () => {
  const [onGitHub, onAzure] = await Promise.all(
    bundles.map(bundle => runWaitingStep(bundle, { inputs: { 'wait-timeout': '10s' }, builds: oneBuild() })),
  )
  expect(onGitHub?.progress).toEqual([])
  const shown = onAzure?.progress.filter(({ text }) => text !== '') ?? []
  expect(shown.map(({ text }) => text)).toEqual(Array(2).fill(`Waiting for ${name} (inProgress)`))
  const values = shown.map(({ value }) => value)
  expect(values[0]).toBe(0)
  expect(values[1]).toBeGreaterThan(9)
  expect(values[1]).toBeLessThan(100)
})
