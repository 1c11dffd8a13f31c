import { describe, expect, test } from '@jest/globals'
import { createDefinition, createProject } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const project = createProject('web')
const rows = [
  ['CI', '\\', '2025-05-01T00:00:00Z'],
  ['CI (2)', '\\', '2025-03-01T00:00:00Z'],
  ['nightly', '\\Scheduled\\Nightly', '2025-01-01T00:00:00Z'],
  ['release', '\\Release', '2025-02-01T00:00:00Z'],
  ['Ci', '\\Release', '2025-04-01T00:00:00Z'],
] as const
const definitions = rows.map(([name, path, createdDate], index) =>
  createDefinition({ id: index + 1, name, path, createdDate, project }),
)
const { get } = emulated({ world: { projects: [project], definitions, builds: [] }, definitionPageLimit: 4 })

const list = async (query: string) => {
  const reply = await get(`/web/_apis/build/definitions?${query}`)
  return { ids: reply.json().value.map(({ id }) => id), next: reply.headers.get('x-ms-continuationtoken') }
}

describe('the definitions list', () => {
  test.each([
    ['name=ci', [1, 5], 'an exact name in any case, in every folder'],
    ['name=ci*', [1, 5, 2], 'a prefix'],
    ['name=nothing', [], 'nothing for a name that does not exist'],
    ['definitionIds=3,4', [3, 4], 'ids'],
    ['path=%5CRelease', [5, 4], 'a folder'],
    ['path=Scheduled', [3], 'what is in folders below it'],
    ['name=ci&path=/Release', [5], 'a name in a folder'],
    ['queryOrder=lastModifiedAscending&$top=3', [3, 4, 2], 'oldest first'],
    ['queryOrder=4&$top=2', [4, 3], 'names backwards'],
    ['includeLatestBuilds=true&name=release', [4], 'with what it does not know ignored'],
  ])('?%s: %j, %s', async (query, ids, _) => {
    expect((await list(query)).ids).toEqual(ids)
  })

  test('the token is the name of the next one', async () => {
    expect(await list('')).toEqual({ ids: [1, 5, 2, 3], next: 'release' })
    expect(await list('continuationToken=release')).toEqual({ ids: [4], next: null })
  })

  test('a name in two folders at the end of a page repeats', async () => {
    const { next } = await list('$top=1')
    expect(next).toBe('Ci')
    expect((await list(`$top=2&continuationToken=${next}`)).ids).toEqual([5, 2])
  })
})

describe('one definition', () => {
  test('has its repository', async () => {
    const one = (await get('/web/_apis/build/definitions/4')).json()
    expect(one).toMatchObject({ id: 4, name: 'release', path: '\\Release', repository: { type: 'TfsGit' } })
  })
  test('that does not exist is 404', async () => {
    const reply = await get('/web/_apis/build/definitions/54')
    expect([reply.status, reply.json().typeKey, reply.json().message]).toEqual([
      404,
      'DefinitionNotFoundException',
      'Build pipeline 54 was not found',
    ])
  })
})
