import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { WireBuild } from '../../emulator/types.ts'
import { azure, buildsIn, bundles, emulatorForEachTest, gitHub, without } from '../support/step.ts'
import { testInTurn } from '../support/thorough.ts'

/** The contract's outputs, as written on GitHub. */
const names = [
  ...['outcome', 'count', 'truncated', 'build-id', 'build-number', 'build-status', 'build-result', 'build-url'],
  ...['pipeline-id', 'pipeline-name', 'source-branch', 'source-version', 'queue-time', 'start-time'],
  ...['finish-time', 'builds', 'builds-file', 'failure', 'failures', 'artifacts', 'artifacts-path'],
]
const camelNames = names.map(name => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()))

describe.each(bundles)('A step that finds builds on $name', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()

  test.each([false, true])('writes nothing to standard error, debug %p', async debug => {
    const result = await on.run(bundle, {}, { debug })
    expect(result).toMatchObject({ exitCode: 0, result: 'succeeded', stderr: '', annotations: [] })
    expect(result.environmentRefusals).toEqual([])
  })

  test('sets every output, a file and a summary', async () => {
    const result = await on.run(bundle, { top: '7' })
    expect(Object.keys(result.outputs).sort()).toEqual([...names].sort())
    expect(result.variables).toEqual({})
    expect(result.outputs).toMatchObject({ count: '7', truncated: 'true', outcome: 'found', failures: '[]' })
    const queued = ({ project, queueTime }: WireBuild) => (project.name === 'web' ? queueTime : '')
    const all = on.emulator.world.builds as unknown as WireBuild[]
    const newest = [...all].sort((a, b) => (queued(a) < queued(b) ? 1 : -1)).slice(0, 7)
    expect(buildsIn(result).map(({ id }) => id)).toEqual(newest.map(({ id }) => id))
    expect(JSON.parse(result.outputs.builds ?? '')).toHaveLength(7)
    expect(result.outputs['build-id']).toBe(String(newest[0]?.id))
    expect(dirname(result.outputs['builds-file'] ?? '')).toBe(result.temp)
    expect(result.summary).toMatch(/^## web: found 🔎\n/)
  })

  testOnce('has outputs that can be read even if there are none', async () => {
    const result = await on.run(bundle, { branch: 'nobody/was/here', 'if-none': 'ignore' })
    expect(result).toMatchObject({ exitCode: 0, result: 'succeeded' })
    const { count, truncated, outcome, builds, failures, 'builds-file': _, ...others } = result.outputs
    expect({ count, truncated, outcome, builds, failures }).toEqual({
      count: '0',
      truncated: 'false',
      outcome: 'none',
      builds: '[]',
      failures: '[]',
    })
    expect(buildsIn(result)).toEqual([])
    expect(new Set(Object.values(others))).toEqual(new Set(['']))
  })

  testOnce('writes no summary if none is wanted, and the builds file where it is wanted', async () => {
    const result = await on.run(bundle, { summary: 'false', 'output-file': 'found/builds.json' })
    expect(result.summary).toBeUndefined()
    expect(result.outputs['builds-file']).toBe(join(result.workspace, 'found/builds.json'))
    expect(buildsIn(result)).toHaveLength(Number(result.outputs.count))
  })
})

describe('Outputs', () => {
  const on = emulatorForEachTest()

  test('go through the output file on GitHub, and nothing else does', async () => {
    const { commands } = await on.run(gitHub)
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set(['add-mask', 'debug', 'group', 'endgroup']))
  })

  test('go through setvariable on Azure, each once, under the names that task.json allows', async () => {
    const { commands } = await on.run(azure)
    const set = commands.filter(({ name }) => name === 'task.setvariable')
    expect(set.map(({ properties }) => properties.variable)).toEqual(camelNames)
    expect(set.map(({ properties }) => properties.issecret ?? 'false')).toEqual(camelNames.map(() => 'false'))
  })
})

describe.each(bundles)('A step on $name passes', bundle => {
  const on = emulatorForEachTest()
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'without-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test.each([
    ['a temporary folder', ['RUNNER_TEMP', 'AGENT_TEMPDIRECTORY']],
    ['a file for the summary', ['GITHUB_STEP_SUMMARY']],
  ])('without %s', async (_, variables) => {
    const options = { ...without(variables, bundle, folder), env: { TMPDIR: folder } }
    const result = await on.run(bundle, { top: '2' }, options)
    expect(result).toMatchObject({ exitCode: 0, result: 'succeeded', stderr: '' })
    expect(result.outputs).toMatchObject({ outcome: 'found', count: '2' })
    expect(buildsIn(result)).toHaveLength(2)
    if (variables.includes('RUNNER_TEMP')) expect(dirname(result.outputs['builds-file'] ?? '')).toBe(folder)
    else if (bundle.name === 'GitHub') expect(result.summary).toBeUndefined()
  })
})

describe('An agent that restricts commands', () => {
  const on = emulatorForEachTest()

  test('drops the summary, and the step passes with its outputs', async () => {
    const result = await on.run(azure, {}, { restricted: true })
    expect(result.environmentRefusals).toEqual([expect.stringMatching(/uploadsummary/i)])
    expect(result).toMatchObject({ exitCode: 0, result: 'succeeded', stderr: '', summary: undefined })
    expect(Object.keys(result.outputs).sort()).toEqual([...names].sort())
    expect(result.outputs.outcome).toBe('found')
  })
})
