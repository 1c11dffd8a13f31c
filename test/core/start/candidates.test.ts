import { describe, expect, test } from '@jest/globals'
import { fits, type LostStart } from '../../../src/core/start/candidates.ts'
import { askedBuild, fullCommit, owner, queuedBuild } from './queued.ts'

const noon = Date.UTC(2026, 10, 23, 12)
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString().replace('Z', '4567Z')
const map = (values: Record<string, string>) => new Map(Object.entries(values))

/** Sent at noon, lost two seconds later. */
const lost = (given: Partial<LostStart> = {}): LostStart => ({
  asked: askedBuild(),
  defaultBranch: 'refs/heads/main',
  newest: 637,
  identity: owner,
  sentAt: noon,
  endedAt: noon + 2000,
  ...given,
})

describe('a build can be the one whose start got no answer', () => {
  test.each<[string, Record<string, unknown>]>([
    ['if it fits in everything', {}],
    ['if the database is two seconds behind', { queueTime: at(-2) }],
    ['if the service went on for half a minute', { queueTime: at(29) }],
    [
      'if the service added what it knows of a pull request',
      { parameters: '{"system.pullRequest.pullRequestId":"4"}' },
    ],
    ['if it has an empty list of values', { parameters: '{}', templateParameters: {} }],
    ['if it is completed already', { status: 'completed', result: 'failed' }],
  ])('%s', (_, given) => expect(fits(queuedBuild(given), lost())).toBe('yes'))

  test.each<[string, Record<string, unknown>]>([
    ['of another pipeline', { definition: { id: 8 } }],
    ['that was there before', { id: 637 }],
    ['that is older than one that was there', { id: 600 }],
    ['of another identity', { requestedBy: { id: '99999999-2222-5333-8444-555555555555' } }],
    ['of nobody', { requestedBy: undefined }],
    ['of a push of the same person', { reason: 'individualCI' }],
    ['of the service for the same person', { requestedBy: { id: '00000002-0000-8888-8000-000000000000' } }],
    ['that was queued before', { queueTime: at(-6) }],
    ['that was queued long after', { queueTime: at(36) }],
    ['without a time', { queueTime: undefined }],
    ['of another branch', { sourceBranch: 'refs/heads/release' }],
    ['with parameters', { templateParameters: { env: 'prod' } }],
    ['with variables', { parameters: '{"env":"prod"}' }],
    ['with variables that cannot be read', { parameters: 'x' }],
  ])('but not one %s', (_, given) => expect(fits(queuedBuild(given), lost())).toBe('no'))
})

describe('a build with values, a branch and a commit', () => {
  const asked = askedBuild({
    branch: 'refs/heads/release',
    commit: fullCommit,
    parameters: map({ env: 'prod', list: '[1]' }),
    variables: map({ debug: 'true' }),
  })
  const whole = {
    sourceBranch: 'refs/heads/release',
    templateParameters: { list: '[ 1 ]', Env: 'prod' },
    parameters: '{"DEBUG":"True"}',
  }

  test.each<[string, Record<string, unknown>, string]>([
    ['fits by what its values mean', {}, 'yes'],
    ['does not fit with one value more', { templateParameters: { env: 'prod', list: '[1]', x: '' } }, 'no'],
    ['does not fit with one value less', { templateParameters: { env: 'prod' } }, 'no'],
    ['does not fit with another value', { templateParameters: { env: 'test', list: '[1]' } }, 'no'],
    ['does not fit with a value that is kept secret', { parameters: '{"debug":null}' }, 'no'],
    ['does not fit with another commit', { sourceVersion: '0'.repeat(40) }, 'no'],
    ['is unsure while it has no commit', { sourceVersion: undefined }, 'unsure'],
    ['does not fit on the default branch', { sourceBranch: 'refs/heads/main' }, 'no'],
  ])('%s', (_, given, expected) => {
    expect(fits(queuedBuild({ ...whole, ...given }), lost({ asked }))).toBe(expected)
  })
})

test('where the default branch is not known, any branch can be it', () => {
  const build = queuedBuild({ sourceBranch: 'refs/heads/anything' })
  expect(fits(build, lost({ defaultBranch: undefined }))).toBe('yes')
})
