import { test } from '@jest/globals'

/**
 * `npm test` proves every sentence once: what is tried at random, for every character, or on both hosts is tried in part.
 * Where THOROUGH is set, as in `.ci/run`, all of it is tried; a number above 1 tries as many times more random cases.
 */
const times = Number(process.env.THOROUGH || 0)
export const thorough = times > 0

/** How many cases of a property are tried: a tenth. @param most with THOROUGH=1 */
export function runs(most: number): number {
  return thorough ? most * times : Math.ceil(most / 10)
}

/** Of each so many beyond the first 0x3100 code points, where the scripts and marks are that texts are made of, one is tried. */
const step = thorough ? 1 : 16

/** Code points up to the last one, in order. */
export function* codePoints(first = 0): Generator<number> {
  for (let code = first; code < 0x3100; code++) yield code
  const start = 0x3100 + Math.floor(Math.random() * step)
  for (let code = start; code <= 0x10ffff; code += step) yield code
}

type Register = (title: string, run: () => Promise<void>) => void

interface Named {
  readonly name: 'GitHub' | 'Azure'
}

/**
 * Rows for one of two hosts, where the core alone decides what comes of them: GitHub has those in even places, Azure the
 * others; all of them on both if THOROUGH is set.
 */
export function inTurn<Row extends readonly [unknown, ...unknown[]]>(on: Named, rows: readonly Row[]): Row[]
export function inTurn<Row>(on: Named, rows: readonly Row[]): Row[]
export function inTurn<Row>({ name }: Named, rows: readonly Row[]): Row[] {
  return rows.filter((_, index) => thorough || (index % 2 === 0) === (name === 'GitHub'))
}

/**
 * A `test` whose tests run on one host and the other in turn, where the core alone decides what comes of them; all of them on
 * both if THOROUGH is set.
 */
export function testInTurn({ name }: Named, register: Register = test): Register {
  let index = 0
  return (title, run) => {
    if (thorough || (index++ % 2 === 0) === (name === 'GitHub')) register(title, run)
  }
}

/** Rows of which one is tried, the next one with each call; all of them if THOROUGH is set. */
export function oneOf<Row>(rows: readonly Row[]): Row[] {
  const at = calls++ % rows.length
  return rows.filter((_, index) => thorough || index === at)
}
let calls = 0

/** Rows of one sentence that are alike, and take a process each: every third, or all of them if THOROUGH is set. */
export function partOf<Row extends readonly [unknown, ...unknown[]]>(rows: readonly Row[]): Row[]
export function partOf<Row>(rows: readonly Row[]): Row[]
export function partOf<Row>(rows: readonly Row[]): Row[] {
  return rows.filter((_, index) => thorough || index % 3 === 0)
}
