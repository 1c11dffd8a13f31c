import { describe, expect, test } from '@jest/globals'
import { createProject } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const projects = ['a', 'b', 'c', 'd', 'e'].map(name => createProject(name))
projects.push(createProject('going', { state: 'deleting' }))
const { get } = emulated({ world: { projects, definitions: [], builds: [] }, projectPageLimit: 3 })
const names = async (query: string) => {
  const reply = await get(`/_apis/projects?${query}`)
  return [
    reply
      .json()
      .value.map(({ name }) => name)
      .join(''),
    reply.headers.get('x-ms-continuationtoken'),
  ]
}

describe('the projects list', () => {
  test.each([
    ['', 'abc', '3'],
    ['continuationToken=3', 'de', null],
    ['$top=2', 'ab', '2'],
    ['$top=50', 'abc', '3'],
    ['$top=2&$skip=1', 'bc', '3'],
    ['stateFilter=all&continuationToken=3', 'degoing', null],
    ['stateFilter=Deleting', 'going', null],
  ])('?%s: %j, next %j', async (query, expected, next) => {
    expect(await names(query)).toEqual([expected, next])
  })

  test('a project by id or by name', async () => {
    const replies = [await get(`/_apis/projects/${projects[0]?.id}`), await get('/_apis/projects/A')]
    expect(replies.map(reply => reply.json().name)).toEqual(['a', 'a'])
  })
})
