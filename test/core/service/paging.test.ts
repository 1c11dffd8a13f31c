import { describe, expect, test } from '@jest/globals'
import { follow, type Page } from '../../../src/core/service/paging.ts'

/** A list that is served from pages by token: `''` is the first; each is its items and the token of the next. */
async function read(
  pages: Record<string, [items: number[], next?: string]>,
  { ahead, stopAfter = 99 }: { ahead?: (seen: number) => boolean; stopAfter?: number } = {},
) {
  const asked: (string | undefined)[] = []
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
  })
  let stuck = false
  let failure: unknown
  try {
    for await (const page of list) {
      if (page.items.length > 0) batches.push([...page.items])
      stuck ||= page.stuck
      if (batches.length === stopAfter) break
    }
  } catch (error) {
    failure = error
  }
  return { asked, stuck, batches, failure }
}

describe('A list that is followed', () => {
  test.each<[string, Parameters<typeof read>[0], number[][], (string | undefined)[], boolean]>([
    ['has one page', { '': [[1, 2]] }, [[1, 2]], [undefined], false],
    ['is empty', { '': [[]] }, [], [undefined], false],
    ['has several pages', { '': [[1], 'a'], a: [[2], 'b'], b: [[3]] }, [[1], [2], [3]], [undefined, 'a', 'b'], false],
    ['repeats items where pages meet', { '': [[1, 2], 'a'], a: [[2, 3]] }, [[1, 2], [3]], [undefined, 'a'], false],
    ['repeats items on a page', { '': [[1, 1, 2]] }, [[1, 2]], [undefined], false],
    ['ends with nothing new', { '': [[1], 'a'], a: [[1]] }, [[1]], [undefined, 'a'], false],
    ['ends with an empty page', { '': [[1], 'a'], a: [[]] }, [[1]], [undefined, 'a'], false],
    ['repeats a token', { '': [[1], 'a'], a: [[2], 'a'] }, [[1], [2]], [undefined, 'a'], true],
    [
      'goes in a circle',
      { '': [[1], 'a'], a: [[2], 'b'], b: [[3], 'a'] },
      [[1], [2], [3]],
      [undefined, 'a', 'b'],
      true,
    ],
    ['gives page 1 again', { '': [[1, 2], 'a'], a: [[1, 2], 'b'] }, [[1, 2]], [undefined, 'a'], true],
    ['gives an empty page and a token', { '': [[], 'a'] }, [], [undefined], true],
    ['names a token that is far too long', { '': [[1], 'a'.repeat(2049)] }, [[1]], [undefined], true],
    [
      'names a long token',
      { '': [[1], 'a'.repeat(2048)], ['a'.repeat(2048)]: [[2]] },
      [[1], [2]],
      [undefined, 'a'.repeat(2048)],
      false,
    ],
  ])('and %s', async (_, pages, batches, asked, stuck) => {
    expect(await read(pages)).toEqual({ asked, stuck, batches, failure: undefined })
    // Requested ahead or not, the same comes.
    expect(await read(pages, { ahead: () => true })).toEqual({ asked, stuck, batches, failure: undefined })
  })

  const three: Parameters<typeof read>[0] = { '': [[1], 'a'], a: [[2], 'b'], b: [[3]] }

  test('is requested no further than it is read', async () => {
    expect((await read(three, { stopAfter: 1 })).asked).toEqual([undefined])
  })

  test('is requested one page ahead when that is sure to be needed', async () => {
    expect((await read(three, { ahead: seen => seen <= 1, stopAfter: 1 })).asked).toEqual([undefined, 'a'])
    expect((await read(three, { ahead: seen => seen <= 1, stopAfter: 2 })).asked).toEqual([undefined, 'a'])
  })

  test.each([false, true])('fails when it is read, not before (ahead: %j)', async ahead => {
    const { batches, failure } = await read({ '': [[1], 'a'], a: [[2], 'missing'] }, { ahead: () => ahead })
    expect(batches).toEqual([[1], [2]])
    expect(String(failure)).toContain('there is no page missing')
  })

  test('has an end, also when each page brings something new and names another', async () => {
    let asked = 0
    const endless = follow<number>({
      ask: async () => ({ items: [asked++], next: `page ${asked}` }),
      idOf: item => item,
    })
    let last = { stuck: false, more: false }
    for await (const { stuck, more } of endless) last = { stuck, more }
    expect([asked, last]).toEqual([10_001, { stuck: true, more: true }])
  })
})
