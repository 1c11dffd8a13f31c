import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createDefinition, createProject, faults, setPipeline } from '../../emulator/index.js'
import type { FaultAnswer, RequestRecord } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { behind, bundles, emulatorForEachTest, errorsOf, gitHub } from '../support/step.ts'
import { runStepInMemory } from '../support/step-in-memory.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const web = createProject('web')
const course = [
  { after: 300, status: 'inProgress' },
  { after: 1500, status: 'completed', result: 'succeeded' },
]
const parameters = { env: { values: ['test', 'prod'] }, note: { default: '' } }
const deploy = createDefinition({ id: 178, name: 'deploy', project: web, path: '\\Release' })
const world = () => ({ projects: [web], definitions: [setPipeline(deploy, { parameters, course })], builds: [] })
const start = { start: 'true', pipelines: '\\Release\\deploy', branch: 'main', parameters: 'env: prod' }
const waiting = { ...start, wait: 'true', 'poll-interval': '1s' }

const methodIs = (method: string) => (request: RequestRecord) => request.method === method

describe.each(bundles)('On $name, a build', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest({ world: world() })
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const running = () => {
    on.emulator.world.definitions = [setPipeline(deploy, { parameters, course: [{ after: 0, status: 'inProgress' }] })]
    on.emulator.world.builds = []
  }
  const sent = (method: string) => on.emulator.requests.filter(methodIs(method))

  testOnce('is started, waited for, and passes', async () => {
    on.emulator.world.builds = []
    on.emulator.world.definitions = world().definitions
    const result = await on.run(bundle, waiting)
    expect(errorsOf(result)).toEqual([])
    expect(result.outputs).toMatchObject({ outcome: 'passed', 'build-id': '1', 'build-result': 'succeeded' })
    expect(sent('POST').map(({ body }) => body.json)).toEqual([
      { definition: { id: 178 }, sourceBranch: 'refs/heads/main', templateParameters: { env: 'prod' } },
    ])
  })

  test('is refused with the names of inputs as this host spells them', async () => {
    const result = await on.run(bundle, { ...start, 'on-cancel': 'stop', parameters: 'evn: prod' })
    expect(result.outputs).toMatchObject({ outcome: 'error', 'build-id': '' })
    const [error = ''] = errorsOf(result)
    expect(error).toContain("Unexpected parameter 'evn'")
    expect(error).toContain("A value for the 'env' parameter must be provided.")
    expect(on.emulator.world.builds.filter(({ parameters }) => parameters === 'evn')).toEqual([])
  })

  testOnce('is in the outputs before it is waited for, also when the step is killed', async () => {
    running()
    const when = (written: string) => written.includes('Waiting for ')
    const result = await on.run(bundle, waiting, { signal: { name: 'SIGKILL', when } })
    expect(result.signal).toBe('SIGKILL')
    expect(result.outputs).toMatchObject({ 'build-id': '1', 'pipeline-id': '178', 'source-branch': 'refs/heads/main' })
    expect(result.outputs.outcome).toBeUndefined()
  })

  const signals = ['SIGINT', 'SIGTERM'] as const
  test.each(inTurn(bundle, signals))(
    'is stopped with one request when the job is canceled with %s, if that is wanted',
    async name => {
      running()
      const when = (written: string) => written.includes('Waiting for ')
      const result = await on.run(bundle, { ...waiting, 'on-cancel': 'stop' }, { signal: { name, when } })
      expect(result).toMatchObject({ result: 'canceled', signalsSent: [name] })
      expect(result.outputs).toMatchObject({ outcome: 'canceled', 'build-id': '1' })
      expect(sent('PATCH').map(({ path, body }) => [path.split('/').at(-1), body.json])).toEqual([
        ['1', { status: 'Cancelling' }],
      ])
      expect(on.emulator.world.builds[0]?.status).toBe('cancelling')
      expect(result.log.join('\n')).toContain('Stopping the build, because the job was canceled: deploy ')
    },
  )

  testOnce('goes on when the job is canceled, unless it is to be stopped', async () => {
    running()
    const when = (written: string) => written.includes('Waiting for ')
    const result = await on.run(bundle, waiting, { signal: { name: 'SIGINT', when } })
    expect(result.outputs).toMatchObject({ outcome: 'canceled', 'build-id': '1' })
    expect(result.log.join('\n')).toMatch(/The build goes on: deploy \S+ http/)
    expect(result.log.join('\n')).toContain(bundle === gitHub ? 'set build-ids: 1' : 'set buildIds: 1')
    expect(sent('PATCH')).toEqual([])
    expect(on.emulator.world.builds[0]?.status).not.toBe('cancelling')
  })

  /** Sends a signal to the step as soon as its request to start a build arrives. */
  const signaling = (answer: FaultAnswer) => {
    const file = join(folder, 'pid')
    on.emulator.fault(methodIs('POST'), async (request, response, next) => {
      process.kill(Number(readFileSync(file, 'utf8')), 'SIGINT')
      await answer(request, response, next)
    })
    return behind(
      `import { writeFileSync } from 'node:fs'\nwriteFileSync('${file}', String(process.pid))`,
      bundle,
      folder,
    )
  }

  testOnce('that is being started is stopped as soon as its ID is known', async () => {
    running()
    const later: FaultAnswer = async (_request, _response, next) => {
      await new Promise(resolve => setTimeout(resolve, 500))
      await next()
    }
    const result = await on.run(bundle, { ...waiting, 'on-cancel': 'stop' }, signaling(later))
    expect(result.outputs).toMatchObject({ outcome: 'canceled', 'build-id': '1' })
    expect([sent('PATCH').length, on.emulator.world.builds[0]?.status]).toEqual([1, 'cancelling'])
    expect(result.log.join('\n')).not.toContain('may have been started')
  })

  testOnce('that is being started may go on when the job is canceled, which is said at once', async () => {
    running()
    const result = await on.run(bundle, waiting, signaling(faults.neverAnswers))
    expect(result.outputs).toMatchObject({ outcome: 'canceled', 'build-id': '' })
    expect(result.log.join('\n')).toMatch(/A build may have been started: http\S+\/web\/_build\?definitionId=178/)
    expect(result.durationMs).toBeLessThan(4000)
  })

  testOnce('whose ID never comes is not waited for longer than a host allows', async () => {
    running()
    const result = await on.run(bundle, { ...waiting, 'on-cancel': 'stop' }, signaling(faults.neverAnswers))
    expect(result.outputs.outcome).toBe('canceled')
    expect(result.log.join('\n')).toContain('A build may have been started: ')
    expect(result.durationMs).toBeLessThan(7500)
  })

  testOnce('that cannot be stopped is said', async () => {
    running()
    on.emulator.world.definitions = [setPipeline(deploy, { parameters, denied: ['Stop builds'], course: [] })]
    const when = (written: string) => written.includes('Waiting for ')
    const result = await on.run(bundle, { ...waiting, 'on-cancel': 'stop' }, { signal: { name: 'SIGINT', when } })
    expect(result.outputs.outcome).toBe('canceled')
    const text = result.log.join('\n')
    expect(text).toContain('The build was not stopped: deploy ')
    expect(text).toContain('needs Stop builds permissions')
    expect(text).not.toContain('Token Owner')
  })

  testOnce('shows no value of a parameter anywhere, and no token', async () => {
    running()
    const secret = `value-${Math.random().toString(36).slice(2)}`
    const inputs = { ...start, parameters: JSON.stringify({ env: 'prod', note: secret }) }
    for (const more of [{}, { 'dry-run': 'true' }]) {
      const result = await on.run(bundle, { ...inputs, ...more }, { debug: true })
      const files = result.files.map(file => result.read(file))
      const all = [result.stdout, result.stderr, result.summary, JSON.stringify(result.outputs), ...files].join('\n')
      // The host itself hands the inputs to the step.
      const shown = all.split('\n').filter(line => line.includes(secret))
      expect(shown).toEqual([])
      expect(findLeaks(result, on.token)).toEqual([])
    }
    expect(on.emulator.world.builds[0]?.templateParameters).toEqual({ env: 'prod', note: secret })
  })
})

describe('inputs that belong to a start', () => {
  test.each([
    ['parameters', { parameters: 'a: b' }, 'parameters needs start: true.'],
    ['variables', { variables: 'a: b' }, 'variables needs start: true.'],
    ['on-cancel', { 'on-cancel': 'stop' }, 'on-cancel "stop" needs start: true.'],
    ['two pipelines', { ...start, pipelines: 'a, b' }, 'start needs exactly one pipeline in pipelines, not 2.'],
    ['no pipeline', { ...start, pipelines: '' }, 'start needs exactly one pipeline in pipelines, not 0.'],
    ['a glob', { ...start, branch: 'release/*' }, 'start needs one branch, not a glob.'],
    ['a short SHA', { ...start, commit: '4f0c9d1be7a' }, 'start needs a full SHA or a changeset as commit.'],
    ['two projects', { ...start, project: 'web, mobile' }, 'start needs exactly one project.'],
    ['a filter', { ...start, result: 'failed' }, 'start and result exclude each other'],
    ['an order', { ...start, order: 'startTimeDescending' }, 'start and order exclude each other'],
    ['a line that cannot be read', { ...start, parameters: 'a: b\nhunter2' }, 'parameters cannot be read in line 2.'],
  ])('%s: what is impossible is refused before any request', async (_, inputs, problem) => {
    const { outputs, errors, requests } = await runStepInMemory({ emulator: { world: world() }, inputs })
    expect(outputs.outcome).toBe('error')
    expect(errors.join('\n')).toContain(problem)
    expect(errors.join('\n')).not.toContain('hunter2')
    expect(requests).toEqual([])
  })
})
