import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createBuild, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { runs } from '../../support/thorough.ts'

const json = { 'content-type': 'application/json; charset=utf-8' }
const builds = [1, 2, 3].map(id => createBuild({ id, project: { name: 'web' } }))
const good = Buffer.from(JSON.stringify({ count: builds.length, value: builds }))

/** The builds in a body that JSON itself takes for a page of them, by another reader than the step's. */
function pageIn(body: Buffer): unknown[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const { value } = JSON.parse(text) as { value?: unknown }
    const isBuild = (one: unknown) => Number.isSafeInteger((one as { id?: unknown } | null)?.id)
    return Array.isArray(value) && value.every(isBuild) ? value : undefined
  } catch {
    return undefined
  }
}

const bytes = fc.uint8Array({ maxLength: 400 }).map(array => Buffer.from(array))
const values = fc.jsonValue().map(value => Buffer.from(JSON.stringify(value)))
/** JSON made of what the step looks for. */
const likePages = fc
  .letrec(tie => ({
    any: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('list'), tie('object')),
    leaf: fc.constantFrom(null, true, 0, 1, 'value', '"value":[]', ']}', '\\', 'a"b', '\u2028'),
    list: fc.array(tie('any'), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom('value', 'id', 'count', 'Value', 'value ', 'a'), tie('any'), { maxKeys: 3 }),
  }))
  .any.map(value => Buffer.from(JSON.stringify(value)))
/** The marks of JSON in any order. */
const marks = fc
  .array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"value"', '"value":[', '{"id":1}', '1', 'null', ' '),
    {
      maxLength: 14,
    },
  )
  .map(parts => Buffer.from(parts.join('')))

const place = fc.nat({ max: good.length })
const cut = place.map(end => good.subarray(0, end))
const changed = fc.array(fc.tuple(place, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }).map(changes => {
  const body = Buffer.from(good)
  for (const [at, byte] of changes) body[at] = byte
  return body
})
const spliced = fc
  .tuple(place, fc.nat({ max: 40 }), fc.oneof(bytes, marks))
  .map(([at, removed, added]) => Buffer.concat([good.subarray(0, at), added, good.subarray(at + removed)]))
const doubled = place.map(at => Buffer.concat([good, good.subarray(at)]))

const bodies = fc.oneof(bytes, values, likePages, marks, cut, changed, spliced, doubled)

describe('A body of any bytes', () => {
  let emulator: Emulator
  let body: Buffer = good
  let status = 200
  let headers: Record<string, string> = json
  beforeAll(async () => {
    emulator = await startEmulator({ tokens: { 'made-up-token': { kind: 'pat' } } })
    emulator.fault(
      () => true,
      (_, response) => {
        const bare = status === 204 || status === 304
        const length = 'transfer-encoding' in headers ? {} : { 'content-length': body.length }
        response.writeHead(status, bare ? {} : { ...headers, ...length })
        response.end(bare ? undefined : body)
      },
    )
  })
  afterAll(() => emulator.close())

  async function answered(given: Buffer, more: Record<string, string> = {}): Promise<Told> {
    body = given
    headers = { ...json, ...more }
    emulator.requests.splice(0)
    const inputs = { pat: 'made-up-token', project: 'web', 'if-none': 'ignore', summary: 'false', retries: '1' }
    const clock = { now: () => 0, sleep: async () => undefined }
    return runInMemory({ organization: emulator.url, ...inputs }, { clock })
  }

  function expectFailed({ ending, outputs, builds, errors }: Told): void {
    expect(ending).toEqual({ result: 'failed' })
    expect(Object.values(outputs).filter(value => value !== '')).toEqual(['error'])
    expect(builds).toBeUndefined()
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/^The response is (incomplete|not what Azure DevOps sends for this request)\./)
    expect([1, 2]).toContain(emulator.requests.length)
  }

  test('that are no page of builds fails the step, and one that is gives just what is in it', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async given => {
        const told = await answered(given)
        const page = pageIn(given)
        if (page === undefined) return expectFailed(told)
        expect(told.ending).toEqual({ result: 'passed' })
        const ids = new Set(page.map(build => (build as { id: number }).id))
        expect(new Set(told.builds?.map(({ id }) => id))).toEqual(ids)
      }),
      { numRuns: runs(300), examples: [[good], [Buffer.alloc(0)], [Buffer.from('{"value":[]}')]] },
    )
  })

  test('that is compressed and damaged fails the step', async () => {
    const zipped = gzipSync(good)
    const damaged = fc.oneof(
      fc.nat({ max: zipped.length - 1 }).map(end => zipped.subarray(0, end)),
      fc.tuple(fc.integer({ min: 10, max: zipped.length - 1 }), fc.integer({ min: 1, max: 255 })).map(([at, flip]) => {
        const changedBytes = Buffer.from(zipped)
        changedBytes[at] = (changedBytes[at] ?? 0) ^ flip
        return changedBytes
      }),
      fc.uint8Array({ maxLength: 200 }).map(array => Buffer.from(array)),
      bytes.map(array => gzipSync(array)),
    )
    await fc.assert(
      fc.asyncProperty(damaged, fc.boolean(), async (given, inChunks) => {
        const more = inChunks ? { 'transfer-encoding': 'chunked' } : {}
        expectFailed(await answered(given, { 'content-encoding': 'gzip', ...more }))
      }),
      { numRuns: runs(200) },
    )
  })

  test('with any status but 200 fails the step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 201, max: 599 }), async other => {
        status = other
        const { ending, outputs } = await answered(good)
        expect(ending).toEqual({ result: 'failed' })
        expect(Object.values(outputs).filter(value => value !== '')).toEqual(['error'])
      }),
      { numRuns: runs(60) },
    )
  })
})
