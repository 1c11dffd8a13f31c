import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createBuild, createProject } from '../../../emulator/index.js'
import { repository } from '../../../hosts/repository.js'
import { declarations } from '../../../src/core/inputs/inputs.ts'
import { ask, type Given } from './query-run.ts'

const specs = join(repository, '../shared/specs')
const files = existsSync(specs) ? readdirSync(specs).filter(name => /^build-[\d.]+\.json$/.test(name)) : []
if (files.length === 0) console.log(`Not compared with the specification of Microsoft: there is none in ${specs}.`)

/** The query parameters of the Builds list: https://learn.microsoft.com/rest/api/azure/devops/build/builds/list */
const known = [
  '$top',
  'branchName',
  'buildIds',
  'buildNumber',
  'continuationToken',
  'definitions',
  'deletedFilter',
  'maxBuildsPerDefinition',
  'maxTime',
  'minTime',
  'properties',
  'queryOrder',
  'queues',
  'reasonFilter',
  'repositoryId',
  'repositoryType',
  'requestedFor',
  'resultFilter',
  'statusFilter',
  'tagFilters',
]

interface Specification {
  readonly info: { readonly version: string }
  readonly paths: Record<string, Record<string, Operation>>
}

interface Operation {
  readonly 'x-ms-vss-method'?: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly enum?: readonly string[] }[]
}

/** The files begin with a byte order mark. */
function read(file: string): Operation['parameters'] {
  const { paths } = JSON.parse(readFileSync(join(specs, file), 'utf8').replace(/^\uFEFF/, '')) as Specification
  const path = Object.keys(paths).find(key => key.endsWith('/_apis/build/builds')) ?? ''
  return (paths[path]?.get?.parameters ?? []).filter(parameter => parameter.in === 'query')
}

/** Every input that becomes a parameter, with values that need encoding; together they match these builds. */
const everything: Given = {
  pipelines: '1,2',
  queues: '18,22',
  'build-number': '2026 &*',
  'min-time': '2026-01-01T00:00:00Z',
  'max-time': '2026-02-01',
  'requested-for': 'Ada Example',
  reason: 'manual,schedule',
  status: 'completed',
  result: 'succeeded,failed',
  tags: 'a&b,50%',
  properties: 'color,größe',
  'max-builds-per-pipeline': '7',
  deleted: 'includeDeleted',
  order: 'queueTimeAscending',
  branch: 'feature/ä #1+2',
  'build-ids': '1,2,3',
  'repository-id': 'r 1',
  'repository-type': 'TfsGit',
  top: '0',
}

const builds = [1, 2, 3].map(id =>
  createBuild({
    id,
    queueTime: `2026-01-15T09:0${id}:00.1234567Z`,
    buildNumber: `2026 &${id}`,
    tags: ['a&b', '50%'],
    sourceBranch: 'refs/heads/feature/ä #1+2',
    repository: { id: 'r 1' },
  }),
)

describe('All parameters of the Builds list', () => {
  const asked = ask({ projects: [createProject('web')], builds }, everything, { pageLimit: 2 })

  test('are sent under their right names, joined by commas', async () => {
    const { queries, errors, ids } = await asked
    const sent = {
      definitions: '1,2',
      queues: '18,22',
      buildNumber: '2026 &*',
      minTime: '2026-01-01T00:00:00.0000000Z',
      maxTime: '2026-02-01T00:00:00.0000000Z',
      requestedFor: 'Ada Example',
      reasonFilter: 'manual,schedule',
      statusFilter: 'completed',
      resultFilter: 'succeeded,failed',
      tagFilters: 'a&b,50%',
      properties: 'color,größe',
      $top: '500',
      maxBuildsPerDefinition: '7',
      deletedFilter: 'includeDeleted',
      queryOrder: 'queueTimeAscending',
      branchName: 'refs/heads/feature/ä #1+2',
      buildIds: '1,2,3',
      repositoryId: 'r 1',
      repositoryType: 'TfsGit',
    }
    expect({ errors, ids }).toEqual({ errors: [], ids: [1, 2, 3] })
    expect(queries).toEqual([sent, { ...sent, continuationToken: '2026-01-15T09:02:00.1234567Z' }])
    expect([...new Set(queries.flatMap(Object.keys))].sort()).toEqual(known)
  })

  test('are percent-encoded, but for letters, digits, and -_.!~*() which may be in a query', async () => {
    const { requests } = await asked
    for (const { rawUrl } of requests)
      expect(rawUrl.replace(/^[^?]*\?/, '')).toMatch(/^(\$?[A-Za-z-]+=([\w.!~*()-]|%[0-9A-F]{2})+(&|$))+$/)
  })

  test('are never sent empty', async () => {
    for (const given of [{ pipelines: '1' }, { tags: 'a' }, { commit: 'abcdef0' }, { branch: 'm*' }, {}]) {
      const { requests } = await ask({ projects: [createProject('web')], builds }, given)
      expect(requests.filter(({ rawUrl }) => /=(&|$)/.test(rawUrl))).toEqual([])
    }
  })

  const compare = files.length > 0 ? test : test.skip
  compare.each(files.length > 0 ? files : ['no specification'])('are those of %s', file => {
    const names = read(file).map(({ name }) => name)
    expect(names.filter(name => name !== 'api-version').sort()).toEqual(known)
  })
})

describe('The values that the input allows', () => {
  const compare = files.length > 0 ? test : test.skip
  compare.each([
    ['status', 'statusFilter'],
    ['result', 'resultFilter'],
    ['reason', 'reasonFilter'],
    ['deleted', 'deletedFilter'],
    ['order', 'queryOrder'],
  ] as const)('of %s are those of %s in all versions together', (input, name) => {
    const words = files.flatMap(file => read(file).find(parameter => parameter.name === name)?.enum ?? [])
    const real = [...new Set(words)].filter(word => word !== 'none')
    expect([...(declarations[input].values ?? [])].sort()).toEqual(real.sort())
  })
})
