import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { limitConcurrency } from '../../../src/core/service/concurrency.ts'

/** Tasks that end when they are told to. */
function tasks(width: number) {
  const limit = limitConcurrency(width)
  const started: number[] = []
  const ends = new Map<number, { succeed: () => void; fail: (error: Error) => void }>()
  const results: string[] = []
  let next = 0
  return {
    started,
    results,
    /** Hands in so many tasks. */
    async add(count: number) {
      for (let left = count; left > 0; left--) {
        const task = next++
        limit
          .run(() => {
            started.push(task)
            return new Promise<void>((succeed, fail) => ends.set(task, { succeed, fail }))
          })
          .then(
            () => results.push(`${task} succeeded`),
            error => results.push(`${task} ${error.message}`),
          )
      }
      await turn()
    },
    async succeed(task: number) {
      ends.get(task)?.succeed()
      await turn()
    },
    async fail(task: number) {
      ends.get(task)?.fail(new Error('broke'))
      await turn()
    },
  }
}

describe('Of many tasks', () => {
  test('two are started before the first one has succeeded, and then as many as are allowed, in order', async () => {
    const { started, add, succeed, results } = tasks(4)
    await add(9)
    expect(started).toEqual([0, 1])
    await succeed(1)
    expect(started).toEqual([0, 1, 2, 3, 4])
    await succeed(3)
    expect(started).toEqual([0, 1, 2, 3, 4, 5])
    for (const task of [0, 2, 4, 5, 6, 7, 8]) await succeed(task)
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(results).toHaveLength(9)
    await add(5)
    expect(started).toHaveLength(13)
  })

  test('all that wait fail with the first one that fails, without being started', async () => {
    const { started, add, fail, results } = tasks(4)
    await add(4)
    await fail(0)
    expect(started).toEqual([0, 1])
    expect(results.sort()).toEqual(['0 broke', '2 broke', '3 broke'])
  })

  test('the second still counts when the first has failed', async () => {
    const { started, add, fail, succeed, results } = tasks(4)
    await add(2)
    await fail(0)
    await succeed(1)
    await add(4)
    expect(started).toEqual([0, 1, 2, 3, 4, 5])
    expect(results).toEqual(['0 broke', '1 succeeded'])
  })

  test('two are started again after one that failed', async () => {
    const { started, add, fail, succeed } = tasks(3)
    await add(1)
    await fail(0)
    await add(4)
    expect(started).toEqual([0, 1, 2])
    await succeed(1)
    expect(started).toEqual([0, 1, 2, 3, 4])
  })

  test('a later failure ends that task only', async () => {
    const { started, add, fail, succeed, results } = tasks(2)
    await add(4)
    await succeed(0)
    await fail(1)
    expect(started).toEqual([0, 1, 2, 3])
    await succeed(2)
    await succeed(3)
    expect(results).toEqual(['0 succeeded', '1 broke', '2 succeeded', '3 succeeded'])
  })

  test('one is started after the other when one is allowed', async () => {
    const { started, add, succeed } = tasks(1)
    await add(3)
    expect(started).toEqual([0])
    await succeed(0)
    expect(started).toEqual([0, 1])
    await succeed(1)
    expect(started).toEqual([0, 1, 2])
  })
})

test('A task that throws at once makes room for the next', async () => {
  const limit = limitConcurrency(1)
  const broken = limit.run(() => {
    throw new Error('at once')
  })
  await expect(broken).rejects.toThrow('at once')
  await expect(limit.run(async () => 'next')).resolves.toBe('next')
})
