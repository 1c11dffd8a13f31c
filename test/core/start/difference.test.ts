import { describe, expect, test } from '@jest/globals'
import { differences } from '../../../src/core/start/difference.ts'
import { askedBuild, fullCommit, queuedBuild } from './queued.ts'

const map = (values: Record<string, string>) => new Map(Object.entries(values))

/** What was asked, what the service says, and the words of the difference; none is no difference. */
const rows: [string, Parameters<typeof askedBuild>[0], Record<string, unknown>, string[]][] = [
  ['nothing was asked for but the pipeline', {}, {}, []],
  ['the pipeline is another', {}, { definition: { id: 8 } }, ['of pipeline 8, not 7']],
  ['the service names no pipeline', {}, { definition: undefined }, ['of pipeline unknown, not 7']],
  ['the branch is the one', { branch: 'refs/heads/main' }, {}, []],
  [
    'a branch that does not exist was replaced',
    { branch: 'refs/head/release' },
    {},
    ['of branch refs/heads/main, not refs/head/release'],
  ],
  ['Git branches differ in case', { branch: 'refs/heads/Main' }, {}, ['refs/heads/main, not refs/heads/Main']],
  ['TFVC paths do not', { branch: '$/Web/Main' }, { sourceBranch: '$/web/main' }, []],
  ['there is no branch', { branch: 'refs/heads/main' }, { sourceBranch: undefined }, ['of branch unknown, not']],
  ['the commit is the one', { commit: fullCommit.toUpperCase() }, {}, []],
  ['the commit is another', { commit: '0'.repeat(40) }, {}, [`of commit ${fullCommit}, not ${'0'.repeat(40)}`]],
  ['the commit is not there yet', { commit: fullCommit }, { sourceVersion: undefined }, []],
  ['a changeset has a C', { commit: '943' }, { sourceVersion: 'C943' }, []],
  ['a changeset has none', { commit: 'C943' }, { sourceVersion: '943' }, []],
  ['a changeset is another', { commit: '943' }, { sourceVersion: 'C944' }, ['of commit C944, not 943']],
  [
    'parameters came back in another case and form',
    { parameters: map({ env: 'prod', Debug: 'true', list: '[1, {"b": 2, "a": 1}]', count: '8' }) },
    { templateParameters: { ENV: 'prod', debug: true, list: '[1,{"a":1,"b":2}]', count: 8 } },
    [],
  ],
  [
    'the service adds parameters of its own',
    { parameters: map({ a: '1' }) },
    { templateParameters: { a: '1', b: '2' } },
    [],
  ],
  [
    'parameters were ignored',
    { parameters: map({ env: 'hush', region: 'quiet' }) },
    {},
    ['other parameters than were set: env and region.'],
  ],
  [
    'a parameter has another value',
    { parameters: map({ a: 'hush' }) },
    { templateParameters: { a: 'x' } },
    ['set: a.'],
  ],
  ['text differs in case', { parameters: map({ a: 'hush' }) }, { templateParameters: { a: 'Hush' } }, ['set: a.']],
  ['a version is not the number', { parameters: map({ a: '1.10' }) }, { templateParameters: { a: 1.1 } }, ['set: a.']],
  ['variables came back', { variables: map({ a: 'b' }) }, { parameters: '{ "a": "b", "system.debug": "true" }' }, []],
  ['variables came back as an object', { variables: map({ a: 'b' }) }, { parameters: { a: 'b' } }, []],
  ['the service keeps a secret variable to itself', { variables: map({ a: 'b' }) }, { parameters: '{"a":null}' }, []],
  [
    'variables were ignored',
    { variables: map({ a: 'hush' }) },
    { parameters: '' },
    ['other variables than were set: a.'],
  ],
  [
    'variables cannot be read',
    { variables: map({ a: 'hush' }) },
    { parameters: "{'a': 'hush'}" },
    ['variables than were'],
  ],
]

describe('what was started is compared with what was asked for:', () => {
  test.each(rows)('%s', (_, asked, given, words) => {
    const found = differences(askedBuild(asked), queuedBuild(given))
    expect(found).toEqual(words.map(word => expect.stringContaining(word)))
    expect(found.join('\n')).not.toMatch(/hush|quiet/)
  })

  test('all differences are named at once', () => {
    const asked = askedBuild({ branch: 'refs/heads/x', commit: '1'.repeat(40), parameters: map({ a: '1' }) })
    expect(differences(asked, queuedBuild({ definition: { id: 9 } }))).toHaveLength(4)
  })
})
