import { describe, expect, test } from '@jest/globals'
import { createBuild, createProject, createTfvcBuild, createXamlBuild } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const builds = [
  createTfvcBuild(943, { id: 1 }),
  createTfvcBuild(944, { id: 2, sourceVersion: '944' }),
  createXamlBuild({ id: 3, result: 'failed' }),
  createXamlBuild({ id: 4, status: 'succeeded', result: undefined }),
  createBuild({ id: 5, deleted: true }),
]
const running = emulated({ world: { projects: [createProject('web')], definitions: [], builds } })
const sorted = async (query: string, api?: string) => (await running.ids(query, api)).sort()
const build = async (id: number) => (await running.get(`/web/_apis/build/builds/${id}`)).json()

describe('a build of a TFVC changeset', () => {
  test.each([
    [1, 'C943'],
    [2, '944'],
  ])('%i has the version %s and a path for a branch', async (id, sourceVersion) => {
    expect(await build(id)).toMatchObject({
      sourceVersion,
      sourceBranch: '$/web/Main',
      repository: { type: 'TfsVersionControl' },
    })
  })

  test('is found by its path', async () => {
    expect(await sorted('branchName=$/web/Main')).toEqual([1, 2])
  })
})

describe('a XAML build', () => {
  test.each([
    ['7.1', '', [1, 2]],
    ['5.0', '', [1, 2]],
    ['5.0', 'type=Xaml', [1, 2]],
    ['4.1', '', [1, 2, 3, 4]],
    ['4.0', 'type=Build', [1, 2]],
    ['4.1', 'type=2', [1, 2]],
    ['4.1', 'type=xaml', [3, 4]],
    ['4.1', 'statusFilter=completed', [1, 2, 3]],
  ])('is listed by API %s with ?%s: %j', async (api, query, ids) => {
    expect(await sorted(query, api)).toEqual(ids)
  })

  test('has a ref in its version, and neither branch nor queue', async () => {
    const one = await build(3)
    expect(one).toMatchObject({ definition: { type: 'xaml' }, result: 'failed', parameters: '' })
    expect(one.sourceVersion).toMatch(/^LG:refs\/heads\/master:[0-9a-f]{40}$/)
    expect(Object.keys(one)).toEqual(expect.not.arrayContaining(['sourceBranch', 'queue']))
    expect((await running.ids('queues=18', '4.1')).sort()).toEqual([1, 2])
  })

  test('may have a result for a status', async () => {
    const one = await build(4)
    expect([one.status, 'result' in one]).toEqual(['succeeded', false])
  })
})

test('a deleted build says when, by whom and why', async () => {
  expect(await sorted('deletedFilter=onlyDeleted')).toEqual([5])
  expect(await build(5)).toMatchObject({
    deleted: true,
    deletedDate: '2026-01-20T03:00:12.457Z',
    deletedBy: { displayName: 'Microsoft.VisualStudio.Services.TFS', url: expect.stringMatching(/^https:/) },
    deletedReason: 'Build retention',
  })
})
