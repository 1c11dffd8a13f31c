import { describe, expect, test } from '@jest/globals'
import { formatSize } from '../../../src/core/base/size.ts'

describe('A size', () => {
  test.each([
    [0, '0 B'],
    [1, '1 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1536, '1.5 KiB'],
    [99.94 * 1024, '99.9 KiB'],
    [99.96 * 1024, '100 KiB'],
    [1023.4 * 1024, '1023 KiB'],
    [1023.6 * 1024, '1.0 MiB'],
    [2 ** 30, '1.0 GiB'],
    [10.5 * 2 ** 30, '10.5 GiB'],
    [2 ** 40, '1.0 TiB'],
    [5000 * 2 ** 40, '5000 TiB'],
  ])('of %d bytes is written as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })
})
