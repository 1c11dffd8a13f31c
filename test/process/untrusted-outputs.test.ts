import { describe, expect, test } from '@jest/globals'
import { createBuild } from '../../emulator/index.js'
import type { Result } from '../../hosts/types.js'
import { outputNames } from '../../src/core/result/outputs.ts'
import {
  azure,
  type Bundle,
  bundles,
  type EmulatorWithToken,
  emulatorForEachTest,
  errorsOf,
  gitHub,
  type Options,
  runStep,
} from '../support/step.ts'
import { inTurn, partOf } from '../support/thorough.ts'

/** Runs a step that finds one build with texts that somebody chose. */
function runWith(
  on: EmulatorWithToken,
  bundle: Bundle,
  texts: object,
  inputs: Record<string, string> = {},
  options: Options = {},
) {
  on.emulator.world.builds = [createBuild({ id: 7, project: { name: 'web' }, ...texts })]
  return on.run(bundle, inputs, options)
}

describe('A branch that names a secret variable', () => {
  const on = emulatorForEachTest()
  const named = 'refs/heads/$(AzureDevOpsPat)$$(System.AccessToken)'
  const variables = () => ({ AzureDevOpsPat: { value: on.token, secret: true } })

  test('is no way to the secret on Azure, whose agent expands variables', async () => {
    const texts = { sourceBranch: named, buildNumber: '$(AzureDevOpsPat)', tags: ['$(AzureDevOpsPat)'] }
    const result = await runWith(on, azure, texts, {}, { variables: variables(), debug: true })
    expect(result.outputs.outcome).toBe('found')
    expect(result.outputs['source-branch']).toBe('refs/heads/＄(AzureDevOpsPat)$＄(System.AccessToken)')
    expect(result.outputsInNextStep).toEqual(result.outputs)
    expect(JSON.stringify(result.outputsInNextStep)).not.toContain(on.token)
    expect(result.read(result.outputs['builds-file'] ?? '')).toContain(named)
  })

  test('would be one without that: the stand-in for the agent expands what other tasks set', async () => {
    const result = await runWith(on, azure, {}, {}, { variables: variables() })
    expect(result.expand('$(AzureDevOpsPat)')).toBe(on.token)
  })

  test('is verbatim on GitHub, where nothing is expanded', async () => {
    const result = await runWith(on, gitHub, { sourceBranch: named })
    expect(result.outputs['source-branch']).toBe(named)
  })
})

describe('A step whose name would overwrite variables of the job', () => {
  const on = emulatorForEachTest()

  test.each(
    partOf(['build', 'Build', 'BUILD', 'system', 'agent', 'release', 'environment', 'pipeline', 'task', 'input']),
  )('%s is refused on Azure before any request, and sets only outcome', async stepName => {
    const result = await runWith(on, azure, {}, {}, { stepName })
    expect([result.result, result.nextStepRuns, result.overwritten]).toEqual(['failed', false, []])
    expect(on.emulator.requests).toEqual([])
    expect(result.outputs).toEqual({ outcome: 'error' })
    expect(errorsOf(result).join()).toMatch(
      /^The outputs of a step with this name would overwrite variables of the job\.[\s\S]*webBuild/,
    )
  })

  test.each(['webBuild', 'builds', 'build1', 'query'])('%s does not, and is taken', async stepName => {
    const result = await runWith(on, azure, {}, {}, { stepName })
    expect([result.outputs.outcome, result.overwritten]).toEqual(['found', []])
  })
})

/** Log, annotations, and summary stay readable. */
function expectShort({ log, annotations, summary = '' }: Result, { name }: Bundle): void {
  expect(log.length).toBeLessThan(100)
  expect(Math.max(...log.map(line => line.length))).toBeLessThan(5000)
  const messages = annotations.map(({ message }) => message)
  expect(messages.filter(message => /gate failed/i.test(message) && message.includes('…'))).toHaveLength(1)
  expect(Math.max(...messages.map(({ length }) => length))).toBeLessThanOrEqual(4096)
  expect(Buffer.byteLength(summary)).toBeGreaterThan(name === 'GitHub' ? 1000 : 500)
  expect(Buffer.byteLength(summary)).toBeLessThan(100_000)
}

describe.each(bundles)('An output on $name', bundle => {
  const on = emulatorForEachTest()

  test.each(inTurn(bundle, [140_000, 2_000_000]))(
    'of %i characters is cut to 32 KiB, visibly, so that the next process starts',
    async length => {
      const texts = { buildNumber: 'x'.repeat(length), sourceBranch: '$('.repeat(length / 2), result: 'failed' }
      const name = 'y\n'.repeat(length / 2)
      const inputs = { 'require-result': 'succeeded', explain: 'false' }
      const result = await runWith(on, bundle, { ...texts, definition: { id: 1, name } }, inputs)
      expect(result.outputs.outcome).toBe('failed')
      expectShort(result, bundle)
      for (const name of ['build-number', 'source-branch']) {
        const value = result.outputs[name] ?? ''
        expect(Buffer.byteLength(value)).toBeGreaterThan(30_000 / (name === 'source-branch' ? 2 : 1))
        expect(Buffer.byteLength(value)).toBeLessThanOrEqual(32 * 1024)
        expect(value.endsWith('…')).toBe(true)
      }
      for (const value of Object.values(result.outputs)) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(32 * 1024)
      expect(JSON.parse(result.outputs.builds ?? '')).toEqual(expect.any(Array))
      expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
    },
  )
})

test('The output builds stays JSON on Azure, however much the agent would expand', async () => {
  const builds = Array.from({ length: 100 }, (_, at) =>
    createBuild({ id: at + 1, project: { name: 'web' }, buildNumber: '$('.repeat(100) }),
  )
  const { outputs } = await runStep(azure, { builds, inputs: { summary: 'false' } })
  expect(outputs.count).toBe('100')
  const text = outputs.builds ?? ''
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(32 * 1024)
  expect(Buffer.byteLength(text)).toBeGreaterThan(30 * 1024)
  expect(JSON.parse(text)[0].buildNumber).toBe('＄('.repeat(100))
})

/** Build numbers in which the search of a host ignores characters, or that take the mark of a command from its sight. */
const numbers = [
  '#\u0488#vso[a.b]',
  '#\u0591#vso[task.complete result=Succeeded]',
  '##v\u0640so[task.setvariable variable=x]y',
  '##vso\u07fa[task.debug]',
  '#\u180a#[error]x',
  '##\u1cd3[set-output name=build-id]99',
  '\u0301##[set-output name=build-id]99',
  '\u0488::error::x',
  ':\u0488:add-mask::7',
]

describe.each(bundles)('Text that the search of $name takes for a command', bundle => {
  const on = emulatorForEachTest()

  test.each(inTurn(bundle, numbers))('%j is shown, and nothing is carried out', async buildNumber => {
    const texts = { buildNumber, definition: { id: 1, name: buildNumber }, result: 'failed' }
    const result = await runWith(
      on,
      bundle,
      texts,
      { 'require-result': 'succeeded', explain: 'false' },
      { debug: true },
    )
    expect([result.result, result.outputs.outcome, result.outputs['build-id']]).toEqual(['failed', 'failed', '7'])
    expect(result.outputs['build-number']).toBe(buildNumber)
    expect(result.environmentRefusals).toEqual([])
    expect(errorsOf(result).some(message => message.includes('Gate failed'))).toBe(true)
    const shown = result.log.filter(line => line.includes('failed') && /vso|error|set-output|add-mask/.test(line))
    expect(shown.length).toBeGreaterThan(0)
  })
})
