import { describe, expect, test } from '@jest/globals'
import type { Failure } from '../../../src/core/errors/cause.ts'
import { ApiVersion, isLower } from '../../../src/core/service/api-version.ts'

const outOfRange = (text: string): Failure => ({ status: 400, typeKey: 'VssVersionOutOfRangeException', text })
const supports = (version: string) =>
  outOfRange(
    `The requested REST API version is out of range. The latest REST API version this server supports is ${version}.`,
  )
const preview: Failure = { status: 400, typeKey: 'VssInvalidPreviewVersionException' }
const notFound: Failure = { status: 404, content: 'html' }

function versionOf(set = '', isServer = true) {
  const said: string[] = []
  return { said, version: new ApiVersion(set, isServer, line => said.push(line)) }
}

describe('The API version', () => {
  const refused = 'The server refused API version 7.1. Using'
  test.each<[string, Failure, string, string?]>([
    ['that a server names as its latest', supports('6.0'), '6.0'],
    ['in the other wording', outOfRange('The highest version supported by this server is 5.1.'), '5.1'],
    ['as a preview, where the released one is refused', preview, '7.1-preview'],
    [
      'that all servers know, after a bare 404',
      notFound,
      '5.0',
      'The server answered 404 Not Found to API version 7.1. Trying',
    ],
  ])('steps down to the one %s, and says so', (_, failure, next, words = refused) => {
    const { said, version } = versionOf()
    expect(version.current).toBe('7.1')
    expect(version.learn(failure, '7.1')).toBe(true)
    expect(version.current).toBe(next)
    expect(said).toEqual([`${words} ${next} instead.`])
  })

  test.each<[string, Failure, boolean?]>([
    ['a higher version', supports('7.2')],
    ['the same version', supports('7.1')],
    ['no version', outOfRange('The version is out of range.')],
    ['a version that is none', supports('six')],
    ['a 404 of the service itself', { status: 404, typeKey: 'ProjectDoesNotExistException', content: 'json' }],
    ['a 404 in JSON', { status: 404, content: 'json' }],
    ['a bare 404 of Azure DevOps Services', notFound, false],
    ['another error', { status: 500, content: 'html' }],
  ])('stays after %s', (_, failure, isServer = true) => {
    const { said, version } = versionOf('', isServer)
    expect(version.learn(failure, '7.1')).toBe(false)
    expect([version.current, said]).toEqual(['7.1', []])
  })

  test.each([supports('6.0'), preview, notFound])('stays when the user set it', failure => {
    const { said, version } = versionOf('7.0')
    expect(version.learn(failure, '7.0')).toBe(false)
    expect([version.current, said]).toEqual(['7.0', []])
  })

  test('is said once, when several requests learn of it at the same time', () => {
    const { said, version } = versionOf()
    expect([1, 2, 3].map(() => version.learn(supports('6.0'), '7.1'))).toEqual([true, true, true])
    expect([version.current, said.length]).toEqual(['6.0', 1])
  })

  test('steps down three times at most, whatever a server says', () => {
    const { version } = versionOf()
    const steps = ['6.9', '6.8', '6.7', '6.6', '6.5'].map(next => version.learn(supports(next), version.current))
    expect(steps).toEqual([true, true, true, false, false])
    expect(version.current).toBe('6.7')
  })

  test('of a preview that is refused as well stays', () => {
    const { version } = versionOf()
    version.learn(preview, '7.1')
    expect(version.learn(preview, '7.1-preview')).toBe(false)
  })

  test('of a server that all know stays after a bare 404', () => {
    const { version } = versionOf()
    version.learn(notFound, '7.1')
    expect(version.learn(notFound, '5.0')).toBe(false)
  })
})

test.each<[string, string, boolean]>([
  ['5.0', '5.1', true],
  ['5.1', '5.0', false],
  ['5.0', '5.0', false],
  ['4.1', '5.0', true],
  ['6.0', '10.0', true],
  ['5.9', '5.10', true],
  ['7.1-preview.2', '7.1', false],
  ['7.0-preview', '7.1', true],
])('The version %s is lower than %s: %j', (a, b, lower) => {
  expect(isLower(a, b)).toBe(lower)
})
