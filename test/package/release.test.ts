import { describe, expect, test } from '@jest/globals'
import { releaseNotes } from '../../scripts/release-notes.js'

const changelog = '# Changelog\n\n## [1.1.0] - unreleased\n\n- New\n\n## [1.0.0] - 2026-12-01\n\n### Added\n\n- All\n'

describe('the notes of a release', () => {
  test('are what the changelog says of the version', () => {
    expect(releaseNotes(changelog, '1.0.0', '1.0.0')).toBe('### Added\n\n- All\n')
  })

  const wrong: [string, string, string, RegExp][] = [
    ['a tag that is not the version', '1.0.1', '1.0.0', /package\.json has the version 1\.0\.0/],
    ['a version that the changelog does not know', '2.0.0', '2.0.0', /says nothing of 2\.0\.0/],
    ['a version without a date', '1.1.0', '1.1.0', /no date for 1\.1\.0/],
  ]
  test.each(wrong)('are refused for %s', (_, wanted, version, message) => {
    expect(() => releaseNotes(changelog, wanted, version)).toThrow(message)
  })
})
