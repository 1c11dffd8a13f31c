import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  createBuild,
  createProject,
  createTimeline,
  faults,
  scenes,
  setCourse,
  startEmulator,
  timelinesOf,
} from '../../../emulator/index.js'
import type { BuildOverrides, Emulator, RequestRecord, TimelineOutline } from '../../../emulator/types.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import { runInMemory } from '../../support/memory-host.ts'

const gate = { 'require-result': 'succeeded' }
let emulator: Emulator
let token: string
/** Time stands still unless a test turns it. */
let now: number

beforeEach(async () => {
  token = `made-up-${randomBytes(12).toString('hex')}`
  now = Date.UTC(2026, 0, 15, 9, 30)
  const world = { projects: [createProject('web')], definitions: [], builds: [] }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } }, clock: { now: () => now } })
})
afterEach(() => emulator.close())

/** Adds a build of a pipeline of its own, with what it went through. */
function add(id: number, build: BuildOverrides, outline?: TimelineOutline): void {
  const definition = { id, name: `web ${id}` }
  emulator.world.builds.push(createBuild({ id, buildNumber: `2026.${id}`, definition, ...build }))
  if (outline) timelinesOf(emulator.world).set(id, createTimeline(outline))
}

const failed = { result: 'failed' }

function run(inputs: Partial<Record<InputName, string>> = gate, tools: Parameters<typeof runInMemory>[1] = {}) {
  const sleep = async (duration: number, signal: AbortSignal) => {
    signal.throwIfAborted()
    now += duration
  }
  const given = { organization: emulator.url, project: 'web', pat: token, ...inputs }
  return runInMemory(given, { clock: { now: () => now, sleep }, random: () => 0, ...tools })
}

/** The end of the paths of the requests that explaining sent. */
const explaining = () =>
  emulator.requests.map(({ path }) => path.split('/builds/')[1] ?? '').filter(path => path !== '')
const isTimeline = ({ path }: RequestRecord) => path.endsWith('/timeline')

describe('A gate that fails', () => {
  test('says why in the log, in an annotation, in the summary, and in its outputs, with one request', async () => {
    add(7, failed, scenes.compileError())
    const { log, errors, summary, outputs, ending } = await run()
    expect(ending).toEqual({ result: 'failed' })
    expect(explaining()).toEqual(['7/timeline'])
    const message = 'src/Cart/Totals.cs(42,17): error CS1002: ; expected'
    const link = outputs['build-url']
    const url = expect.stringMatching(/&view=logs&j=[\da-f-]{36}&t=[\da-f-]{36}&l=12$/)
    const at = log.indexOf('Why web 7 2026.7 failed:')
    expect(log.slice(at + 1, at + 4)).toEqual([
      '  Build > Linux x64 > Build (script, 09:00 UTC)',
      `    ${message}`,
      url,
    ])
    expect(log[at + 3]).toContain(link)
    expect(errors.at(-1)).toMatch(/^src\/Cart\/Totals\.cs\(42,17\): error CS1002: ; expected\nhttp:.*&l=12$/)
    expect(outputs.failure).toBe(`Build > Linux x64 > Build: ${message}`)
    expect(JSON.parse(outputs.failures)).toEqual([
      {
        buildId: 7,
        stage: 'Build',
        job: 'Linux x64',
        task: 'Build',
        kind: 'script',
        messages: [message],
        count: 1,
        url,
      },
    ])
    expect(summary).toContain('### Why\n\n- [Build &#62; Linux x64 &#62; Build](')
    expect(summary).toContain('error CS1002')
  })

  test('reads the lines of the log where the messages say nothing, with a range', async () => {
    add(7, failed, scenes.noiseOnly())
    const { outputs } = await run()
    expect(JSON.parse(outputs.failures)).toMatchObject([
      {
        kind: 'tests',
        messages: ['● totals › rounds half up', expect.stringContaining('Expected: 2.35\nReceived: 2.34')],
      },
    ])
    expect(explaining()).toEqual(['7/timeline', expect.stringMatching(/^7\/logs\/\d+$/)])
    const { query, headers } = emulator.requests.at(-1) as RequestRecord
    expect(Number(query.get('endLine')) - Number(query.get('startLine'))).toBeLessThan(64)
    expect(headers.accept).toBe('text/plain')
  })

  test('shows the last lines of the log where no line says more', async () => {
    const task = { name: 'Run', output: ['one', 'two'], issues: ["Bash exited with code '1'."] }
    add(7, failed, { stages: [{ jobs: [{ name: 'L', tasks: [task] }] }] })
    const { log, summary, outputs } = await run()
    expect(log).toEqual(expect.arrayContaining(["    Bash exited with code '1'.", '    | one', '    | two']))
    expect(summary).toContain('<code>two</code>')
    expect(outputs.failure).toBe("L > Run: Bash exited with code '1'. Last line: two")
  })

  test('reads at most two logs of a build, however many causes say nothing', async () => {
    const job = (name: string) => ({ name, tasks: [{ name: `Test ${name}`, issues: ["Bash exited with code '1'."] }] })
    add(7, failed, { stages: [{ jobs: ['a', 'b', 'c', 'd'].map(job) }] })
    const { outputs } = await run()
    expect(JSON.parse(outputs.failures)).toHaveLength(4)
    expect(explaining()).toHaveLength(3)
  })

  test('finds the end of a log by the list of logs where no line is known', async () => {
    const task = {
      name: 'Run',
      result: 'failed' as const,
      output: Array.from({ length: 200 }, (_, i) => `line ${i + 1}`),
    }
    add(7, failed, { stages: [{ jobs: [{ name: 'L', tasks: [task] }] }] })
    const { outputs } = await run()
    expect(explaining()).toEqual(['7/timeline', '7/logs', expect.stringMatching(/^7\/logs\/\d+$/)])
    expect(outputs.failure).toBe('L > Run: failed without a message. Last line: line 200')
    expect(JSON.parse(outputs.failures)[0].url).toMatch(/&l=\d{3}$/)
  })

  test('explains at most five builds, side by side, in order', async () => {
    for (let id = 1; id <= 8; id++)
      add(id, { ...failed, queueTime: `2026-01-15T09:0${9 - id}:00Z` }, scenes.compileError())
    emulator.fault(isTimeline, async (_, __, next) => {
      await delay(50)
      return next()
    })
    const { outputs } = await run()
    expect(explaining().sort()).toEqual(['1/timeline', '2/timeline', '3/timeline', '4/timeline', '5/timeline'])
    const ids = (JSON.parse(outputs.failures) as { buildId: number }[]).map(({ buildId }) => buildId)
    expect(ids).toEqual([1, 2, 3, 4, 5])
    const timelines = emulator.requests.filter(isTimeline)
    expect(timelines[1]?.at).toBeLessThanOrEqual(timelines[0]?.until ?? 0)
  })

  test('says what was refused before it began, without a request', async () => {
    const validationResults = [
      { result: 'warning', message: 'Old image' },
      { result: 'error', message: "Unexpected parameter 'x'" },
      { result: 'error', message: 'No pool' },
    ]
    add(7, { ...failed, validationResults })
    const { outputs } = await run()
    expect(outputs.failure).toBe("Unexpected parameter 'x' (+1 more)")
    expect(JSON.parse(outputs.failures)).toMatchObject([
      { kind: 'validation', messages: ["Unexpected parameter 'x'", 'No pool'], url: outputs['build-url'] },
    ])
    expect(explaining()).toEqual([])
  })

  test('tells jobs that passed when they were retried', async () => {
    add(7, failed, scenes.retried())
    expect((await run()).log).toContain('  Retried: Flaky passed on attempt 2.')
  })

  test('explains builds that are canceled or partially succeeded too', async () => {
    add(1, { result: 'canceled' }, scenes.timedOut())
    add(2, { result: 'partiallySucceeded' }, scenes.tolerated())
    const { outputs, log } = await run()
    expect(JSON.parse(outputs.failures)).toMatchObject([{ kind: 'script' }, { kind: 'timeout' }])
    expect(log).toEqual(
      expect.arrayContaining(['Why web 2 2026.2 partially succeeded:', 'Why web 1 2026.1 was canceled:']),
    )
  })
})

describe('Nothing is requested to explain', () => {
  test('a gate that passes', async () => {
    add(7, {})
    const { outputs } = await run()
    const { failure, failures } = outputs
    expect({ outcome: outputs.outcome, failure, failures }).toEqual({ outcome: 'passed', failure: '', failures: '[]' })
    expect(explaining()).toEqual([])
  })

  test.each([
    ['what no rule judges', {}],
    ['a failure that the rule wants', { 'require-result': 'failed' }],
    ['anything, without explain', { ...gate, explain: 'false' }],
  ])('%s', async (_, inputs) => {
    add(7, failed, scenes.compileError())
    await run(inputs)
    expect(explaining()).toEqual([])
  })

  test('a build that succeeded where the rule wants a failure', async () => {
    add(7, {})
    const { ending } = await run({ 'require-result': 'failed' })
    expect({ ending, asked: explaining() }).toEqual({ ending: { result: 'failed' }, asked: [] })
  })
})

describe('Failing to explain never changes the verdict:', () => {
  const verdict = async (prepare: () => void) => {
    add(7, failed, scenes.compileError())
    prepare()
    const { outputs, errors, log, ending } = await run({ ...gate, retries: '1' })
    expect({ ending, outcome: outputs.outcome, failures: outputs.failures }).toEqual({
      ending: { result: 'failed' },
      outcome: 'failed',
      failures: '[]',
    })
    expect(errors).toHaveLength(1)
    return log.slice(log.indexOf('Why web 7 2026.7 failed:') + 1)
  }

  test.each([
    ['the service has an outage', faults.status(500), /^ {2}Why web 7 2026\.7 failed cannot be shown\. /],
    ['a proxy answers with a page', faults.htmlWith203, /^ {2}Why web 7 2026\.7 failed cannot be shown\. /],
    ['the body is cut', faults.bodyCutShort, /^ {2}Why web 7 2026\.7 failed cannot be shown\. /],
  ] as const)('%s', async (_, fault, line) => {
    const lines = await verdict(() => emulator.fault(isTimeline, fault))
    expect(lines[0]).toMatch(line)
  })

  const nothing = () => ({ records: [], logs: new Map(), attempts: new Map() })
  const forgetBuilds = () => {
    emulator.fault(isTimeline, (_, __, next) => {
      emulator.world.builds.length = 0
      return next()
    })
  }

  test.each([
    ['there is no timeline', () => timelinesOf(emulator.world).set(7, null), 'The build has no timeline.'],
    ['the timeline is empty', () => timelinesOf(emulator.world).set(7, nothing()), 'The build has no timeline.'],
    [
      'nothing in it failed',
      () => timelinesOf(emulator.world).set(7, createTimeline(scenes.succeeded())),
      'The timeline of the build names no cause.',
    ],
    [
      'the build is purged meanwhile',
      forgetBuilds,
      'The build no longer exists: it was deleted, or its retention period is over.',
    ],
  ])('%s', async (_, prepare, line) => {
    expect((await verdict(prepare))[0]).toBe(`  ${line}`)
  })

  test('a build is called deleted only if the service says so', async () => {
    add(7, { ...failed, deleted: true })
    timelinesOf(emulator.world).set(7, null)
    const { log } = await run({ ...gate, deleted: 'includeDeleted' })
    expect(log).toContain('  The build is deleted, and its timeline with it.')
  })

  test('a log that cannot be read leaves the cause as it is', async () => {
    add(7, failed, scenes.noiseOnly())
    emulator.fault(({ path }) => path.includes('/logs'), faults.status(500))
    const { outputs } = await run({ ...gate, retries: '0' })
    expect(JSON.parse(outputs.failures)).toMatchObject([{ messages: ["Bash exited with code '1'."] }])
  })

  test('a build that was canceled before anything began is told as that', async () => {
    add(7, { result: 'canceled' })
    timelinesOf(emulator.world).set(7, null)
    expect((await run()).outputs.failure).toBe('The build was canceled.')
  })
})

describe('While it waits, the step', () => {
  const wait = { wait: 'true', 'wait-timeout': '20m', 'poll-interval': '30s' }
  const start = Date.UTC(2026, 0, 15, 9, 30)
  const minutes = (count: number) => start + count * 60_000

  /** A build that goes on for a while and then ends, and the lines that follow the heartbeats. */
  async function waiting(outline: TimelineOutline | null, inputs = {}, ends = 12) {
    const build = createBuild({ id: 7, buildNumber: '2026.7', status: 'inProgress', startTime: '2026-01-15T09:29:00Z' })
    emulator.world.builds.push(setCourse(build, [{ at: minutes(ends), status: 'completed' }]))
    timelinesOf(emulator.world).set(7, outline && createTimeline({ ...outline, start: '2026-01-15T09:29:00Z' }))
    const { log, outputs, ending, summary } = await run({ ...wait, ...inputs })
    const beats = log.filter((_, index) => / elapsed, /.test(log[index - 1] ?? ''))
    return { log, beats, outputs, ending, summary, asked: emulator.requests.filter(isTimeline) }
  }

  test('says at each heartbeat what the build is doing, with one request each time', async () => {
    const { beats, asked, outputs } = await waiting(scenes.running())
    expect(beats).toEqual([
      'Build > Linux x64 > Run tests (40%) for 1m 45s.',
      'Build > Linux x64 > Run tests (40%) for 2m 45s.',
      'Build > Linux x64 > Run tests (40%) for 5m 45s.',
      'Build > Linux x64 > Run tests (40%) for 10m 45s.',
    ])
    expect(asked).toHaveLength(4)
    expect(outputs.outcome).toBe('passed')
  })

  test('says where somebody must act', async () => {
    const { beats } = await waiting(scenes.waiting())
    expect(beats[0]).toBe(
      `Deploy waits for an approval for 1m 38s. Somebody must act: ${emulator.url}/web/_build/results?buildId=7&view=results`,
    )
  })

  test.each([
    [
      'a check, which passes by itself',
      scenes.waiting('TaskCheck'),
      'Deploy waits for a check (Business Hours) for 1m 38s.',
    ],
    ['an agent', scenes.noAgent(), 'Build > macOS waits for an agent.'],
  ])('says that it waits for %s', async (_, outline, line) => {
    expect((await waiting(outline)).beats[0]).toBe(line)
  })

  test('says nothing where nothing is known', async () => {
    expect((await waiting(null)).beats.filter(line => !line.includes('elapsed') && !line.includes('→'))).toEqual([])
  })

  test('asks for nothing without explain', async () => {
    expect((await waiting(scenes.running(), { explain: 'false' })).asked).toEqual([])
  })

  test('goes on when that cannot be said, and does not ask again what was refused', async () => {
    emulator.fault(isTimeline, faults.status(403, '{"message":"No"}', { 'content-type': 'application/json' }))
    const { beats, asked, outputs } = await waiting(scenes.running())
    expect(beats[0]).toMatch(/^What it is doing cannot be shown\. /)
    expect({ asked: asked.length, outcome: outputs.outcome }).toEqual({ asked: 1, outcome: 'passed' })
  })

  test('takes turns where it waits for several', async () => {
    const status = { status: 'inProgress', startTime: '2026-01-15T09:29:00Z' }
    for (const id of [1, 2]) {
      add(id, status, { ...scenes.running(), start: '2026-01-15T09:29:00Z' })
      setCourse(emulator.world.builds.at(-1) as never, [{ at: minutes(6), status: 'completed' }])
    }
    await run({ ...wait, top: '2' })
    expect(explaining().map(path => path.split('/')[0])).toEqual(['2', '1', '2'])
  })

  test('says when time is up what the build was doing, in the log and the summary', async () => {
    const { log, summary, outputs, asked } = await waiting(scenes.waiting(), { 'wait-timeout': '3m' }, 90)
    const line = expect.stringMatching(/^web-ci 2026\.7: Deploy waits for an approval for .*\. Somebody must act: /)
    expect(outputs).toMatchObject({ outcome: 'timed-out', failure: '', failures: '[]' })
    expect(log).toContainEqual(line)
    expect(summary).toContain('Deploy waits for an approval')
    expect(asked).toHaveLength(3)
  })
})

describe('A dry run', () => {
  const shown = async (inputs: Partial<Record<InputName, string>>) => {
    const { log } = await run({ pipelines: '7', 'dry-run': 'true', ...inputs })
    return log.filter(line => line.includes('/builds/0/'))
  }

  test('shows what a failing gate requests, and sends none of it', async () => {
    expect(await shown(gate)).toEqual([
      expect.stringMatching(/ '.*\/web\/_apis\/build\/builds\/0\/timeline\?api-version=7\.1'$/),
      expect.stringMatching(/ '.*\/builds\/0\/logs\?api-version=7\.1'$/),
      expect.stringMatching(
        /'Accept: text\/plain'.* '.*\/builds\/0\/logs\/0\?startLine=0&endLine=0&api-version=7\.1'$/,
      ),
    ])
    expect(emulator.requests).toEqual([])
  })

  test.each([
    ['nothing is judged', {}],
    ['nothing is explained', { ...gate, explain: 'false' }],
  ])('shows none of it where %s', async (_, inputs) => {
    expect(await shown(inputs)).toEqual([])
  })
})
