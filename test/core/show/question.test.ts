import { describe, expect, test } from '@jest/globals'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { describeQuery } from '../../../src/core/show/question.ts'
import { settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>

describe('The query', () => {
  test.each<[Given, string]>([
    [{}, 'Builds of web in https://dev.azure.com/contoso; at most 100, latest queue time first'],
    [{ top: '1' }, 'Builds of web in https://dev.azure.com/contoso; only the one with the latest queue time'],
    [
      { top: '1', order: 'finishTimeAscending' },
      'Builds of web in https://dev.azure.com/contoso; only the one with the earliest finish time',
    ],
    [
      { top: '0', order: 'startTimeAscending', project: 'a,b' },
      'Builds of a and b in https://dev.azure.com/contoso; all, earliest start time first',
    ],
    [{ start: 'true', pipelines: 'ci' }, 'Start pipeline ci of web in https://dev.azure.com/contoso; default branch'],
    [
      {
        start: 'true',
        pipelines: '7',
        branch: 'main',
        commit: 'a'.repeat(40),
        parameters: 'a: 1\nb: 2',
        variables: 'c=3',
      },
      `Start pipeline 7 of web in https://dev.azure.com/contoso; branch refs/heads/main; commit ${'a'.repeat(40)}; parameters a and b; variables c`,
    ],
  ])('of %j is described as %j', (given, text) => {
    expect(describeQuery(settingsOf(given))).toBe(text)
  })

  test.each<[Given, string]>([
    [{ project: '*' }, 'Builds of every project'],
    [{ branch: 'main' }, 'branch refs/heads/main'],
    [{ branch: 'release/*' }, 'branch refs/heads/release/*'],
    [{ commit: '0123abc' }, 'commit 0123abc'],
    [{ pipelines: 'CI' }, '; pipeline CI;'],
    [{ pipelines: 'CI, 7' }, '; pipelines CI, 7;'],
    [{ status: 'completed' }, 'status completed'],
    [{ result: 'failed' }, 'result failed'],
    [{ reason: 'manual' }, 'reason manual'],
    [{ tags: 'a,b' }, 'tags a, b'],
    [{ 'requested-for': 'x' }, 'requested for x'],
    [{ 'build-number': '2026*' }, 'build number 2026*'],
    [{ 'build-ids': '1,2' }, 'IDs 1, 2'],
    [{ queues: '3' }, 'queues 3'],
    [{ 'repository-id': 'r', 'repository-type': 'TfsGit' }, 'repository r'],
    [{ 'min-time': '1d' }, 'not before 2026-11-22T12:00:00Z'],
    [{ 'max-time': '1d' }, 'not after 2026-11-22T12:00:00Z'],
    [{ deleted: 'onlyDeleted' }, 'deleted onlyDeleted'],
    [{ 'max-builds-per-pipeline': '2' }, 'at most 2 per pipeline'],
  ])('of %j names the filter: %j', (given, words) => {
    expect(describeQuery(settingsOf(given))).toContain(words)
    expect(describeQuery(settingsOf({}))).not.toContain(words)
  })
})
