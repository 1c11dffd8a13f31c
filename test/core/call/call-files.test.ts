import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { FaultAnswer } from '../../../emulator/types.ts'
import { emulatorForCalls } from './emulator-for-calls.ts'

const on = emulatorForCalls()
const type = { 'content-type': 'application/octet-stream' }
const route = 'GET /{project}/_apis/git/repositories/web/items?path=/&$format=zip'
const place = () => join(mkdtempSync(join(tmpdir(), 'call-files-')), 'file')
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Bytes that no pattern is in. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let state = 1
  for (let at = 0; at < length; at++) {
    state = (state * 48_271) % 2_147_483_647
    bytes[at] = state & 255
  }
  return bytes
}

/** Sends the pieces one after the other, so many milliseconds apart. */
function inPieces(pieces: readonly Buffer[], pause = 0, headers: Record<string, string> = type): FaultAnswer {
  return async (_, response) => {
    response.writeHead(200, headers)
    for (const piece of pieces) {
      if (!response.write(piece)) await new Promise(resolve => response.once('drain', resolve))
      if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
    }
    response.end()
  }
}

describe('a response that is a file', () => {
  test('goes to the output file as it arrives, however long it is', async () => {
    const piece = noise(1024 * 1024)
    const pieces = Array.from({ length: 240 }, () => piece)
    on.emulator.fault(() => true, inPieces(pieces))
    let most = 0
    const before = process.memoryUsage().arrayBuffers
    const timer = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }, 5)
    const file = place()
    const told = await on.run(route, { 'output-file': file, summary: 'false' })
    clearInterval(timer)
    expect(told.outputs).toMatchObject({ outcome: 'passed', result: '', count: '', 'result-file': file })
    expect([statSync(file).size, statSync(file).mode & 0o777]).toEqual([240 * 1024 * 1024, 0o600])
    // Of what has passed, some has not been collected yet.
    expect(most).toBeLessThan(200 * 1024 * 1024)
  }, 60_000)

  test('is what was sent, also where it was compressed', async () => {
    const bytes = noise(3_000_000)
    const file = place()
    on.emulator.fault(() => true, inPieces([gzipSync(bytes)], 0, { ...type, 'content-encoding': 'gzip' }))
    await on.run(route, { 'output-file': file })
    expect(sha(await readFile(file))).toBe(sha(bytes))
  })

  test('begins anew with each attempt, and leaves nothing of one that was cut', async () => {
    const bytes = noise(2_000_000)
    on.emulator.fault(
      () => true,
      (_, response) => {
        response.writeHead(200, { ...type, 'content-length': bytes.length })
        response.write(bytes.subarray(0, 1_500_000), () => response.destroy())
      },
      1,
    )
    on.emulator.fault(() => true, inPieces([bytes]))
    const file = place()
    const told = await on.run(route, { 'output-file': file, retries: '1' })
    expect([told.outputs.outcome, on.emulator.requests.length]).toEqual(['passed', 2])
    expect(sha(await readFile(file))).toBe(sha(bytes))
    expect(readdirSync(join(file, '..'))).toEqual(['file'])
  })

  test('leaves nothing behind when it never arrives whole', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => {
        response.writeHead(200, { ...type, 'content-length': 100 })
        response.write('x', () => response.destroy())
      },
    )
    const file = place()
    const told = await on.run(route, { 'output-file': file })
    expect(told.outputs).toMatchObject({ outcome: 'error', 'result-file': '' })
    expect(readdirSync(join(file, '..'))).toEqual([])
  })

  test('may take longer than request-timeout, as long as something arrives', async () => {
    const pieces = Array.from({ length: 6 }, () => noise(1000))
    on.emulator.fault(() => true, inPieces(pieces, 400), 1)
    expect((await on.run(route, { 'request-timeout': '1s' })).outputs.outcome).toBe('passed')
    on.emulator.fault(() => true, inPieces(pieces.slice(0, 2), 1500))
    const told = await on.run(route, { 'request-timeout': '1s' })
    expect(told.errors[0]).toMatch(/^The request timed out\./)
  })

  test.each([1, 1000, 65_536])('is free of the token, wherever it is cut: in pieces of %i bytes', async size => {
    const { token } = on
    const basic = Buffer.from(`:${token}`).toString('base64')
    const secrets = Buffer.from(`${token}|${basic}|${encodeURIComponent(token)}`)
    const around = size === 1 ? 3000 : 600_000
    const whole = Buffer.concat([noise(around), secrets, noise(around), secrets, noise(70_000)])
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
      whole.subarray(at * size, (at + 1) * size),
    )
    on.emulator.fault(() => true, inPieces(pieces))
    const file = place()
    expect((await on.run(route, { 'output-file': file })).outputs.outcome).toBe('passed')
    const text = (await readFile(file)).toString('latin1')
    for (const form of [token, basic.replace(/=+$/, '')]) expect(text).not.toContain(form)
    expect(text.length).toBeGreaterThan(2 * around)
  })

  test('that expands without end is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    on.emulator.fault(() => true, inPieces([bomb], 0, { ...type, 'content-encoding': 'gzip' }))
    const told = await on.run(route)
    expect(told.errors[0]).toMatch(/^The response is larger than the step accepts\./)
  })

  test.each([
    ['query', { query: 'a' }],
    ['mask', { mask: 'a' }],
  ])('has nothing to select from with %s, and is not written', async (_, inputs) => {
    on.emulator.fault(() => true, inPieces([noise(10)]))
    const file = place()
    const told = await on.run(route, { ...inputs, 'output-file': file })
    expect(told.errors[0]).toMatch(/^The response is not JSON/)
    expect(readdirSync(join(file, '..'))).toEqual([])
  })

  test('that is a sign-in page in disguise is none', async () => {
    on.emulator.fault(() => true, inPieces([Buffer.from('<html>')], 0, { 'content-type': 'text/html' }))
    const told = await on.run(route)
    expect(told.outputs).toMatchObject({ outcome: 'error', status: '200' })
  })

  test('stops when the step is canceled', async () => {
    on.emulator.fault(
      () => true,
      inPieces(
        Array.from({ length: 1000 }, () => noise(10)),
        50,
      ),
    )
    const file = place()
    const running = on.run(route, { 'output-file': file })
    while (on.emulator.requests.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    setTimeout(() => process.emit('SIGINT'), 100)
    expect((await running).outputs.outcome).toBe('canceled')
    expect(readdirSync(join(file, '..'))).toEqual([])
  })
})
