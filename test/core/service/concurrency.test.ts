import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { limitConcurrency } from '../../../src/core/service/concurrency.ts'

/** Tasks that end when they are told to. */
function tasks(width: number) {
  const lanes = limitConcurrency(width)
  const started: number[] = []
  const ends = new Map<number, { pass: () => void; fail: (error: Error) => void }>()
  const results: string[] = []
  let next = 0
  return {
    started,
    results,
    /** Hands in so many tasks. */
    async add(count: number) {
      for (let left = count; left > 0; left--) {
        const task = next++
        lanes
          .run(() => {
            started.push(task)
            return new Promise<void>((pass, fail) => ends.set(task, { pass, fail }))
          })
          .then(
            () => results.push(`${task} passed`),
            error => results.push(`${task} ${error.message}`),
          )
      }
      await turn()
    },
    async pass(task: number) {
      ends.get(task)?.pass()
      await turn()
    },
    async fail(task: number) {
      ends.get(task)?.fail(new Error('broke'))
      await turn()
    },
  }
}

describe('of many tasks', () => {
  test('the first goes alone, and what follows so many at a time, in order', async () => {
    const { started, add, pass, results } = tasks(3)
    await add(7)
    expect(started).toEqual([0])
    await pass(0)
    expect(started).toEqual([0, 1, 2, 3])
    await pass(2)
    expect(started).toEqual([0, 1, 2, 3, 4])
    for (const task of [1, 3, 4, 5, 6]) await pass(task)
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(results).toHaveLength(7)
    await add(4)
    expect(started).toHaveLength(10)
  })

  test('all that wait fail with the first, without being started', async () => {
    const { started, add, fail, results } = tasks(4)
    await add(3)
    await fail(0)
    expect(started).toEqual([0])
    expect(results.sort()).toEqual(['0 broke', '1 broke', '2 broke'])
  })

  test('after a first that failed the next goes alone again', async () => {
    const { started, add, fail, pass } = tasks(2)
    await add(1)
    await fail(0)
    await add(3)
    expect(started).toEqual([0, 1])
    await pass(1)
    expect(started).toEqual([0, 1, 2, 3])
  })

  test('a later failure ends that task only', async () => {
    const { started, add, fail, pass, results } = tasks(2)
    await add(4)
    await pass(0)
    await fail(1)
    expect(started).toEqual([0, 1, 2, 3])
    await pass(2)
    await pass(3)
    expect(results).toEqual(['0 passed', '1 broke', '2 passed', '3 passed'])
  })

  test('one lane takes one after the other', async () => {
    const { started, add, pass } = tasks(1)
    await add(3)
    await pass(0)
    expect(started).toEqual([0, 1])
    await pass(1)
    expect(started).toEqual([0, 1, 2])
  })
})

test('a task that throws at once frees its lane', async () => {
  const lanes = limitConcurrency(1)
  const broken = lanes.run(() => {
    throw new Error('at once')
  })
  await expect(broken).rejects.toThrow('at once')
  await expect(lanes.run(async () => 'next')).resolves.toBe('next')
})
