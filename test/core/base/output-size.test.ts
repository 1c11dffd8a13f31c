import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fitOutput, maxOutputBytes, outputBytes } from '../../../src/core/base/output-size.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { runs } from '../../support/thorough.ts'

/** As the Azure adapter writes it. */
const onAzure = (text: string) => text.replaceAll('$(', '\uff04(')

describe('An output', () => {
  test.each([
    ['', ''],
    ['20261124.7', '20261124.7'],
    ['x'.repeat(maxOutputBytes), 'x'.repeat(maxOutputBytes)],
    ['x'.repeat(maxOutputBytes + 1), `${'x'.repeat(maxOutputBytes - 3)}…`],
    ['🦊'.repeat(maxOutputBytes), `${'🦊'.repeat(maxOutputBytes / 4 - 1)}…`],
  ])('has its text as it is, or a beginning that ends in an ellipsis, in case %#', (text, output) => {
    expect(fitOutput(text)).toBe(output)
  })

  test('has at most 32 KiB on both hosts, whatever the text', () => {
    const piece = fc.oneof(fc.constant('$('), fc.string({ unit: anyCharacter, maxLength: 3 }))
    const text = fc.tuple(piece, piece, fc.integer({ min: 0, max: 20_000 }))
    fc.assert(
      fc.property(text, ([first, second, count]) => {
        const given = `${first.repeat(count)}${second.repeat(count)}`
        const output = fitOutput(given)
        expect(Buffer.byteLength(output)).toBeLessThanOrEqual(maxOutputBytes)
        expect(Buffer.byteLength(onAzure(output))).toBeLessThanOrEqual(maxOutputBytes)
        if (output === given) return
        expect(output.endsWith('…')).toBe(true)
        expect(Buffer.byteLength(onAzure(output))).toBeGreaterThan(maxOutputBytes - 16)
      }),
      { numRuns: runs(100) },
    )
  })

  test.each(['', '$(', 'a$($(b', '$$((', 'ä$('])('of %j is measured as it is written on Azure', text => {
    expect(outputBytes(text)).toBe(Buffer.byteLength(onAzure(text)))
  })
})
