import { randomBytes } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { crc32, plainCrc32 } from '../../../src/core/artifacts/crc32.ts'

describe.each([
  ['The CRC of Node.js, where it has one,', crc32],
  ['The CRC for older versions', plainCrc32],
])('%s', (_, checksum) => {
  test('is that of zip files', () => {
    expect(checksum(Buffer.from('123456789'))).toBe(0xcbf43926)
    expect(checksum(Buffer.alloc(0))).toBe(0)
  })

  test('can be made in pieces', () => {
    const bytes = randomBytes(1000)
    expect(checksum(bytes.subarray(321), checksum(bytes.subarray(0, 321)))).toBe(plainCrc32(bytes))
  })
})
