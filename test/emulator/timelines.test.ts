import { expect, test } from '@jest/globals'
import { createBuild, createProject, createTimeline, scenes, timelinesOf } from '../../emulator/index.js'
import type { Build, TimelineRecord } from '../../emulator/types.ts'
import { emulated } from './emulated.ts'

const builds = [
  createBuild({ id: 1, result: 'failed' }),
  createBuild({ id: 2, deleted: true }),
  createBuild({ id: 3, status: 'notStarted' }),
  createBuild({ id: 4, status: 'inProgress' }),
  createBuild({ id: 5 }),
  createBuild({ id: 6, result: 'failed', validationResults: [{ result: 'error', message: 'No pool' }] }),
]
const world = { projects: [createProject('web')], definitions: [], builds: builds as Build[] }
const { get } = emulated({ world })
const at = (id: number, rest = '') => `/web/_apis/build/builds/${id}/timeline${rest}`
const recordsOf = async (id: number, rest = '') => {
  const reply = await get(at(id, rest))
  expect(reply.status).toBe(200)
  return reply.json().records as TimelineRecord[]
}

test('a timeline has the envelope and the fields of a real one', async () => {
  timelinesOf(world).set(1, createTimeline(scenes.compileError()))
  const timeline = (await get(at(1))).json()
  expect(Object.keys(timeline)).toEqual(['records', 'lastChangedBy', 'lastChangedOn', 'id', 'changeId', 'url'])
  const records = timeline.records as TimelineRecord[]
  const always = [
    ...['previousAttempts', 'id', 'parentId', 'type', 'name', 'startTime', 'finishTime', 'currentOperation'],
    ...['percentComplete', 'state', 'result', 'resultCode', 'changeId', 'lastModified', 'workerName', 'details'],
    ...['errorCount', 'warningCount', 'url', 'log', 'task', 'attempt', 'identifier'],
  ]
  for (const record of records) expect(Object.keys(record)).toEqual(expect.arrayContaining(always))
  expect(records.filter(record => !('order' in record)).map(({ type }) => type)).toEqual(['Checkpoint', 'Checkpoint'])
  expect(records.filter(record => 'queueId' in record).every(({ type }) => type === 'Job')).toBe(true)
  expect(records.filter(({ issues }) => issues).map(({ name }) => name)).toEqual(['Build'])
})

test('the records are a tree of stages, phases, jobs and tasks, sent in no order', async () => {
  const records = await recordsOf(1)
  const types = new Map(records.map(({ id, type }) => [id, type]))
  const pairs = new Set(records.map(({ type, parentId }) => `${types.get(parentId ?? '') ?? 'nothing'} > ${type}`))
  expect([...pairs].sort()).toEqual([
    'Job > Task',
    'Phase > Job',
    'Stage > Checkpoint',
    'Stage > Phase',
    'nothing > Stage',
  ])
  expect(records[0]?.type).not.toBe('Stage')
  const [job] = records.filter(({ name, type }) => name === 'Linux x64' && type === 'Job')
  const tasks = records.filter(({ parentId }) => parentId === job?.id).sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
  expect(tasks.map(({ name, result }) => `${name}: ${result}`)).toEqual([
    'Initialize job: succeeded',
    'Checkout: succeeded',
    'Restore: succeeded',
    'Build: failed',
    'Publish: skipped',
    'Post-job: Checkout: succeeded',
    'Finalize Job: succeeded',
  ])
  const results = records
    .filter(({ name, type }) => name === 'Linux x64' || (name === 'Build' && type === 'Stage'))
    .map(({ type, result }) => `${type}: ${result}`)
  expect(new Set(results)).toEqual(new Set(['Job: failed', 'Phase: failed', 'Stage: failed']))
})

test('issues point to the lines of the log where they stand', async () => {
  const [task] = (await recordsOf(1)).filter(({ issues }) => issues)
  expect(task?.errorCount).toBe(3)
  for (const { message, data } of task?.issues ?? []) {
    const line = data?.logFileLineNumber
    const reply = await get(`/web/_apis/build/builds/1/logs/${task?.log?.id}?startLine=${line}&endLine=${line}`)
    expect((reply.json().value[0] as unknown as string).slice(29)).toBe(`##[error]${message}`)
  }
})

test.each([
  ['a deleted build', 2],
  ['a build in the queue', 3],
  ['a build that was refused before it began', 6],
])('%s has no timeline, which is a 204 without a body', async (_, id) => {
  const { status, text, headers } = await get(at(id))
  expect({ status, text, type: headers.get('content-type') }).toEqual({ status: 204, text: '', type: null })
})

test.each([
  [99, '', 'BuildNotFoundException'],
  [1, '/6f1b1f4e-0000-4000-8000-000000000000', 'TimelineNotFoundException'],
])('build %i%s is not there: 404 %s', async (id, rest, typeKey) => {
  const reply = await get(at(id, rest))
  expect({ status: reply.status, typeKey: reply.json().typeKey }).toEqual({ status: 404, typeKey })
})

test('a build gets a timeline that fits its state, the same each time', async () => {
  expect((await recordsOf(5)).every(({ result }) => result === 'succeeded' || result === 'skipped')).toBe(true)
  expect(await recordsOf(5)).toEqual(await recordsOf(5))
  expect((await recordsOf(4)).some(({ type, state }) => type === 'Task' && state === 'inProgress')).toBe(true)
})

test('the agent sends ten errors and counts on', async () => {
  timelinesOf(world).set(1, createTimeline(scenes.manyErrors()))
  const [task] = (await recordsOf(1)).filter(({ issues }) => issues)
  expect({ errors: task?.issues?.length, errorCount: task?.errorCount }).toEqual({ errors: 10, errorCount: 12 })
})

test('a lost agent leaves a failed task without a word, and abandoned ones behind it', async () => {
  timelinesOf(world).set(1, createTimeline(scenes.agentLost()))
  const records = await recordsOf(1)
  const failed = records.filter(({ type, result }) => type === 'Task' && result === 'failed')
  expect(failed).toEqual([expect.objectContaining({ log: null, percentComplete: 0, errorCount: 0 })])
  expect(failed[0]).not.toHaveProperty('issues')
  expect(
    records
      .filter(({ result }) => result === 'abandoned')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['Build', 'Finalize Job', 'Post-job: Checkout'])
  const [job] = records.filter(({ type }) => type === 'Job')
  expect(job?.issues).toEqual([{ type: 'warning', category: null, message: expect.stringContaining('deprovision') }])
})

test('a job that was retried alone leaves a timeline of one record, a stage the whole earlier one', async () => {
  timelinesOf(world).set(1, createTimeline(scenes.retried()))
  const [job] = (await recordsOf(1)).filter(({ attempt }) => attempt > 1)
  expect(job).toMatchObject({ type: 'Job', name: 'Flaky', result: 'succeeded' })
  const before = job?.previousAttempts[0]
  const earlier = await recordsOf(1, `/${before?.timelineId}`)
  expect(earlier).toEqual([expect.objectContaining({ id: before?.recordId, result: 'abandoned', attempt: 1 })])

  timelinesOf(world).set(1, createTimeline(scenes.stageRetried()))
  const now = await recordsOf(1)
  const stage = now.find(({ type }) => type === 'Stage')
  const whole = await recordsOf(1, `/${stage?.previousAttempts[0]?.timelineId}`)
  expect(whole).toHaveLength(now.length)
  expect(whole.map(({ id }) => id)).toContain(stage?.previousAttempts[0]?.recordId)
})

test('a job whose condition is false is a phase without a job, and says why', async () => {
  timelinesOf(world).set(1, createTimeline(scenes.skipped()))
  const nightly = (await recordsOf(1)).filter(({ name }) => name === 'Nightly')
  expect(nightly).toEqual([
    expect.objectContaining({ type: 'Phase', result: 'skipped', resultCode: expect.stringContaining('Result: False') }),
  ])
})

test('a large timeline is as large as real ones are', async () => {
  timelinesOf(world).set(1, createTimeline(scenes.large()))
  const { text } = await get(at(1))
  expect(JSON.parse(text).records.length).toBeGreaterThan(2700)
  expect(text.length).toBeGreaterThan(1_500_000)
})

test('an approval is asked for by the id of its record, in the project of its build', async () => {
  timelinesOf(world).set(4, createTimeline(scenes.waiting()))
  const [record] = (await recordsOf(4)).filter(({ type }) => type === 'Checkpoint.Approval')
  expect(record).toMatchObject({ state: 'inProgress', result: null })
  const path = '/web/_apis/pipelines/approvals?api-version=7.1'
  const { count, value } = (await get(`${path}&approvalIds=${record?.id}`)).json()
  expect(count).toBe(1)
  expect(value[0]).toMatchObject({
    id: record?.id,
    status: 'pending',
    steps: [],
    minRequiredApprovers: 1,
    pipeline: { owner: { id: 4 } },
  })
  expect((await get(`${path}&approvalIds=nobody`)).json().value).toEqual([])
  expect((await get(`${path}&state=approved`)).json().count).toBe(0)
})

test('a timeline may change with the clock', async () => {
  timelinesOf(world).set(4, now => (now > 0 ? createTimeline(scenes.noAgent()) : null))
  const [job] = (await recordsOf(4)).filter(({ type }) => type === 'Job')
  expect(job).toMatchObject({ state: 'pending', workerName: null, startTime: null })
})
