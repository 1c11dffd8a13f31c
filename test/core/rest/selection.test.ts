import { describe, expect, test } from '@jest/globals'
import { readSelection, stringsIn, textOf } from '../../../src/core/rest/selection.ts'

const data = {
  count: 2,
  value: [
    { id: 1, name: 'web', tags: ['a', 'b'] },
    { id: 2, name: 'mobile', tags: [] },
  ],
  ok: true,
  none: null,
}

describe('a selection', () => {
  test.each([
    ['value[0].name', 'web'],
    ['value[].id', '[1,2]'],
    ["value[?name=='mobile'] | [0].id", '2'],
    ['ok', 'true'],
    ['none', ''],
    ['missing.deeper', ''],
    ['length(value)', '2'],
    ['value[:1].id', '[1]'],
    ['value[::2].name', '["web"]'],
    ['value[*].tags[]', '["a","b"]'],
    ['value[?id > `1` && !none].name | [0]', 'mobile'],
    ['sort_by(value, &name)[0].name', 'mobile'],
    ['*', '[2,[{"id":1,"name":"web","tags":["a","b"]},{"id":2,"name":"mobile","tags":[]}],true]'],
    ['max_by(value, &name).id', '1'],
    ['min_by(value, &name).id', '2'],
    ['value | max_by(@, &id).name', 'mobile'],
    ["max_by(value[?min_by(tags, &@) == 'a'], &name).name || 'max_by(value, &id)'", 'web'],
    ['[max_by(value, &id).id, min_by(value, &length(tags)).id]', '[2,2]'],
    ['max_by(value[?id > `9`], &name).id', ''],
    ['avg(value[?id > `9`].id)', ''],
    ['[count, ok]', '[2,true]'],
    ['value[0].{n: name, t: tags}', '{"n":"web","t":["a","b"]}'],
    ['@."count"', '2'],
    // What every object of JavaScript has is not in the answer.
    ['constructor', ''],
    ['__proto__', ''],
    ['toString', ''],
    ['value[?constructor]', '[]'],
    ['value[0].hasOwnProperty', ''],
  ])('%s is %j', async (expression, text) => {
    const { select } = await readSelection(expression)
    expect(textOf(select(structuredClone(data)))).toBe(text)
  })

  test.each(['', 'a[', 'a.', 'a..b', 'a b', '`{`', '(', '('.repeat(1999), 'a'.repeat(2001)])(
    'is refused: %s',
    async expression => {
      await expect(readSelection(expression)).rejects.toThrow(
        /^is (not a JMESPath expression|longer than 2000 characters)/,
      )
    },
  )

  test.each(['abs(value)', 'nobody(value)', 'sort_by(value, &tags)'])('fails on %s', async expression => {
    const { select } = await readSelection(expression)
    expect(() => select(data)).toThrow()
  })
})

describe('the strings in a value', () => {
  test('are all of them, and no empty ones', () => {
    expect(stringsIn({ a: 'x', b: ['y', { c: 'z', d: '  ' }], e: 5, f: null, g: '' }).sort()).toEqual(['x', 'y', 'z'])
    expect(stringsIn('x')).toEqual(['x'])
    expect(stringsIn(null)).toEqual([])
  })

  test('are found however deep or wide the value is', () => {
    expect(stringsIn(JSON.parse(`${'['.repeat(200_000)}"x"${']'.repeat(200_000)}`))).toEqual(['x'])
    expect(stringsIn(Array.from({ length: 300_000 }, () => 'x'))).toHaveLength(300_000)
  })
})
