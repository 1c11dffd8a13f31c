import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, faults } from '../../emulator/index.js'
import type { BuildOverrides, Definition, World } from '../../emulator/types.ts'
import { outputNames } from '../../src/core/result/outputs.ts'
import {
  type Bundle,
  bundles,
  errorsOf,
  gitHub,
  type Inputs,
  onHostsInTurn,
  runStep,
  type StepRun,
  type StepSetup,
} from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const web = createProject('web')
const [ci, nightly, docs] = ['web ci', 'web nightly', 'web docs'].map((name, index) =>
  createDefinition({ id: index + 1, name, project: web }),
) as [Definition, Definition, Definition]

/** Builds 1, 2, 3 …, the first the newest, ten minutes apart, each having run for five. */
const worldOf = (...all: BuildOverrides[]): World => ({
  projects: [web],
  definitions: [ci, nightly, docs],
  builds: all.map((build, index) => {
    const began = minutesAgo(10 * index + 10)
    const startTime = build.status === 'notStarted' ? {} : { startTime: began }
    const finishTime = build.status === undefined ? { finishTime: minutesAgo(10 * index + 5) } : {}
    const id = index + 1
    const times = { queueTime: began, ...startTime, ...finishTime }
    return createBuild({ id, buildNumber: `n${id}`, definition: ci, ...times, ...build })
  }),
})

const green = { result: 'succeeded' }
const red = { result: 'failed' }
const succeeded = { 'require-result': 'succeeded' }
/** Of every build unless it has another. */
const commit = '0b5e1f6a7c2d48e39a90b1c2d3e4f5061728394a'

interface Case extends Pick<StepSetup, 'prepare'> {
  readonly builds?: readonly BuildOverrides[]
  readonly inputs?: Inputs
}

/** Without the explanation of failures, which is tested elsewhere. */
function run(bundle: Bundle, { builds = [], inputs, prepare }: Case): Promise<StepRun> {
  const given = { explain: 'false', 'poll-interval': '1s', ...inputs }
  return runStep(bundle, { emulator: { world: worldOf(...builds) }, inputs: given, ...(prepare && { prepare }) })
}

const failed = { result: 'failed', jobResult: 'failed', nextStepRuns: false }
const passed = { result: 'succeeded', exitCode: 0, nextStepRuns: true }
const levelsOf = ({ annotations }: StepRun) => annotations.map(({ level }) => level)

/** What an error of the gate says, and the builds that it lists, by their links. */
interface GateError {
  readonly says: RegExp
  readonly ids: readonly number[]
}

function expectGateErrors(bundle: Bundle, result: StepRun, wanted: readonly GateError[]): void {
  const errors = errorsOf(result)
  expect(errors).toHaveLength(wanted.length)
  for (const [index, { says, ids }] of wanted.entries()) {
    const message = errors[index] ?? ''
    expect(message).toMatch(/^Gate failed: /)
    expect(message).toMatch(says)
    const links = [...message.matchAll(/^ .* ?(https?:\S+buildId=(\d+))$/gm)]
    expect(links.map(([, , id]) => Number(id))).toEqual(ids)
    for (const [, link] of links) {
      expect(link).toMatch(`${result.url}/web/_build/results`)
      expect(result.summary).toContain(`(${link})`)
    }
  }
  const titles = result.commands.filter(({ name }) => name === 'error').map(({ properties }) => properties.title)
  expect(titles).toEqual(bundle === gitHub ? wanted.map(() => 'Azure DevOps builds: gate failed') : [])
  // No name of an input as the other host spells it.
  const foreign = bundle === gitHub ? /requireResult|maxAge|scanLimit/ : /require-result|max-age|scan-limit/
  expect(errors.join()).not.toMatch(foreign)
}

const rule = /require-?result: succeeded/i

describe.each(bundles)('The gate on $name judges the first build of each pipeline:', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  const both = { pipelines: 'web ci, web nightly' }
  const nightlyFailed = { says: /web nightly n2 for 0b5e1f6a on main: failed 15m ago \(\d\d:\d\d UTC\)/, ids: [2] }

  test.concurrent.each(
    inTurn<[string, BuildOverrides[], Inputs, GateError]>(bundle, [
      [
        'a green build does not hide the red one of another pipeline',
        [green, { ...red, definition: nightly }],
        { ...succeeded, commit },
        nightlyFailed,
      ],
      [
        'a green build does not hide the red one of another pipeline with wait',
        [green, { ...red, definition: nightly }],
        { wait: 'true', commit },
        nightlyFailed,
      ],
      ['a red rerun replaces the green build before it', [red, green], succeeded, { says: rule, ids: [1] }],
      ['wait fails on a failed build although no rule was set', [red], { wait: 'true' }, { says: rule, ids: [1] }],
      [
        'a named pipeline without a build fails, and is named',
        [green],
        { ...succeeded, ...both },
        { says: /No matching build of web nightly \(web\)\./, ids: [] },
      ],
      [
        'a named pipeline without a build fails with wait, after as long as it may take to appear',
        [green],
        { wait: 'true', 'appear-timeout': '1s', ...both },
        { says: /No matching build of web nightly appeared within 1s\./, ids: [] },
      ],
      [
        'a build ID that no build has fails, and is named',
        [green],
        { ...succeeded, 'build-ids': '1, 77' },
        { says: /No matching build with the ID 77\./, ids: [] },
      ],
      [
        'a build ID that no build has fails with wait, after as long as it may take to appear',
        [green],
        { wait: 'true', 'appear-timeout': '1s', 'build-ids': '1, 77' },
        { says: /No matching build with the ID 77 appeared within 1s\./, ids: [] },
      ],
    ]),
  )('%s', async (_, builds, inputs, error) => {
    const result = await run(bundle, { builds, inputs })
    expect(result).toMatchObject(failed)
    expect(result.outputs.outcome).toBe('appear-timeout' in inputs ? 'timed-out' : 'failed')
    expectGateErrors(bundle, result, [error])
  })

  testOnce('a green rerun replaces the red build before it', async () => {
    const result = await run(bundle, { builds: [green, red, red], inputs: succeeded })
    expect(result).toMatchObject({
      ...passed,
      annotations: [],
      outputs: { outcome: 'passed', count: '1', 'build-id': '1' },
    })
    expect(result.log.join('\n')).toContain('Gate passed: web ci n1 (succeeded).')
  })

  test.concurrent.each(
    inTurn(bundle, [
      ['warn', ['warning']],
      ['ignore', []],
    ]),
  )('a named pipeline without a build passes with if-none %s', async (ifNone, levels) => {
    const inputs = { ...succeeded, pipelines: 'web ci, web nightly', 'if-none': ifNone }
    const result = await run(bundle, { builds: [green], inputs })
    expect(result).toMatchObject({ ...passed, outputs: { outcome: 'passed', count: '1' } })
    expect(levelsOf(result)).toEqual(levels)
  })

  testOnce('a pipeline that starts late for the commit joins, and fails it', async () => {
    let polls = 0
    const result = await run(bundle, {
      builds: [{ status: 'inProgress', sourceVersion: 'a'.repeat(40) }],
      inputs: { wait: 'true', commit: 'aaaaaaa' },
      prepare: ({ fault, world }) =>
        fault(
          ({ query }) => query.has('buildIds'),
          (_, __, next) => {
            if (++polls === 1) {
              const late = { sourceVersion: 'a'.repeat(40), queueTime: new Date().toISOString(), definition: nightly }
              world.builds.push(
                createBuild({ ...red, id: 8, buildNumber: 'n8', finishTime: new Date().toISOString(), ...late }),
              )
            } else Object.assign(world.builds[0] as object, green, { status: 'completed', finishTime: minutesAgo(0) })
            return next()
          },
        ),
    })
    expect(result).toMatchObject({ ...failed, outputs: { outcome: 'failed', count: '2' } })
    expect(result.log.join('\n')).toContain(`web nightly n8 appeared: ${result.url}/web/_build/results?buildId=8`)
    expectGateErrors(bundle, result, [{ says: /web nightly n8/, ids: [8] }])
  })

  testOnce('as many builds as top says when it is set', async () => {
    const result = await run(bundle, { builds: [green, red, green], inputs: { ...succeeded, top: '3' } })
    expect(result).toMatchObject({ ...failed, outputs: { outcome: 'failed', count: '3' } })
    expectGateErrors(bundle, result, [{ says: rule, ids: [2] }])
  })

  testOnce('a top below the number of named pipelines is refused before any request', async () => {
    const inputs = { ...succeeded, pipelines: 'web ci, web nightly', top: '1' }
    const { outputs, requests, log } = await run(bundle, { builds: [green], inputs })
    expect([outputs.outcome, requests]).toEqual(['error', []])
    expect(log.join('\n')).toMatch(/top.*pipelines|pipelines.*top/)
  })
})

describe.each(bundles)('The rules of the gate on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  test.concurrent.each(
    inTurn<[string, BuildOverrides[], Inputs]>(bundle, [
      [
        'every build has a required result',
        [green, { result: 'partiallySucceeded' }],
        { 'require-result': 'succeeded,partiallySucceeded', top: '2' },
      ],
      ['the newest is young enough', [green, red], { 'max-age': '6m' }],
    ]),
  )('are kept when %s', async (_, builds, inputs) => {
    const result = await run(bundle, { builds, inputs })
    expect(result).toMatchObject({ ...passed, annotations: [], outputs: { outcome: 'passed' } })
    expect(result.log.join('\n')).toContain('Gate passed: ')
    expect(result.summary).toMatch(/^## web: passed ✅\n/)
  })

  test.concurrent.each(
    inTurn<[string, Inputs]>(bundle, [
      ['without rules', {}],
      ['with wait when any result is good', { wait: 'true', 'require-result': 'any' }],
    ]),
  )('are not called kept %s, whatever the builds are', async (_, inputs) => {
    const result = await run(bundle, { builds: [red], inputs })
    expect(result).toMatchObject({
      ...passed,
      annotations: [],
      outputs: { outcome: 'found', 'build-result': 'failed' },
    })
    expect(`${result.log.join('\n')}${result.summary}`).not.toMatch(/passed|✅/)
  })

  test.concurrent.each(
    inTurn<[string, BuildOverrides[], Inputs, GateError[]]>(bundle, [
      [
        'builds are not completed',
        [{ status: 'inProgress' }, { status: 'notStarted', definition: nightly }, { ...green, definition: docs }],
        { 'require-result': 'succeeded, partiallySucceeded' },
        [{ says: /: inProgress started 10m ago[\s\S]*: notStarted queued 20m ago/, ids: [1, 2] }],
      ],
      [
        'a dozen builds have another result, of which ten are listed, a line each',
        Array(12).fill(red),
        { ...succeeded, top: '12' },
        [
          {
            says: /^.*12 of 12 builds.*\n( {2}web ci n.*\n){10} {2}and 2 more builds$/,
            ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
          },
        ],
      ],
      [
        'the newest is too old',
        [green, green],
        { 'max-age': '4m' },
        [{ says: /The newest build finished 5m( \d+s)? ago, more than 4m\. max-?age: 4m/i, ids: [1] }],
      ],
      [
        'the newest is not completed',
        [{ status: 'inProgress' }, green],
        { 'max-age': '1d' },
        [{ says: /The newest build has not finished; one must have within 1d\. max-?age: 1d/i, ids: [1] }],
      ],
      [
        'two of them are broken, with an error for each',
        [red],
        { 'require-result': 'canceled', 'max-age': '1s' },
        [
          { says: /require-?result: canceled/i, ids: [1] },
          { says: /finished 5m( \d+s)? ago, more than 1s\. max-?age: 1s/i, ids: [1] },
        ],
      ],
    ]),
  )('are broken when %s', async (_, builds, inputs, errors) => {
    const result = await run(bundle, { builds, inputs })
    expect(result).toMatchObject({
      ...failed,
      exitCode: bundle === gitHub ? 1 : 0,
      outputs: { outcome: 'failed', 'build-id': '1' },
    })
    expectGateErrors(bundle, result, errors)
    expect(result.found).toHaveLength(Number(result.outputs.count))
  })

  testOnce(
    'are broken when the newest is too old by the clock of the service, which this machine is behind',
    async () => {
      const prepare: Case['prepare'] = ({ quirks }) => {
        quirks.dateOffset = 3_600_000
      }
      const result = await run(bundle, { builds: [green], inputs: { 'max-age': '30m' }, prepare })
      expect(result).toMatchObject({ ...failed, outputs: { outcome: 'failed', 'build-id': '1' } })
      expectGateErrors(bundle, result, [{ says: /The newest build finished 1h [45]m ago, more than 30m\./, ids: [1] }])
    },
  )

  test.concurrent('end the step as its host wants to be told', async () => {
    const result = await run(bundle, { builds: [red], inputs: succeeded })
    const [complete] = result.commands.filter(({ name }) => name === 'task.complete')
    expect(complete?.properties.result).toBe(bundle === gitHub ? undefined : 'Failed')
    expect(result.exitCode).toBe(bundle === gitHub ? 1 : 0)
  })
})

describe.each(bundles)('A list that was cut on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...green,
    sourceVersion: index < 50 ? 'b'.repeat(40) : 'a'.repeat(40),
    ...(index === 55 ? { ...red, definition: nightly } : {}),
  }))

  testOnce('at the scan limit fails the gate, and says what to raise', async () => {
    const builds = [{ ...green, sourceVersion: 'a'.repeat(40) }, ...many]
    const result = await run(bundle, { builds, inputs: { ...succeeded, commit: 'aaaaaaa', 'scan-limit': '50' } })
    expect(result).toMatchObject({ ...failed, outputs: { outcome: 'failed', truncated: 'true' } })
    const says = /The list of builds of web was cut at scan-?limit, so it cannot be judged\. Raise it/i
    expectGateErrors(bundle, result, [{ says, ids: [] }])
    expect(result.summary).toMatch(/The list of builds of web was cut at/)
  })

  testOnce('at the scan limit fails the gate although nothing was found before it, whatever if-none says', async () => {
    const inputs = { ...succeeded, commit: 'aaaaaaa', 'scan-limit': '50', 'if-none': 'ignore' }
    const result = await run(bundle, { builds: many, inputs })
    expect(result).toMatchObject({ ...failed, outputs: { outcome: 'failed', count: '0', truncated: 'true' } })
  })

  testOnce('at the scan limit does not matter for the age of the newest', async () => {
    const builds = [{ ...green, sourceVersion: 'a'.repeat(40) }, ...many]
    const inputs = { 'max-age': '1d', commit: 'aaaaaaa', 'scan-limit': '50' }
    expect(await run(bundle, { builds, inputs })).toMatchObject({
      ...passed,
      annotations: [],
      outputs: { outcome: 'passed' },
    })
  })

  test.concurrent.each(
    inTurn<[string, Inputs]>(bundle, [
      ['by top, with a rule on results', { ...succeeded, top: '2' }],
      ['by top, with a rule on age', { 'max-age': '1d', top: '2' }],
      ['by top, the oldest first', { 'max-age': '1d', top: '2', order: 'queueTimeAscending' }],
      ['by the gate itself, which judges the first of each pipeline', succeeded],
    ]),
  )('%s gives no warning: the user wanted it so', async (_, inputs) => {
    const result = await run(bundle, { builds: [green, green, green], inputs })
    expect(result).toMatchObject({ ...passed, annotations: [], outputs: { outcome: 'passed' } })
    expect(result.outputs.truncated).toBe(inputs.top === undefined ? 'false' : 'true')
    expect(result.log.join('\n')).not.toMatch(/incomplete|may be more/)
  })
})

const outcomes: [string, Case][] = [
  ['found', { builds: [green] }],
  ['passed', { builds: [green], inputs: succeeded }],
  ['failed', { builds: [red], inputs: succeeded }],
  ['none', {}],
  ['timed-out', { builds: [{ status: 'inProgress' }], inputs: { wait: 'true', 'wait-timeout': '1s' } }],
  ['dry-run', { inputs: { 'dry-run': 'true' } }],
  ['error', { prepare: ({ fault }) => fault(() => true, faults.anonymous401) }],
  ['error', { inputs: { top: 'many' } }],
]

test.concurrent.each(onHostsInTurn(outcomes.map(([outcome, one]) => ({ outcome, one }))))(
  'The outcome $outcome comes with every output on $name',
  async ({ outcome, one, bundle }) => {
    const { outputs } = await run(bundle, one)
    expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort())
    expect(outputs.outcome).toBe(outcome)
    const answers = outcome !== 'dry-run' && outcome !== 'error'
    expect([outputs.count !== '', outputs['builds-file'] !== '', outputs.builds !== '']).toEqual(Array(3).fill(answers))
  },
)
