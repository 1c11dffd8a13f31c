import { randomBytes } from 'node:crypto'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decompress, largestBody } from '../../../src/core/service/body.ts'

const { signal } = new AbortController()
const mebi = 1024 * 1024

describe('A gzip body', () => {
  test.each([
    ['of nothing', Buffer.alloc(0)],
    ['of a few bytes', Buffer.from('{"value":[]}')],
    ['of 3 MiB', randomBytes(3 * mebi)],
  ])('%s is decompressed to what it was', async (_, body) => {
    expect((await decompress(gzipSync(body), largestBody, signal)).equals(body)).toBe(true)
  })

  test('of any bytes is decompressed to what it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async bytes => {
        expect([...(await decompress(gzipSync(bytes), largestBody, signal))]).toEqual([...bytes])
      }),
    )
  })

  test('in several parts is decompressed whole, though its end tells the size of the last part only', async () => {
    const parts = [Buffer.alloc(300_000, 'a'), randomBytes(2 * mebi), Buffer.from('c')]
    const body = await decompress(Buffer.concat(parts.map(part => gzipSync(part))), largestBody, signal)
    expect(body.equals(Buffer.concat(parts))).toBe(true)
  })

  test('with a wrong size at its end is decompressed all the same, or refused as broken', async () => {
    for (const size of [0, 1, 0xffffffff]) {
      const zipped = gzipSync('{"value":[]}')
      zipped.writeUInt32LE(size, zipped.length - 4)
      const read = decompress(zipped, largestBody, signal).then(
        body => body.toString(),
        ({ code }) => code,
      )
      expect(['{"value":[]}', 'Z_DATA_ERROR']).toContain(await read)
    }
  })

  test.each<[string, Buffer]>([
    ['of nothing at all', Buffer.alloc(0)],
    ['that is no gzip', Buffer.from('<html>')],
    ['that is deflate', deflateSync('{}')],
    ['that is cut', gzipSync(randomBytes(10_000)).subarray(0, 5000)],
    ['that is damaged', Buffer.concat([gzipSync('a').subarray(0, 12), randomBytes(20)])],
  ])('%s is refused with a code', async (_, zipped) => {
    await expect(decompress(zipped, largestBody, signal)).rejects.toMatchObject({ code: expect.stringMatching(/^Z_/) })
  })
})

describe('A gzip body is refused as too large', () => {
  test('when it has more bytes than are allowed', async () => {
    const body = randomBytes(2000)
    expect(await decompress(gzipSync(body), 2000, signal)).toHaveLength(2000)
    await expect(decompress(gzipSync(body), 1999, signal)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  test('when it expands more than any honest body does', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * mebi))
    expect(bomb.length).toBeLessThan(25_000)
    await expect(decompress(bomb, largestBody, signal)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  test('and not when it is small, however well it is compressed', async () => {
    expect(await decompress(gzipSync(Buffer.alloc(3 * mebi)), largestBody, signal)).toHaveLength(3 * mebi)
  })

  test('when its end claims less than there is', async () => {
    const zipped = gzipSync(Buffer.alloc(20 * mebi))
    zipped.writeUInt32LE(10, zipped.length - 4)
    await expect(decompress(zipped, largestBody, signal)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })
})

test('A body that nobody wants any more is given to nobody', async () => {
  const ending = new AbortController()
  const body = decompress(gzipSync(randomBytes(3 * mebi)), largestBody, ending.signal)
  ending.abort(new Error('canceled'))
  await expect(body).rejects.toThrow('canceled')
})
