import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { scenes } from '../../../emulator/index.js'
import type { Build } from '../../../src/core/builds/build.ts'
import { type Explanation, failureLine, failuresJson } from '../../../src/core/explain/failures.ts'
import { validationCause } from '../../../src/core/explain/root-causes.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { causesOf, page } from './read.ts'

const of = (...causes: Explanation['causes']): Explanation => ({ build: { id: 42 } as Build, causes, notes: [] })
const limit = 32 * 1024

describe('The output failure is', () => {
  test.each([
    [
      'where and what',
      of(...causesOf(scenes.compileError())),
      'Build > Linux x64 > Build: src/Cart/Totals.cs(42,17): error CS1002: ; expected',
    ],
    [
      'with what is not shown',
      of(...causesOf(scenes.manyErrors())),
      "Job > Compile: src/app.ts(10,5): error TS2304: Cannot find name 'total1'. (+11 more)",
    ],
    [
      'with how often',
      of(...causesOf(scenes.large())),
      'Platform 1 > Link: error: unresolved external symbol _main (in 3 places)',
    ],
    [
      'with how many causes there are',
      of(...causesOf(scenes.canceled()), ...causesOf(scenes.rejected())),
      'Build > Linux x64 > Build: The operation was canceled. (and 1 more cause)',
    ],
    ['without a place', of(validationCause(["Unexpected parameter 'x'"], page)), "Unexpected parameter 'x'"],
    [
      'words for a failure without a message',
      of(...causesOf({ stages: [{ name: 'B', result: 'failed' }] })),
      'B: failed without a message',
    ],
    ['empty where nothing is known', of(), ''],
  ])('%s', (_, explanation, expected) => {
    expect(failureLine([explanation])).toBe(expected)
  })

  test('empty without a failed build', () => {
    expect(failureLine([])).toBe('')
  })

  test('the last line of the log where only noise is left', () => {
    const [cause] = causesOf({
      stages: [{ jobs: [{ name: 'L', tasks: [{ name: 'T', issues: ["Bash exited with code '2'."] }] }] }],
    })
    expect(failureLine([of({ ...cause, excerpt: ['a', 'make: *** [all] Error 2'] } as never)])).toBe(
      "L > T: Bash exited with code '2'. Last line: make: *** [all] Error 2",
    )
  })

  test('one visible line, whatever the service sends', () => {
    const [cause] = causesOf(scenes.compileError())
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string({ unit: anyCharacter }), (message, name) => {
        const line = failureLine([of({ ...cause, task: name, messages: [message] } as never)])
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
        expect([...line].length).toBeLessThan(1100)
      }),
    )
  })
})

describe('The output failures', () => {
  test('has the fields of the contract', () => {
    expect(JSON.parse(failuresJson([of(...causesOf(scenes.manyErrors()))], limit))).toEqual([
      {
        ...{ buildId: 42, stage: '', job: 'Job', task: 'Compile', kind: 'script', count: 1 },
        messages: [...Array.from({ length: 10 }, () => expect.stringContaining('error TS2304')), '+2 more'],
        url: expect.stringMatching(/&l=\d+$/),
      },
    ])
  })

  test('ends with the lines of the log where only noise is left', () => {
    const [cause] = causesOf(scenes.noiseOnly())
    const [failure] = JSON.parse(failuresJson([of({ ...cause, excerpt: ['a', 'b'] } as never)], limit))
    expect(failure.messages).toEqual(["Bash exited with code '1'.", 'a\nb'])
  })

  test('has the causes of all builds, in order', () => {
    const two = [
      of(...causesOf(scenes.compileError())),
      { ...of(...causesOf(scenes.rejected())), build: { id: 43 } as Build },
    ]
    const failures = JSON.parse(failuresJson(two, limit)) as { buildId: number; kind: string }[]
    expect(failures.map(({ buildId, kind }) => [buildId, kind])).toEqual([
      [42, 'script'],
      [43, 'approval'],
    ])
  })

  test('is an empty array where nothing is known', () => {
    expect(failuresJson([of()], limit)).toBe('[]')
  })

  test('fits, always holds the first cause, and stays JSON, however long the texts are', () => {
    const [cause] = causesOf(scenes.manyErrors())
    const text = fc.string({ unit: anyCharacter, maxLength: 50 }).map(piece => piece.repeat(200))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 10 }), text, (messages, name) => {
        const many = Array.from({ length: 40 }, () => ({ ...cause, job: name, messages }))
        const json = failuresJson([of(...(many as never[]))], limit)
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limit)
        expect(JSON.parse(json).length).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 30 },
    )
  })
})
