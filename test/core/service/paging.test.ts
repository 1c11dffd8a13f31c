import { describe, expect, test } from '@jest/globals'
import { follow, type Page } from '../../../src/core/service/paging.ts'

/** A list that is served from pages by token: `''` is the first, `'1>2'` a page that names the next. */
async function read(
  pages: Record<string, [items: number[], next?: string]>,
  { ahead, stopAfter = 99 }: { ahead?: (seen: number) => boolean; stopAfter?: number } = {},
) {
  const asked: (string | undefined)[] = []
  let stuck = 0
  const batches: number[][] = []
  const list = follow<number>({
    ask: async token => {
      asked.push(token)
      const [items, next] = pages[token ?? ''] ?? []
      if (items === undefined) throw new Error(`there is no page ${token}`)
      return { items, next } satisfies Page<number>
    },
    idOf: item => item,
    ...(ahead === undefined ? {} : { ahead }),
    onStuck: () => stuck++,
  })
  let failure: unknown
  try {
    for await (const batch of list) {
      batches.push(batch)
      if (batches.length === stopAfter) break
    }
  } catch (error) {
    failure = error
  }
  return { asked, stuck, batches, failure }
}

describe('a list that is followed', () => {
  test.each<[string, Parameters<typeof read>[0], number[][], (string | undefined)[], number]>([
    ['has one page', { '': [[1, 2]] }, [[1, 2]], [undefined], 0],
    ['is empty', { '': [[]] }, [], [undefined], 0],
    ['has several pages', { '': [[1], 'a'], a: [[2], 'b'], b: [[3]] }, [[1], [2], [3]], [undefined, 'a', 'b'], 0],
    ['repeats items where pages meet', { '': [[1, 2], 'a'], a: [[2, 3]] }, [[1, 2], [3]], [undefined, 'a'], 0],
    ['repeats items on a page', { '': [[1, 1, 2]] }, [[1, 2]], [undefined], 0],
    ['ends with nothing new', { '': [[1], 'a'], a: [[1]] }, [[1]], [undefined, 'a'], 0],
    ['ends with an empty page', { '': [[1], 'a'], a: [[]] }, [[1]], [undefined, 'a'], 0],
    ['repeats a token', { '': [[1], 'a'], a: [[2], 'a'] }, [[1], [2]], [undefined, 'a'], 1],
    ['goes in a circle', { '': [[1], 'a'], a: [[2], 'b'], b: [[3], 'a'] }, [[1], [2], [3]], [undefined, 'a', 'b'], 1],
    ['gives page 1 again', { '': [[1, 2], 'a'], a: [[1, 2], 'b'] }, [[1, 2]], [undefined, 'a'], 1],
    ['gives an empty page and a token', { '': [[], 'a'] }, [], [undefined], 1],
  ])('and %s', async (_, pages, batches, asked, stuck) => {
    expect(await read(pages)).toEqual({ asked, stuck, batches, failure: undefined })
    // Asked ahead or not, the same comes.
    expect(await read(pages, { ahead: () => true })).toEqual({ asked, stuck, batches, failure: undefined })
  })

  const three: Parameters<typeof read>[0] = { '': [[1], 'a'], a: [[2], 'b'], b: [[3]] }

  test('is asked no further than it is read', async () => {
    expect((await read(three, { stopAfter: 1 })).asked).toEqual([undefined])
  })

  test('is asked one page ahead where that is sure to be needed', async () => {
    expect((await read(three, { ahead: seen => seen <= 1, stopAfter: 1 })).asked).toEqual([undefined, 'a'])
    expect((await read(three, { ahead: seen => seen <= 1, stopAfter: 2 })).asked).toEqual([undefined, 'a'])
  })

  test.each([false, true])('fails where it is read, not before (ahead: %j)', async ahead => {
    const { batches, failure } = await read({ '': [[1], 'a'], a: [[2], 'missing'] }, { ahead: () => ahead })
    expect(batches).toEqual([[1], [2]])
    expect(String(failure)).toContain('there is no page missing')
  })
})
