import { describe, expect, test } from '@jest/globals'
import { scenes } from '../../../emulator/index.js'
import { whereOf } from '../../../src/core/explain/failures.ts'
import { retriesThatPassed, validationCause } from '../../../src/core/explain/root-causes.ts'
import { corpus } from './corpus.ts'
import { causesOf, page, treeOf } from './read.ts'

test('the corpus has at least 40 timelines, each with a title of its own', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(40)
  expect(new Set(corpus.map(([title]) => title)).size).toBe(corpus.length)
})

describe('The first cause of', () => {
  test.each(corpus)('%s', (_, outline, expected) => {
    const [first, ...others] = causesOf(outline)
    if (expected === undefined) return expect(first).toBeUndefined()
    const { messages, line, causes = 1, ...rest } = expected
    const found = first && {
      ...{ kind: first.kind, where: whereOf(first), more: first.more, count: first.count, noise: first.noise },
      ...{ attempt: first.attempt, causes: others.length + 1, messages: first.messages },
    }
    expect(found).toEqual({ more: 0, count: 1, noise: false, attempt: 1, ...rest, causes, messages })
    if (line !== undefined) expect(first?.log?.line).toBe(line)
  })
})

test('the link leads to the line of the first message in the log of the task', () => {
  const [cause] = causesOf(scenes.compileError())
  const guid = '[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}'
  expect(cause?.url).toMatch(
    new RegExp(
      `^https://dev\\.azure\\.com/contoso/web/_build/results\\?buildId=42&view=logs&j=${guid}&t=${guid}&l=${cause?.log?.line}$`,
    ),
  )
})

test('the link of a job without a failed task leads to the job, that of a stage to the stage', () => {
  const jobOnly = causesOf({ stages: [{ jobs: [{ name: 'a', result: 'failed', tasks: ['b'] }] }] })
  expect(jobOnly[0]?.url).toMatch(/&view=logs&j=[\da-f-]{36}$/)
  expect(causesOf(scenes.rejected())[0]?.url).toMatch(/&view=logs&s=[\da-f-]{36}$/)
})

test('causes come by the time of their end', () => {
  const job = (name: string, seconds: number) => ({
    name,
    tasks: [{ name: 'work', seconds, issues: [`${name} broke`] }],
  })
  const causes = causesOf({ stages: [{ jobs: [job('slow', 300), job('slower', 900), job('fast', 5)] }] })
  expect(causes.map(({ job: name }) => name)).toEqual(['fast', 'slow', 'slower'])
})

test('validation errors are one cause, each once, at most ten of them', () => {
  const messages = Array.from({ length: 14 }, (_, index) => `Unexpected parameter 'p${index % 12}'`)
  expect(validationCause(messages, page)).toMatchObject({
    kind: 'validation',
    more: 2,
    count: 1,
    url: page,
    messages: messages.slice(0, 10),
  })
})

test('a job that passed after a retry is told, a stage in place of its jobs', () => {
  expect(retriesThatPassed(treeOf(scenes.retried()))).toEqual(['Flaky passed on attempt 2'])
  const jobs = [{ name: 'Web', attempt: 3, tasks: ['Swap'] }]
  expect(retriesThatPassed(treeOf({ stages: [{ name: 'Deploy', attempt: 3, jobs }] }))).toEqual([
    'Deploy passed on attempt 3',
  ])
  expect(retriesThatPassed(treeOf(scenes.stageRetried()))).toEqual([])
})
