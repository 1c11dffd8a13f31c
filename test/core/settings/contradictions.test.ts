import { describe, expect, test } from '@jest/globals'
import { camel } from '../../../src/core/inputs/inputs.ts'
import { azure, type Given, problemsOf } from './problems.ts'

const start: Given = { start: 'true', pipelines: 'ci' }

describe('Inputs that are impossible together are refused, and all of them are named:', () => {
  test.each<[Given, string[]]>([
    [{ 'repository-id': 'r' }, ['repository-id', 'repository-type']],
    [{ 'repository-type': 'TfsGit' }, ['repository-id', 'repository-type']],
    [
      { order: 'finishTimeAscending', status: 'inProgress' },
      ['order', '"finishTimeAscending"', 'status', 'inProgress'],
    ],
    [{ order: 'finishTimeDescending', status: 'all' }, ['order', 'status']],
    [{ result: 'failed', status: 'inProgress' }, ['result', 'status']],
    [{ 'min-time': '1h', 'max-time': '2h' }, ['min-time', 'max-time']],
    [{ 'require-result': 'any,succeeded' }, ['require-result', '"any"']],
    [{ wait: 'true', result: 'failed' }, ['wait', 'result', 'require-result']],
    [{ wait: 'true', status: 'completed' }, ['wait', 'status', 'require-result']],
    [{ wait: 'true', status: 'abandoned,completed' }, ['wait', 'status']],
    [{ wait: 'true', order: 'finishTimeDescending' }, ['wait', 'order']],
    [{ wait: 'true', 'max-time': '1h' }, ['wait', 'max-time']],
    [{ 'require-result': 'succeeded', pipelines: 'a,b,c', top: '2' }, ['top', '2', '3', 'pipelines']],
    [{ 'max-age': '1d', pipelines: 'a,b', top: '1' }, ['top', 'pipelines']],
    [{ wait: 'true', pipelines: 'a,b', top: '1' }, ['top', 'pipelines']],
    [{ 'require-result': 'succeeded', order: 'queueTimeAscending' }, ['order', 'top', 'max-builds-per-pipeline']],
    [{ 'max-age': '1d', order: 'startTimeAscending' }, ['order', 'top']],
    [{ wait: 'true', order: 'queueTimeAscending' }, ['order', 'top']],
    [{ wait: 'true', deleted: 'onlyDeleted' }, ['wait', 'deleted', '"onlyDeleted"']],
    [{ wait: 'true', 'build-ids': '1,2,2,3', top: '2' }, ['top', '2', '3', 'build-ids']],
    [{ 'max-age': '1d', 'build-ids': '1,2', top: '1' }, ['top', 'build-ids']],
    [{ wait: 'true', 'build-ids': '1,2', 'max-builds-per-pipeline': '1' }, ['build-ids', 'max-builds-per-pipeline']],
    [{ 'require-result': 'succeeded', status: 'inProgress' }, ['status', '"inProgress"', 'require-result', 'wait']],
    [{ 'max-age': '1d', status: 'notStarted,inProgress' }, ['status', 'max-age', 'wait']],
    [{ start: 'true' }, ['start', 'pipelines', '0']],
    [{ start: 'true', pipelines: 'a,b' }, ['start', 'pipelines', '2']],
    [{ ...start, project: 'web,mobile' }, ['start', 'project']],
    [{ ...start, project: '*' }, ['start', 'project']],
    [{ ...start, branch: 'release/*' }, ['start', 'branch']],
    [{ ...start, commit: '4f0c9d1' }, ['start', 'commit']],
    [{ ...start, status: 'completed' }, ['start', 'status']],
    [{ ...start, result: 'failed' }, ['start', 'result']],
    [{ ...start, reason: 'manual' }, ['start', 'reason']],
    [{ ...start, tags: 'a' }, ['start', 'tags']],
    [{ ...start, 'requested-for': 'Ada' }, ['start', 'requested-for']],
    [{ ...start, 'build-number': '1' }, ['start', 'build-number']],
    [{ ...start, 'build-ids': '1' }, ['start', 'build-ids']],
    [{ ...start, queues: '1' }, ['start', 'queues']],
    [{ ...start, 'repository-id': 'r', 'repository-type': 'TfsGit' }, ['start', 'repository-id']],
    [{ ...start, deleted: 'onlyDeleted' }, ['start', 'deleted']],
    [{ ...start, 'min-time': '1h' }, ['start', 'min-time']],
    [{ ...start, 'max-time': '1h' }, ['start', 'max-time']],
    [{ ...start, 'max-builds-per-pipeline': '1' }, ['start', 'max-builds-per-pipeline']],
    [{ ...start, top: '2' }, ['start', 'top']],
    [{ ...start, order: 'queueTimeAscending' }, ['start', 'order']],
    [{ ...start, 'require-result': 'succeeded' }, ['require-result', 'start', 'wait']],
    [{ ...start, 'max-age': '1d' }, ['max-age', 'start', 'wait']],
    [{ ...start, artifacts: 'drop' }, ['artifacts', 'start', 'wait']],
    [{ parameters: 'a: 1' }, ['parameters', 'start']],
    [{ variables: 'a=1' }, ['variables', 'start']],
    [{ 'on-cancel': 'stop' }, ['on-cancel', 'start']],
  ])('%j', (given, words) => {
    const [found, ...others] = problemsOf(given)
    expect(others).toEqual([])
    for (const word of words) expect(found).toContain(word)
    const [onAzure] = problemsOf(given, azure)
    for (const word of words) expect(onAzure).toContain(camel(word))
    expect(`${found}${onAzure}`).not.toMatch(/[{}]/)
  })
})

describe('Inputs that go together are accepted:', () => {
  test.each<Given>([
    { 'repository-id': 'r', 'repository-type': 'TfsGit' },
    { order: 'finishTimeDescending', status: 'completed' },
    { order: 'finishTimeDescending' },
    { result: 'failed', status: 'inProgress,completed' },
    { result: 'failed', status: 'all' },
    { 'min-time': '2h', 'max-time': '1h' },
    { 'min-time': '2026-01-01', 'max-time': '2026-01-01' },
    { wait: 'true', status: 'inProgress,completed' },
    { wait: 'true', status: 'notStarted', 'min-time': '1h' },
    { wait: 'true', 'require-result': 'succeeded', 'max-age': '1d' },
    { wait: 'true', 'require-result': 'any' },
    { wait: 'false', result: 'failed' },
    { 'require-result': 'succeeded', pipelines: 'a,b', top: '2' },
    { 'require-result': 'succeeded', pipelines: 'a,b', top: '0' },
    { 'require-result': 'any', pipelines: 'a,b', top: '1' },
    { pipelines: 'a,b', top: '1' },
    { order: 'queueTimeAscending' },
    { 'require-result': 'succeeded', order: 'queueTimeAscending', top: '1' },
    { 'require-result': 'succeeded', order: 'queueTimeAscending', 'max-builds-per-pipeline': '2' },
    { 'require-result': 'succeeded', order: 'queueTimeAscending', 'build-ids': '1,2' },
    { 'require-result': 'any', order: 'queueTimeAscending' },
    { 'require-result': 'succeeded', 'build-ids': '1,2,2', top: '2' },
    { 'build-ids': '1,2', top: '1', 'max-builds-per-pipeline': '1' },
    { 'require-result': 'succeeded', result: 'succeeded,failed' },
    { 'max-age': '1d', result: 'succeeded' },
    { 'require-result': 'any', result: 'succeeded', status: 'completed' },
    { 'require-result': 'succeeded', status: 'inProgress,completed' },
    { 'require-result': 'any', status: 'inProgress' },
    { wait: 'true', status: 'inProgress' },
    { wait: 'true', deleted: 'includeDeleted' },
    { deleted: 'onlyDeleted', 'require-result': 'succeeded' },
    start,
    { ...start, branch: 'main', commit: 'a'.repeat(40) },
    { ...start, commit: 'C943' },
    { ...start, 'require-result': 'any' },
    { ...start, wait: 'true', artifacts: 'drop' },
    { ...start, parameters: 'a: 1', variables: 'b=2', 'on-cancel': 'stop' },
    { ...start, wait: 'true', 'require-result': 'succeeded', 'max-age': '1d', top: '1' },
  ])('%j', given => {
    expect(problemsOf(given)).toEqual([])
  })
})

test('Several contradictions are told at once', () => {
  const found = problemsOf({ 'repository-id': 'r', 'min-time': '1h', 'max-time': '2h', parameters: 'a: 1' })
  expect(found).toHaveLength(3)
})
