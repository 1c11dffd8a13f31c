import { expect, test } from '@jest/globals'
import { definitionRequest, parseDefinition } from '../../../src/core/builds/pipelines.ts'

test.each([
  ['7', { id: 7, name: '7' }],
  ['007', { id: 7, name: '007' }],
  ['Web CI', { name: 'Web CI' }],
  ['7.1', { name: '7.1' }],
  ['٧', { name: '٧' }],
  ['\\2024', { name: '2024', folder: '\\' }],
  ['\\Web CI', { name: 'Web CI', folder: '\\' }],
  ['\\a\\b\\Web CI', { name: 'Web CI', folder: '\\a\\b' }],
  ['a\\Web CI', { name: 'Web CI', folder: '\\a' }],
  ['\\a b\\2024', { name: '2024', folder: '\\a b' }],
  ['a/b', { name: 'a/b' }],
  ['https://x', { name: 'https://x' }],
])('%s is %j', (written, expected) => {
  expect(parseDefinition(written)).toEqual({ written, ...expected })
})

test('a name is asked for by name, the whole list in order, and the next page with its token', () => {
  const query = (name?: string, token?: string) => definitionRequest('web', name, 0, token).query('7.1')
  expect(query('Web CI')).toEqual([['name', 'Web CI']])
  expect(query()).toEqual([['queryOrder', 'definitionNameAscending']])
  expect(query(undefined, 't')).toEqual([
    ['queryOrder', 'definitionNameAscending'],
    ['continuationToken', 't'],
  ])
  expect(definitionRequest('web', 'x', 0).path).toEqual(['web', '_apis', 'build', 'definitions'])
})
