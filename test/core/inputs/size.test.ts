import { expect, test } from '@jest/globals'
import { Problem } from '../../../src/core/inputs/problem.ts'
import { parseSize } from '../../../src/core/inputs/size.ts'

test.each<[string, number]>([
  ['0', 0],
  ['1', 1],
  ['500B', 500],
  ['1KiB', 1024],
  ['1KB', 1000],
  ['500MB', 500_000_000],
  ['500 MiB', 524_288_000],
  ['10GiB', 10_737_418_240],
  ['1.5GiB', 1_610_612_736],
  ['1.5 gib', 1_610_612_736],
  ['2TB', 2_000_000_000_000],
  ['1TiB', 1_099_511_627_776],
  ['0.1KiB', 102],
])('The size %s is read as %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes)
})

test.each(['', 'GiB', '-1', '1,5GiB', '1e3', '10G', '10 PB', '1 0', '99999TiB', '٣MB', '1.GiB', '.5GiB', 'ten'])(
  'The size %j is a problem',
  text => {
    expect(() => parseSize(text)).toThrow(Problem)
  },
)
