import { describe, expect, test } from '@jest/globals'
import { createTimeline, scenes } from '../../../emulator/index.js'
import { rootCauses } from '../../../src/core/explain/root-causes.ts'
import { readTimeline } from '../../../src/core/explain/timeline.ts'
import { Tree } from '../../../src/core/explain/tree.ts'
import { PageError } from '../../../src/core/service/page-error.ts'
import { bytesOf, causesOf, page, same, timelineOf, treeOf } from './read.ts'

const ok = (text: string) => ({ status: 200, body: Buffer.from(text) })

test('a record becomes small: only what explains something is kept of it', () => {
  const { records } = timelineOf(scenes.compileError())
  const task = records.find(({ name, type }) => name === 'Build' && type === 'Task')
  expect(task).toEqual({
    ...{ id: task?.id, parentId: task?.parentId, type: 'Task', name: 'Build', state: 'completed', result: 'failed' },
    ...{ order: 4, startTime: '2026-01-15T09:00:27.5000000Z', finishTime: '2026-01-15T09:00:32.5000000Z' },
    ...{ worker: 'Azure Pipelines 7', task: 'Bash', logId: task?.logId, errorCount: 3, warnings: [], attempt: 1 },
    ...{ percent: undefined, condition: '' },
    errors: [
      { message: 'src/Cart/Totals.cs(42,17): error CS1002: ; expected', line: 12 },
      { message: 'Build failed.', line: 13 },
      { message: "Bash exited with code '1'.", line: 14 },
    ],
  })
})

test('of a large timeline hardly a tenth is kept', () => {
  const { records } = createTimeline(scenes.large())
  expect(records.length).toBeGreaterThan(2700)
  const kept = timelineOf(records).records
  expect(kept.filter(({ type }) => type === 'Task')).toHaveLength(3)
  expect(kept.length).toBe(records.filter(({ type }) => type !== 'Task').length + 3)
})

describe('No timeline is an answer:', () => {
  test.each([
    ['deleted', 204, ''],
    ['purged', 404, '{"typeKey":"BuildNotFoundException"}'],
  ] as const)('%s, told by %i', (gone, status, text) => {
    expect(readTimeline({ status, body: Buffer.from(text) }, same)).toEqual({ records: [], gone })
  })

  test.each(['{"records":[],"id":"x"}', '{"records":null}', '{ "id": "x", "records" : null }'])(
    'empty, as in %s',
    text => {
      expect(readTimeline(ok(text), same)).toEqual({ records: [] })
    },
  )
})

test.each(['', '[]', '{}', '{"value":[]}', '{"records":[{"id":"a"}', '{"records":[{]}', '{"records":7}'])(
  'no timeline at all is an error: %s',
  text => {
    expect(() => readTimeline(ok(text), same)).toThrow(PageError)
  },
)

test('records that are none are left out, and fields of a wrong type are empty', () => {
  const odd = {
    id: 'a',
    type: 7,
    name: null,
    order: -1,
    issues: 'none',
    log: [],
    task: 3,
    attempt: 'x',
    errorCount: 1e99,
  }
  const text = JSON.stringify({ records: [null, 7, 'x', [], {}, { id: 3 }, odd] })
  expect(readTimeline(ok(text), same).records).toEqual([
    expect.objectContaining({
      id: 'a',
      type: '',
      name: '',
      errors: [],
      logId: undefined,
      task: '',
      attempt: 1,
      errorCount: 0,
    }),
  ])
})

test('more issues than an agent sends, or than fit, are cut', () => {
  const issues = Array.from({ length: 500 }, (_, index) => ({ type: 'error', message: `${index} ${'x'.repeat(9000)}` }))
  const [record] = readTimeline(
    { status: 200, body: bytesOf([{ id: 'a', type: 'Job', issues } as never]) },
    same,
  ).records
  expect(record?.errors).toHaveLength(20)
  expect(record?.errors[0]?.message).toHaveLength(2000)
})

test('a timeline with too many records is refused rather than read', () => {
  const body = Buffer.from(`{"records":[${'{},'.repeat(200_000)}{}]}`)
  expect(() => readTimeline({ status: 200, body }, same)).toThrow('more than 100000 elements')
})

describe('An untrusted tree', () => {
  const failed = { state: 'completed', result: 'failed', order: 1 } as const

  test('that is a circle has a cause all the same', () => {
    const records = [
      { ...failed, id: 'a', parentId: 'b', type: 'Job', name: 'one' },
      { ...failed, id: 'b', parentId: 'a', type: 'Stage', name: 'two' },
      { ...failed, id: 'c', parentId: 'c', type: 'Task', name: 'three' },
    ]
    const names = causesOf(records).map(({ job, task }) => job + task)
    expect(names).toContain('three')
  })

  test('whose parents are missing has roots', () => {
    expect(causesOf([{ ...failed, id: 'a', parentId: 'gone', type: 'Task', name: 'lonely' }])).toEqual([
      expect.objectContaining({ task: 'lonely', job: '', stage: '' }),
    ])
  })

  test('of fifty thousand levels is walked', () => {
    const records = Array.from({ length: 50_000 }, (_, index) => ({
      ...{ ...failed, id: `${index}`, parentId: index === 0 ? null : `${index - 1}`, type: 'Task', name: `${index}` },
    }))
    expect(treeOf(records).inOrder()).toHaveLength(50_000)
  })

  test('with IDs that are none links to the build and not elsewhere', () => {
    const record = { ...failed, id: 'x&view=../../evil', parentId: null, type: 'Task', name: 'n' }
    expect(causesOf([record])[0]?.url).toBe(page)
  })

  test('with one ID twice keeps one of them', () => {
    const twice = { ...failed, id: 'a', parentId: null, type: 'Task', name: 'n' }
    expect(causesOf([twice, twice])).toEqual([expect.objectContaining({ count: 1 })])
  })
})

test('secrets are taken out of everything before anything is cut', () => {
  const secret = `made-up-${Math.random()}`
  const redact = (text: string) => text.replaceAll(secret, '***')
  const message = `${'x'.repeat(1990)}${secret}`
  const hidden = `\u001b[31m${secret.slice(0, 9)}\u001b[0m${secret.slice(9)}`
  const outline = { stages: [{ jobs: [{ name: secret, tasks: [{ name: hidden, issues: [message, hidden] }] }] }] }
  const { records } = readTimeline({ status: 200, body: bytesOf(createTimeline(outline).records) }, redact)
  const text = JSON.stringify(rootCauses(new Tree(records), page))
  expect(text).not.toContain(secret.slice(0, 9))
  expect(text).toContain('***')
})
