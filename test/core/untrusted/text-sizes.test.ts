import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  artifactsOf,
  createArtifact,
  createBuild,
  createProject,
  createTimeline,
  faults,
  startEmulator,
  timelinesOf,
} from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { callInMemory } from '../../support/call-in-memory.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { madeUpToken } from '../../support/samples.ts'
import { oneOf, partOf } from '../../support/thorough.ts'
import { expectInertPage, expectPlainLines } from './inert.ts'

const token = madeUpToken()
const json = { 'content-type': 'application/json' }
const hosts = ['github', 'azure'] as const

/** Names and messages as nobody writes them, but for somebody who wants to fill a log. */
const huge: [string, string][] = [
  ['200,000 letters', 'x'.repeat(200_000)],
  ['15,000 line ends', 'x\n'.repeat(15_000)],
  ['25,000 marks that turn text round', '\u202e'.repeat(25_000)],
  ['4,000 commands', '\n::error::x##vso[a.b]'.repeat(2000)],
  ['25,000 marks of Markdown', '|<b>@'.repeat(5000)],
  ['25,000 foxes', '🦊'.repeat(25_000)],
]
const rows = huge.map(([title, text], at) => ({ title, text, host: hosts[at % 2] ?? 'github' }))

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ tokens: { [token]: { kind: 'pat' } } })
})
afterAll(() => emulator.close())
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})
beforeEach(() => {
  emulator.world.projects = [createProject('web')]
})

/** Sizes only: a failure must not print what is wrong. */
function expectSmall({ log, warnings, errors, summary }: Pick<Told, 'log' | 'warnings' | 'errors' | 'summary'>): void {
  const messages = new Set([...warnings, ...errors])
  const lines = log.flatMap(entry => (messages.has(entry) ? entry.split('\n') : [entry]))
  expect(Math.max(...[...messages].map(message => message.length), 0)).toBeLessThanOrEqual(4096)
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(16_384)
  expect(lines.length).toBeLessThan(400)
  expect(lines.join('\n').length).toBeLessThan(500_000)
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024)
  expectPlainLines(lines)
}

describe.each(partOf(rows))('$title on $host', ({ text, host }) => {
  const run = (inputs: Record<string, string>) =>
    runInMemory(
      { organization: emulator.url, project: 'web', pat: token, retries: '0', ...inputs },
      { context: { host }, clock: { now: Date.now, sleep: async () => undefined } },
    )

  test('in every text of builds that fail the gate', async () => {
    emulator.world.builds = Array.from({ length: 5 }, (_, at) => {
      const texts = { buildNumber: text, sourceBranch: `refs/heads/${text}`, sourceVersion: text, tags: [text] }
      return createBuild({
        id: at + 1,
        project: { name: 'web' },
        result: 'failed',
        definition: { id: at + 1, name: text },
        ...texts,
      })
    })
    const told = await run({ 'require-result': 'succeeded', 'max-age': '1s', explain: 'false' })
    expect(told.outputs.outcome).toBe('failed')
    expect(told.errors).toHaveLength(2)
    expect(told.errors[0]?.includes('…')).toBe(true)
    expectSmall(told)
    expectInertPage(told.summary, emulator.url)
  })

  test('in stages, jobs, tasks, messages, and artifacts', async () => {
    emulator.world.builds = [createBuild({ id: 7, project: { name: 'web' }, result: 'failed' })]
    const tasks = Array.from({ length: 3 }, (_, at) => ({ name: `${at}${text}`, issues: [text, `${at}${text}`] }))
    const jobs = Array.from({ length: 3 }, (_, at) => ({ name: `${at}${text}`, tasks }))
    timelinesOf(emulator.world).set(7, createTimeline({ stages: [{ name: text, jobs }] }))
    const told = await run({ 'require-result': 'succeeded' })
    expect(told.outputs.outcome).toBe('failed')
    expectSmall(told)
    expectInertPage(told.summary, emulator.url)
    artifactsOf(emulator.world).set(
      7,
      [text, `${text}2`].map(name => createArtifact({ name, files: {} })),
    )
    expectSmall(await run({ artifacts: 'nothing like it' }))
  })

  test('in what the service says, of a query and of a call', async () => {
    // Longer error bodies are not read at all.
    const message = text.slice(0, 100_000)
    const ValidationResults = Array.from({ length: 100 }, () => ({ result: 'error', message: text.slice(0, 2000) }))
    const body = JSON.stringify({ message, typeKey: message, customProperties: { ValidationResults } })
    for (const status of oneOf([400, 401, 500])) {
      const stop = emulator.fault(() => true, faults.status(status, body, json))
      stops.push(stop)
      const told = await run({})
      expect(told.outputs.outcome).toBe('error')
      expectSmall(told)
      const called = await callInMemory(
        { organization: emulator.url, project: 'web', pat: token, retries: '0', route: '/_apis/projects' },
        { context: { host } },
      )
      expect(called.outputs.outcome).toBe('failed')
      expectSmall(called)
      stop()
    }
  })
})

test.each(hosts)('Inputs of any length are short in the log on %s, and all problems are told', async host => {
  const long = 'x'.repeat(300_000)
  const wrong = { project: long, branch: long, tags: `${long}\n${long}`, 'min-time': long, top: long, order: long }
  const told = await runInMemory({ organization: 'contoso', pat: token, ...wrong }, { context: { host } })
  expect(told.outputs.outcome).toBe('error')
  expectSmall(told)
  const said = told.log.join('\n')
  for (const name of host === 'azure' ? ['minTime', 'top', 'order'] : ['min-time', 'top', 'order'])
    expect(said.includes(`  ${name} `)).toBe(true)
})
