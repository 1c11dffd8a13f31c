import { expect, test } from '@jest/globals'
import { createBuild, createProject, createTimeline, scenes, timelinesOf } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const world = { projects: [createProject('web')], definitions: [], builds: [createBuild({ id: 1, result: 'failed' })] }
const timeline = createTimeline(scenes.noiseOnly())
timelinesOf(world).set(1, timeline)
const { get } = emulated({ world })
const failed = timeline.records.find(({ issues }) => issues)
const log = `/web/_apis/build/builds/1/logs/${failed?.log?.id}`
const text = (query = '') => get(`${log}${query}`, { accept: 'text/plain' })

test('the list has each log that the timeline names, with its number of lines', async () => {
  const { count, value } = (await get('/web/_apis/build/builds/1/logs')).json()
  const named = timeline.records.flatMap(record => record.log?.id ?? [])
  expect(value.map(({ id }) => id).sort()).toEqual(named.sort())
  expect(count).toBe(named.length)
  const lines = (await text()).text.trimEnd().split('\n').length
  expect(value.find(({ id }) => id === failed?.log?.id)).toMatchObject({ lineCount: lines, type: 'Container' })
})

test('each line begins with its time', async () => {
  const lines = (await text()).text.trimEnd().split('\n')
  for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z /)
  expect(lines.at(-1)).toContain('##[section]Finishing: Run tests')
})

test('a range counts from 1 and includes its end', async () => {
  const lines = (await text()).text.trimEnd().split('\n')
  const part = await text('?startLine=2&endLine=4')
  expect(part.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(part.text.trimEnd().split('\n')).toEqual(lines.slice(1, 4))
  expect((await text('?startLine=900')).text).toBe('')
})

test('without text/plain in Accept it is JSON', async () => {
  const { count, value } = (await get(`${log}?startLine=1&endLine=2`)).json()
  expect({ count, lines: value.length }).toEqual({ count: 2, lines: 2 })
})

test('a log that does not exist is a 404 of the build area', async () => {
  const reply = await get('/web/_apis/build/builds/1/logs/4000')
  expect({ status: reply.status, typeKey: reply.json().typeKey }).toEqual({
    status: 404,
    typeKey: 'BuildLogNotFoundException',
  })
})
