import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createBuild, faults, startEmulator } from '../../emulator/index.js'
import type { Result } from '../../hosts/types.js'
import { type Fields, fields, untrustedBuilds } from '../core/untrusted/texts.ts'
import { azure, type Bundle, buildsIn, bundles, errorsOf, newToken } from '../support/step.ts'
import { runs } from '../support/thorough.ts'

const many = 40

async function runWith(bundle: Bundle, value: object[], pat: string): Promise<Result> {
  const emulator = await startEmulator()
  emulator.fault(() => true, faults.status(200, { count: value.length, value }))
  const rules = { 'require-result': 'succeeded', 'max-age': '1d', top: String(many), explain: 'false' }
  const inputs = { organization: emulator.url, project: 'web', pat, ...rules }
  const result = await bundle.run({ debug: true, inputs })
  await emulator.close()
  return result
}

/** How often the step sent each command, but for debug lines, which tell of every output. */
function commandsOf({ commands }: Result): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { name } of commands) if (!name.endsWith('debug')) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

describe.each(bundles)('On $name text in any field of a build', bundle => {
  const lists = fc.array(fields, { minLength: many, maxLength: many })

  const pat = newToken()
  const harmless = Array.from({ length: many }, (_, index) => createBuild({ id: index + 1, result: 'failed' }))
  let tame: Result
  beforeAll(async () => {
    tame = await runWith(bundle, harmless, pat)
  })
  afterAll(() => tame.dispose())

  async function compare(texts: readonly Fields[]): Promise<void> {
    const wild = await runWith(bundle, untrustedBuilds(texts), pat)
    try {
      expect(commandsOf(wild)).toEqual(commandsOf(tame))
      expect(wild.commands.filter(({ known }) => !known)).toEqual([])
      expect(wild.environmentRefusals).toEqual([])
      expect([...wild.masks].sort()).toEqual([...tame.masks].sort())
      expect(wild.variables).toEqual(tame.variables)
      expect(Object.keys(wild.outputs)).toEqual(Object.keys(tame.outputs))
      expect(wild.outputs).toMatchObject({ outcome: 'failed', count: String(many) })
      expect(errorsOf(wild)).toHaveLength(errorsOf(tame).length)
      // Half a surrogate pair cannot leave a process, and the agent would expand what looks like a variable.
      const left = (text = '') => (bundle === azure ? text.toWellFormed().replaceAll('$(', '＄(') : text.toWellFormed())
      const first = texts[Number(wild.outputs['build-id']) - 1]
      expect(wild.outputs['build-number']).toBe(left(first?.buildNumber))
      expect(wild.outputs['pipeline-name']).toBe(left(first?.definition))
      expect(buildsIn(wild)).toHaveLength(many)
    } finally {
      wild.dispose()
    }
  }

  test('is no command: the host carries out what it does for harmless builds, and nothing else', async () => {
    await fc.assert(fc.asyncProperty(lists, compare), { numRuns: runs(6), endOnFailure: true })
  })
})
