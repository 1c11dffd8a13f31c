import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import type { FilterCounts } from '../../../src/core/builds/filter.ts'
import type { Batch } from '../../../src/core/builds/list-builds.ts'
import type { NamedPipeline } from '../../../src/core/builds/targets.ts'
import { parseOrder } from '../../../src/core/inputs/order.ts'
import { type Collection, collectResult } from '../../../src/core/result/result.ts'
import { matchedOf } from '../../support/results.ts'
import { buildOf } from '../../support/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'result-'))
const file = join(folder, 'deep', 'builds.json')
afterAll(() => rmSync(folder, { recursive: true }))

const counts: FilterCounts = { checked: 0, leftOut: new Map() }

function batch(builds: readonly Build[], more: Partial<Batch> = {}): Batch {
  return { builds: builds.map(build => matchedOf(build)), counts, more: false, ...more }
}

async function collect(batches: readonly Batch[], given: Partial<Collection> = {}) {
  async function* stream() {
    yield* batches
  }
  return collectResult(stream(), {
    order: parseOrder('queueTimeDescending'),
    file,
    named: async () => [],
    offends: ({ result }) => result === 'failed',
    ...given,
  })
}

const red = (id: number) => buildOf({ id, result: 'failed' })

test('A result has the builds of all batches in the order in which they came, and the file has their bytes', async () => {
  const result = await collect([
    batch([buildOf({ id: 3 }), buildOf({ id: 1 })]),
    batch([]),
    batch([buildOf({ id: 2 })]),
  ])
  expect([result.count, result.builds.map(({ id }) => id), result.path]).toEqual([3, [3, 1, 2], file])
  const written = JSON.parse(readFileSync(file, 'utf8')) as Build[]
  expect(written).toEqual(result.builds)
})

test('A result of thirty thousand builds keeps a thousand, and counts and writes all', async () => {
  const many = Array.from({ length: 10_000 }, (_, id) => buildOf({ id, result: id % 2 ? 'failed' : 'succeeded' }))
  const result = await collect([many, many, many].map(some => batch(some)))
  expect([result.count, result.builds.length]).toEqual([30_000, 1000])
  expect([result.offending.count, result.offending.builds.length]).toEqual([15_000, 10])
  expect(result.statistics.completed).toBe(30_000)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveLength(30_000)
})

test('Counts of the batches are added up', async () => {
  const some = (checked: number, commits: number): FilterCounts => ({
    checked,
    leftOut: new Map([['for other commits', commits]]),
  })
  const result = await collect([batch([], { counts: some(50, 49) }), batch([red(1)], { counts: some(7, 6) })])
  expect(result.counts).toEqual({ checked: 57, leftOut: new Map([['for other commits', 55]]) })
})

describe('A result is truncated', () => {
  test.each<[string, boolean, Batch[]]>([
    ['if there was nothing', false, []],
    ['if the last batch says that nothing follows', false, [batch([red(1)], { more: true }), batch([])]],
    ['if the last batch says that there may be more', true, [batch([red(1)]), batch([], { more: true })]],
    ['if any batch was cut', true, [batch([], { cut: { why: 'scan-limit', project: 'web' } }), batch([red(1)])]],
  ])('%s: %j', async (_, truncated, batches) => {
    expect((await collect(batches)).truncated).toBe(truncated)
  })

  test('with every cut that there was', async () => {
    const cuts = [{ why: 'scan-limit', project: 'web' }, { why: 'no progress' }] as const
    expect((await collect(cuts.map(cut => batch([], { cut })))).cuts).toEqual(cuts)
  })
})

describe('The newest build', () => {
  const builds = [
    buildOf({ id: 1, queueTime: '2026-01-02T00:00:00Z', finishTime: '2026-01-03T00:00:00Z' }),
    buildOf({ id: 2, queueTime: '2026-01-04T00:00:00Z', finishTime: '2026-01-05T00:00:00Z' }),
    buildOf({ id: 3, queueTime: '2026-01-03T00:00:00Z', finishTime: '2026-01-06T00:00:00Z' }),
  ]
  test.each<[string, number]>([
    ['queueTimeDescending', 2],
    ['queueTimeAscending', 2],
    ['finishTimeDescending', 3],
  ])('by %s is %d, wherever it came', async (name, id) => {
    const order = parseOrder(name)
    const result = await collect([{ ...batch([]), builds: builds.map(build => matchedOf(build, order)) }], { order })
    expect(result.newest?.id).toBe(id)
  })

  test.each(['queueTimeDescending', 'queueTimeAscending'])(
    'by %s has the highest ID of those of one time',
    async name => {
      const order = parseOrder(name)
      const equal = [3, 5, 4].map(id => matchedOf(buildOf({ id }), order))
      expect((await collect([{ ...batch([]), builds: equal }], { order })).newest?.id).toBe(5)
    },
  )

  test('of no build is undefined', async () => {
    expect((await collect([])).newest).toBeUndefined()
  })
})

test('A named pipeline is missing when no build is of it in the project where its name was found', async () => {
  const named: NamedPipeline[] = [
    { written: 'Web CI', id: 7, project: 'web' },
    { written: 'Web CI', id: 7, project: 'mobile' },
    { written: '7', id: 7 },
    { written: '8', id: 8 },
  ]
  const result = await collect([batch([buildOf()])], { named: async () => named })
  expect(result.missing).toEqual([named[1], named[3]])
})

test('A failure while builds come, or of the names, leaves no file behind', async () => {
  rmSync(file, { force: true })
  async function* failing() {
    yield batch([buildOf()])
    throw new Error('gone')
  }
  const rest = { order: parseOrder('queueTimeDescending'), file, offends: () => false }
  await expect(collectResult(failing(), { ...rest, named: async () => [] })).rejects.toThrow('gone')
  await expect(collect([batch([buildOf()])], { named: () => Promise.reject(new Error('unknown')) })).rejects.toThrow(
    'unknown',
  )
  expect(existsSync(file)).toBe(false)
})

test('The file has what the redaction leaves of each build', async () => {
  const redact = (bytes: Buffer) => Buffer.from(bytes.toString().replace('20261123.4', '***'))
  await collect([batch([buildOf()])], { redact })
  expect(JSON.parse(readFileSync(file, 'utf8'))[0].buildNumber).toBe('***')
})

test('A file that was there before is replaced, which the result says', async () => {
  expect((await collect([batch([buildOf()])])).replaced).toBe(true)
  rmSync(file)
  expect((await collect([batch([buildOf()])])).replaced).toBe(false)
})
