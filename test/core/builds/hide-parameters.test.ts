import { describe, expect, test } from '@jest/globals'
import { assert, jsonValue, property } from 'fast-check'
import { createBuild } from '../../../emulator/index.js'
import { hideParameters } from '../../../src/core/builds/hide-parameters.ts'

const hide = (text: string) => hideParameters(Buffer.from(text)).toString()

describe('The values with which a build was started are hidden', () => {
  test.each([
    [
      'variables',
      '{"parameters":"{\\"a\\":\\"secret\\",\\"b\\":1}"}',
      '{"parameters":"{\\"a\\":\\"***\\",\\"b\\":\\"***\\"}"}',
    ],
    ['variables that cannot be read', '{"parameters":"secret"}', '{"parameters":"***"}'],
    [
      'variables beside what the service says of a pull request',
      '{"parameters":"{\\"system.pullRequest.pullRequestId\\":\\"7\\",\\"a\\":\\"s\\"}"}',
      '{"parameters":"{\\"system.pullRequest.pullRequestId\\":\\"7\\",\\"a\\":\\"***\\"}"}',
    ],
    ['no variables', '{"parameters":"","x":1}', '{"parameters":"","x":1}'],
    [
      'template parameters',
      '{"templateParameters":{"a":"secret","b":{"c":1}}}',
      '{"templateParameters":{"a":"***","b":"***"}}',
    ],
    [
      'of odd types',
      '{"parameters":null,"templateParameters":[1,2]}',
      '{"parameters":null,"templateParameters":"***"}',
    ],
    ['as numbers', '{"parameters":12 ,"x":[1]}', '{"parameters":"***" ,"x":[1]}'],
    ['at the end', '{"parameters":true}', '{"parameters":"***"}'],
    [
      'at any depth',
      '{"triggeredByBuild":{"parameters":"secret"},"z":1.0}',
      '{"triggeredByBuild":{"parameters":"***"},"z":1.0}',
    ],
    ['with white space', '{ "parameters" : "secret" , "n" : 1.50 }', '{ "parameters" : "***" , "n" : 1.50 }'],
  ])('%s', (_, text, expected) => expect(hide(text)).toBe(expected))

  test.each([
    ['a value that looks like the name', '{"a":"parameters","b":"templateParameters"}'],
    ['text that looks like a member', '{"message":"say \\"parameters\\": \\"x\\""}'],
    ['text that ends in a backslash', '{"m":"\\\\","n":"\\"parameters\\":1"}'],
    [
      'what the service says of a pull request',
      '{"parameters":"{\\"system.pullRequest.pullRequestId\\":\\"7\\",\\"system.pullRequest.isFork\\":\\"False\\"}"}',
    ],
    ['an empty object', '{"parameters":"{}"}'],
    ['other names', '{"Parameters":"x","triggerParameters":"y"}'],
  ])('%s stays', (_, text) => {
    const bytes = Buffer.from(text)
    expect(hideParameters(bytes)).toBe(bytes)
  })

  test('and everything else of a whole build stays byte by byte', () => {
    const build = createBuild({ parameters: '{"password":"s3cret"}', templateParameters: { env: 's3cret' } })
    const text = JSON.stringify(build)
    const expected = text
      .replace('"{\\"password\\":\\"s3cret\\"}"', '"{\\"password\\":\\"***\\"}"')
      .replace('{"env":"s3cret"}', '{"env":"***"}')
    expect(hide(text)).toBe(expected)
    expect(expected).not.toContain('s3cret')
  })
})

test('No value of either member is left in any JSON, and the rest means the same', () => {
  assert(
    property(jsonValue(), jsonValue(), jsonValue(), (one, other, rest) => {
      const json = { rest, parameters: JSON.stringify(one), deep: [{ templateParameters: other }], end: rest }
      const shown = JSON.parse(hide(JSON.stringify(json)))
      // Members of these names may be in the rest, too.
      if (JSON.stringify(rest).includes('arameters"')) return
      expect(shown).toMatchObject({ rest: JSON.parse(JSON.stringify(rest)), end: JSON.parse(JSON.stringify(rest)) })
      for (const value of [shown.parameters, shown.deep[0].templateParameters]) expect(onlyStars(value)).toBe(true)
    }),
  )
})

function onlyStars(value: unknown): boolean {
  if (value === null || value === '***' || value === '' || value === 'null') return true
  const object = typeof value === 'string' ? JSON.parse(value) : value
  return object === '***' || Object.values(object as object).every(each => each === '***')
}
