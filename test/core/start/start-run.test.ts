import { describe, expect, test } from '@jest/globals'
import { createTimeline, faults, scenes, timelinesOf } from '../../../emulator/index.js'
import type { FaultAnswer } from '../../../emulator/types.ts'
import { runStart, type StartRun } from './run-start.ts'

const green = [
  { after: 7000, status: 'inProgress' },
  { after: 32_000, status: 'completed', result: 'succeeded' },
]
const red = [{ after: 7000, status: 'completed', result: 'failed' }]

/** Everything that leaves the step. */
const allOf = ({ log, outputs, summary, builds }: StartRun) =>
  JSON.stringify([log, outputs, summary, builds ?? []], null, 1)

describe('without wait', () => {
  test('a started build passes, and its outputs are those of the answer', async () => {
    const { outputs, log, ending, summary, builds, emulator } = await runStart({ inputs: { branch: 'main' } })
    expect(ending).toEqual({ result: 'passed' })
    expect(outputs).toMatchObject({
      outcome: 'started',
      count: '1',
      truncated: 'false',
      'build-id': '1',
      'build-number': '20261123.1',
      'build-status': 'notStarted',
      'build-result': '',
      'build-url': expect.stringMatching(/\/web\/_build\/results\?buildId=1$/),
      'pipeline-id': '178',
      'pipeline-name': 'deploy',
      'source-branch': 'refs/heads/main',
      'source-version': emulator.world.builds[0]?.sourceVersion,
      'queue-time': '2026-11-23T12:00:00.0003796Z',
    })
    expect(builds).toHaveLength(1)
    expect(log.join('\n')).toContain('Start pipeline 178 of web in http')
    expect(log.at(-1)).toBe('Started deploy 20261123.1 (notStarted). It is not waited for.')
    expect(summary).toContain('## 178 on main: started 🚀')
  })

  test.each([
    ['a result', { 'require-result': 'succeeded' }, 'require-result with start needs wait: true'],
    ['an age', { 'max-age': '1h' }, 'max-age with start needs wait: true'],
    ['artifacts', { artifacts: 'drop' }, 'artifacts with start needs wait: true'],
  ])('%s cannot be judged, and nothing is started', async (_, inputs, words) => {
    const { errors, outputs, emulator } = await runStart({ inputs })
    expect(errors.join('\n')).toContain(words)
    expect([outputs.outcome, emulator.requests.length]).toEqual(['error', 0])
  })
})

describe('with wait', () => {
  const wait = { wait: 'true', 'poll-interval': '1s' }

  test('a green build passes', async () => {
    const { outputs, log, emulator } = await runStart({ setup: { pipeline: { course: green } }, inputs: wait })
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '1', 'build-result': 'succeeded' })
    expect(log).toContain('deploy 20261123.1: notStarted → inProgress')
    // What is waited for is the started build, by its ID.
    const polls = emulator.requests.filter(({ query }) => query.has('buildIds'))
    expect(new Set(polls.map(({ query }) => query.get('buildIds')))).toEqual(new Set(['1']))
  })

  test('a red build fails, and any result is right if it is said', async () => {
    const setup = { pipeline: { course: red } }
    expect((await runStart({ setup, inputs: wait })).outputs).toMatchObject({
      outcome: 'failed',
      'build-result': 'failed',
    })
    const { outputs } = await runStart({ setup, inputs: { ...wait, 'require-result': 'any' } })
    expect(outputs).toMatchObject({ outcome: 'found', 'build-result': 'failed' })
  })

  test('a build that does not end is timed out', async () => {
    const setup = { pipeline: { course: [] } }
    const { outputs } = await runStart({ setup, inputs: { ...wait, 'wait-timeout': '1m' } })
    expect(outputs).toMatchObject({ outcome: 'timed-out', 'build-id': '1' })
  })

  test('lists that lag do not matter', async () => {
    const { outputs, log } = await runStart({
      setup: { pipeline: { course: green }, emulator: { quirks: { listLag: 20_000 } } },
      inputs: wait,
    })
    expect(outputs.outcome).toBe('passed')
    expect(log.join('\n')).not.toContain('No build matches')
  })

  test('builds of others that are red or newer do not matter', async () => {
    const { outputs } = await runStart({
      setup: { pipeline: { course: green } },
      inputs: wait,
      prepare: ({ emulator, clock }) => {
        clock.plan(clock.now() + 5000, () => {
          const [own] = emulator.world.builds
          if (own) emulator.world.builds.push({ ...own, id: 99, status: 'completed', result: 'failed' })
        })
      },
    })
    expect(outputs).toMatchObject({ outcome: 'passed', 'build-id': '1' })
  })

  test('a build of another commit, which comes late, fails when it is known', async () => {
    const { outputs, errors } = await runStart({
      setup: {
        pipeline: { course: green.map(step => ({ ...step, after: step.after + 60_000 })) },
        emulator: { quirks: { lateCommit: true, ignoresCommit: true } },
      },
      inputs: { ...wait, commit: 'c'.repeat(40) },
    })
    expect(outputs).toMatchObject({ outcome: 'failed', 'build-result': 'succeeded' })
    expect(errors.join('\n')).toMatch(/Start failed: The build is of commit [0-9a-f]{40}, not c{40}\./)
  })

  test('a build that finds no agent of the organization fails, and says where to get one', async () => {
    const { outputs, errors } = await runStart({
      setup: { pipeline: { course: [{ after: 0, status: 'inProgress' }, ...red] } },
      inputs: wait,
      prepare: ({ emulator }) =>
        void timelinesOf(emulator.world).set(
          1,
          createTimeline({ ...scenes.noParallelism(), start: '2026-11-23T12:00:00Z' }),
        ),
    })
    expect(outputs.outcome).toBe('failed')
    expect(outputs.failure).toContain('No hosted parallelism')
    expect(errors.join('\n')).toContain('https://aka.ms/azpipelines-parallelism-request')
  })

  test('an error while waiting leaves the build in the outputs', async () => {
    let polls = 0
    const { outputs, log } = await runStart({
      inputs: wait,
      prepare: ({ emulator }) =>
        void emulator.fault(({ query }) => query.has('buildIds') && ++polls > 3, faults.anonymous401),
    })
    expect(outputs).toMatchObject({ outcome: 'error', 'build-id': '1', 'build-result': '' })
    // As of a token that expires meanwhile.
    expect(log.join('\n')).toMatch(
      /The build goes on: deploy \S+ http\S+buildId=1\nTo wait .* build-ids: 1 and wait: true\./,
    )
  })
})

describe('a false start', () => {
  test('fails with the build, the difference, and nothing waited for', async () => {
    const { outputs, errors, summary, emulator } = await runStart({
      inputs: { branch: 'refs/head/x', wait: 'true' },
    })
    const sentence =
      'The build is of branch refs/heads/main, not refs/head/x. ' +
      'Azure DevOps builds the default branch if a branch does not exist. The build goes on: cancel it if it must not run.'
    expect(outputs).toMatchObject({ outcome: 'failed', 'build-id': '1', failure: sentence })
    expect(errors).toEqual([expect.stringContaining(`Start failed: ${sentence}`)])
    expect(summary).toContain('not refs')
    expect(emulator.requests.some(({ query }) => query.has('buildIds'))).toBe(false)
  })

  test('that was dead on arrival fails with every message, each with its cure', async () => {
    const { outputs, errors } = await runStart({
      setup: {
        pipeline: { parameters: { env: {}, size: { type: 'number' } } },
        emulator: { quirks: { deadOnArrival: true } },
      },
      inputs: { parameters: 'size: hunter2' },
    })
    expect(outputs).toMatchObject({ outcome: 'failed', 'build-id': '1', 'build-result': 'failed' })
    expect(errors).toEqual([
      expect.stringMatching(
        /^Start failed: A value for the 'env' parameter must be provided\. Add the parameter to parameters\./,
      ),
      expect.stringMatching(
        /^Start failed: The 'size' parameter value '\*\*\*' is not a valid Number\. Compare the value/,
      ),
    ])
    expect(outputs.failure).toContain("'env' parameter")
    expect(JSON.parse(outputs.failures)).toMatchObject([{ buildId: 1, kind: 'validation' }])
  })
})

describe('a refused start', () => {
  test('shows every message with its cure, in the log and the summary', async () => {
    const { outputs, errors, summary } = await runStart({
      setup: { pipeline: { parameters: { env: {} }, settable: [] } },
      inputs: { parameters: 'testFolder: x', variables: 'my_variable: y' },
    })
    const [error = ''] = errors
    expect(outputs).toMatchObject({ outcome: 'error', 'build-id': '' })
    expect(error).toMatch(/^Azure DevOps refused to start the build\. No build was started\./)
    for (const cure of [
      'Set variables in variables.',
      'Add the parameter to parameters.',
      'Let users override this value',
    ])
      expect([error, summary].map(text => text.includes(cure))).toEqual([true, true])
    expect(error).toContain('troubleshooting.md#start-refused')
  })

  test('names the one scope that starting needs', async () => {
    const { errors } = await runStart({ setup: { grant: { scopes: ['vso.build'] } } })
    expect(errors.join('\n')).toContain('Build (Read & execute)')
  })

  test('names the same scope when the token is refused before', async () => {
    const { errors } = await runStart({
      prepare: ({ emulator }) => void emulator.fault(() => true, faults.status(401)),
    })
    expect(errors.join('\n')).toContain('Build (Read & execute)')
  })

  test('names nobody', async () => {
    const { errors } = await runStart({ setup: { pipeline: { denied: ['Queue builds'] } } })
    expect(errors.join('\n')).toContain('The owner of the token needs Queue builds permissions')
    expect(errors.join('\n')).not.toContain('Token Owner')
  })
})

describe('values of parameters and variables', () => {
  const [password, object, token] = ['correct horse "battery"', '{"key":"staple-4711"}', 'v4riable-value']
  const inputs = { parameters: JSON.stringify({ password, object: JSON.parse(object) }), variables: `token: ${token}` }
  const setup = { pipeline: { parameters: { password: {}, object: { type: 'object' as const } }, course: red } }
  const secrets = [password, JSON.stringify(password).slice(1, -1), encodeURIComponent(password), 'staple-4711', token]

  const echo: FaultAnswer = faults.status(400, {
    message: `Bad: ${password}, ${encodeURIComponent(password)}, ${object} and ${token}`,
    typeKey: 'PipelineValidationException',
    customProperties: {
      ValidationResults: [
        { result: 'error', message: `The 'x' parameter value '${password}' is not a valid Boolean.` },
      ],
    },
  })

  test.each<[string, Record<string, string>, FaultAnswer | undefined]>([
    ['when the build is started', {}, undefined],
    ['when it is waited for and red', { wait: 'true', 'poll-interval': '1s' }, undefined],
    ['in a dry run', { 'dry-run': 'true' }, undefined],
    ['in a refusal that quotes them', {}, echo],
    ['when the answer is lost', {}, faults.doneThen(faults.status(502, `<title>${password} ${token}</title>`))],
    ['when the answer is something else', {}, faults.status(200, `<title>${password} ${token}</title>`)],
    ['when the build is another', {}, faults.changed({ templateParameters: { password: 'x' } })],
    [
      'when the build is dead',
      {},
      faults.changed({
        status: 'completed',
        result: 'failed',
        validationResults: [
          { result: 'error', message: `The 'x' parameter value '${password}' is not a valid Boolean.` },
        ],
      }),
    ],
    ['in a warning', {}, faults.changed({ validationResults: [{ result: 'warning', message: `Odd: ${token}` }] })],
  ])('are nowhere %s; names are', async (_, more, answer) => {
    const ran = await runStart({
      setup,
      inputs: { ...inputs, ...more },
      prepare: ({ emulator }) => {
        if (answer !== undefined) emulator.fault(({ method }) => method === 'POST', answer, 1)
      },
    })
    const all = allOf(ran)
    for (const secret of secrets) expect(all).not.toContain(JSON.stringify(secret).slice(1, -1))
    expect(ran.log.join('\n')).toContain('parameters password and object; variables token')
  })

  test('stay names in the builds file', async () => {
    const { builds } = await runStart({ setup, inputs })
    expect(builds?.[0]).toMatchObject({
      parameters: '{"token":"***"}',
      templateParameters: { password: '***', object: '***' },
    })
  })
})

describe('a dry run', () => {
  test('shows each request, and sends none', async () => {
    const { log, outputs, emulator } = await runStart({
      inputs: { pipelines: 'deploy', branch: 'main', parameters: 'env: prod', wait: 'true', 'dry-run': 'true' },
    })
    const commands = log.filter(line => line.startsWith('curl'))
    expect([outputs.outcome, outputs['build-id'], emulator.requests.length]).toEqual(['dry-run', '', 0])
    expect(commands.map(line => /--request \w+/.exec(line)?.[0] ?? 'GET')).toEqual([
      'GET',
      'GET',
      'GET',
      '--request POST',
      // Builds, the timeline, the list of logs, and a log.
      'GET',
      'GET',
      'GET',
      'GET',
    ])
    expect(commands[3]).toContain(
      `--data '{"definition":{"id":0},"sourceBranch":"refs/heads/main","templateParameters":{"env":"***"}}'`,
    )
  })
})
