import { describe, expect, test } from '@jest/globals'
import { leastVersionFor, startBody } from '../../../src/core/start/asked-build.ts'
import { askedBuild, fullCommit } from './queued.ts'

const bodyOf = (given: Parameters<typeof askedBuild>[0]) => JSON.parse(startBody(askedBuild(given)))

describe('the body that starts a build', () => {
  test('names nothing but the pipeline if nothing else is set', () => {
    expect(startBody(askedBuild())).toBe('{"definition":{"id":7}}')
  })

  test('names the whole ref and the commit', () => {
    expect(bodyOf({ branch: 'refs/heads/main', commit: fullCommit })).toEqual({
      definition: { id: 7 },
      sourceBranch: 'refs/heads/main',
      sourceVersion: fullCommit,
    })
  })

  test('has template parameters as texts, whatever they are', () => {
    const parameters = new Map([
      ['env', 'prod'],
      ['stages', '["a","b"]'],
      ['__proto__', 'x'],
    ])
    expect(startBody(askedBuild({ parameters }))).toBe(
      '{"definition":{"id":7},"templateParameters":{"env":"prod","stages":"[\\"a\\",\\"b\\"]","__proto__":"x"}}',
    )
  })

  test('has variables as a string that is JSON', () => {
    const { parameters } = bodyOf({ variables: new Map([['a "b"', "c'd\n"]]) })
    expect(typeof parameters).toBe('string')
    expect(JSON.parse(parameters)).toEqual({ 'a "b"': "c'd\n" })
  })
})

test('template parameters need API version 6.1, because older servers ignore them', () => {
  expect(leastVersionFor(askedBuild({ parameters: new Map([['env', 'prod']]) }))).toBe('6.1')
  expect(leastVersionFor(askedBuild({ variables: new Map([['env', 'prod']]) }))).toBeUndefined()
})
