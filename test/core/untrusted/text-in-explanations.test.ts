import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createBuild, createProject, createTimeline, startEmulator, timelinesOf } from '../../../emulator/index.js'
import type { Emulator, TimelineOutline } from '../../../emulator/types.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { runs } from '../../support/thorough.ts'
import { expectInertPage, expectPlainLines } from './inert.ts'
import { anything, crafted } from './texts.ts'

const token = `made-up-${randomBytes(12).toString('hex')}`
let emulator: Emulator
/** Passes only in sleep. */
let now = Date.UTC(2026, 0, 15, 9, 30)

beforeAll(async () => {
  const world = {
    projects: [createProject('web')],
    definitions: [],
    builds: [createBuild({ id: 7, result: 'failed' })],
  }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } }, clock: { now: () => now } })
})
afterAll(() => emulator.close())

async function explained(outline: TimelineOutline, inputs = {}): Promise<Told> {
  timelinesOf(emulator.world).set(7, createTimeline(outline))
  const sleep = async (duration: number) => {
    now += duration
  }
  return runInMemory(
    { organization: emulator.url, project: 'web', pat: token, 'require-result': 'succeeded', retries: '0', ...inputs },
    { clock: { now: () => now, sleep }, random: () => 0 },
  )
}

/** Annotations go as the data of a command, in which line ends are encoded; the log shows them as lines. */
function linesOf({ log, warnings, errors }: Told): string[] {
  const messages = new Set([...warnings, ...errors])
  return log.flatMap(entry => (messages.has(entry) ? entry.split('\n') : [entry]))
}

function expectInert(told: Told): void {
  expectPlainLines(linesOf(told))
  expectInertPage(told.summary, emulator.url)
}

/** Every text of a timeline that the author of a pipeline, or what it runs, can choose. */
const texts = fc.record({
  stage: anything,
  job: anything,
  task: anything,
  worker: anything,
  message: anything,
  more: anything,
  line: anything,
})

describe('Untrusted text', () => {
  test('in names, messages and logs stays text, in the log, in annotations, and in the summary', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async ({ stage, job, task, worker, message, more, line }, noise) => {
        const issues = noise ? ["Bash exited with code '1'."] : [message, more]
        const tasks = [
          { name: task, issues, output: [`error ${line}`, line, message].flatMap(text => text.split('\n')) },
        ]
        const told = await explained({
          stages: [
            {
              name: stage,
              jobs: [
                { name: job, worker, tasks },
                { name: more, tasks: ['x'], firstAttempt: 'failed' },
              ],
            },
          ],
        })
        expect(told.outputs.outcome).toBe('failed')
        expect(told.log.some(entry => entry.startsWith('Why '))).toBe(true)
        expectInert(told)
        for (const { url } of JSON.parse(told.outputs.failures))
          expect(url.startsWith(`${emulator.url}/web/_build/results?buildId=7`)).toBe(true)
      }),
      { numRuns: runs(60) },
    )
  })

  test('in validation errors stays text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 4 }), async messages => {
        const validationResults = messages.map(message => ({ result: 'error', message }))
        const [build] = emulator.world.builds
        Object.assign(build as object, { validationResults })
        try {
          expectInert(await explained({ stages: [] }))
        } finally {
          Object.assign(build as object, { validationResults: [] })
        }
      }),
      { numRuns: runs(30) },
    )
  })

  test('in what a build waits for stays text, at heartbeats and when time is up', async () => {
    const [build] = emulator.world.builds
    Object.assign(build as object, { status: 'inProgress', result: undefined, finishTime: undefined })
    await fc.assert(
      fc.asyncProperty(crafted, crafted, crafted, async (stage, task, check) => {
        const told = await explained(
          {
            stages: [
              {
                name: stage,
                jobs: [{ name: stage, tasks: [{ name: task, state: 'inProgress', currentOperation: task }] }],
              },
              { name: task, checks: [{ type: 'TaskCheck', name: check, state: 'inProgress' }] },
            ],
          },
          { wait: 'true', 'wait-timeout': '3m', 'poll-interval': '50s' },
        )
        expect(told.outputs.outcome).toBe('timed-out')
        expect(told.log.filter(line => line.includes('waits for a check')).length).toBeGreaterThanOrEqual(2)
        expectInert(told)
      }),
      { numRuns: 15 },
    )
    Object.assign(build as object, { status: 'completed', result: 'failed', finishTime: '2026-01-15T09:05:00Z' })
  })
})

test('a token in messages, names and logs is nowhere to be read, in no form and in no piece', async () => {
  const forms = [
    token,
    Buffer.from(`:${token}`).toString('base64'),
    encodeURIComponent(token),
    [...token].join('\u001b[0m'),
  ]
  for (const form of forms)
    for (const issues of [[`${'x'.repeat(1990)}${form}`, form], ["Bash exited with code '1'."]]) {
      const output = [`error: ${form}`, `${'x'.repeat(290)}${form}`, form]
      const told = await explained({
        stages: [{ name: form, jobs: [{ name: form, tasks: [{ name: form, issues, output }] }] }],
      })
      const all = JSON.stringify([told.log, told.summary, told.outputs])
      expect(all).toContain('***')
      expect(all).not.toContain(token.slice(8, 20))
      expect(all).not.toContain(Buffer.from(`:${token}`).toString('base64').slice(0, 16))
    }
})
