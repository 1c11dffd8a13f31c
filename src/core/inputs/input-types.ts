import { nearest } from '../base/nearest.ts'
import { type Instant, instant, instantOf } from '../base/time.ts'
import { parseMap } from './map.ts'
import { Problem } from './problem.ts'
import { parseSize } from './size.ts'

/** What an input's text is read into. A reader throws a `Problem` whose message completes "<input> …". */
export interface Values {
  text: string
  /** Never quoted in a message. */
  body: string
  secret: string
  path: string
  connection: string
  list: readonly string[]
  numbers: readonly number[]
  number: number
  boolean: boolean
  /** Milliseconds. */
  duration: number
  /** UTC with seven decimals, so that it can be compared with the service's own times as text. */
  time: Instant
  /** The first instant of that day, UTC. */
  date: Instant
  /** Names and values. */
  map: ReadonlyMap<string, string>
  /** Bytes. */
  size: number
  choice: string
  choices: readonly string[]
}

export type InputType = keyof Values

/** What a value is read with: the words that are allowed, the smallest and largest number, and what time it is. */
export interface Bounds {
  readonly values?: readonly string[]
  readonly least?: number
  readonly most?: number
  readonly now: number
}

const second = 1000
const units: Record<string, number> = { s: second, m: 60 * second, h: 3600 * second, d: 86_400 * second }

/** Reads `90s`, `15m`, `2h`, `7d` as milliseconds. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  if (amount === undefined || unit === undefined)
    throw new Problem('is not a duration. Write a whole number and a unit: 90s, 15m, 2h or 7d')
  return Number(amount) * (units[unit] ?? 0)
}

/** Splits at newlines and commas; an item in double quotes keeps its commas; items are trimmed, empty ones dropped. */
export function parseList(text: string): string[] {
  return text.split(/\r\n|\r|\n/).flatMap(parseLine)
}

function parseLine(line: string): string[] {
  const items: string[] = []
  const item = /\s*(?:"([^"]*)"\s*(?=,|$)|([^\s",][^,]*)?)(?:,|$)/gy
  while (item.lastIndex < line.length) {
    const found = item.exec(line)
    if (found === null) throw new Problem('has a double quote that does not close its item. Write "like, this"')
    const value = (found[1] ?? found[2] ?? '').trim()
    if (value !== '') items.push(value)
  }
  return items
}

function parseNumber(text: string, { least = 0, most = 2_147_483_647 }: Bounds): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most)) throw new Problem(`is not a whole number from ${least} to ${most}`)
  return value
}

/** Whether a time is set as how long ago. */
export function isDuration(text: string): boolean {
  return /^\d+[smhd]$/.test(text)
}

function parseTime(text: string, { now }: Bounds): Instant {
  const value = isDuration(text) ? instantOf(now - parseDuration(text)) : instant(text)
  if (value === undefined)
    throw new Problem('is not a time. Write ISO 8601, as 2026-11-23 or 2026-11-23T08:00:00Z, or how long ago, as 7d')
  return value
}

function parseDate(text: string): Instant {
  const value = /^\d{4}-\d\d-\d\d$/.test(text) ? instant(text) : undefined
  if (value === undefined) throw new Problem('is not a date. Write it as 2026-11-23')
  return value
}

function parseChoice(text: string, { values = [] }: Bounds): string {
  const value = values.find(allowed => allowed.toLowerCase() === text.toLowerCase())
  if (value !== undefined) return value
  const guess = guessOf(text, values)
  throw new Problem(`is not one of ${values.join(', ')}${guess === undefined ? '' : `. Did you mean ${guess}?`}`)
}

/** The value that begins so, else one that a slip turned into this, else one of the same stem: "success" is succeeded. */
function guessOf(text: string, values: readonly string[]): string | undefined {
  const word = text.toLowerCase()
  const beginning = (length: number) =>
    word.length < length ? undefined : values.find(value => value.toLowerCase().startsWith(word.slice(0, length)))
  return beginning(Math.max(3, word.length)) ?? nearest(text, values)[0] ?? beginning(4)
}

function parseBoolean(text: string): boolean {
  const word = text.toLowerCase()
  if (word !== 'true' && word !== 'false') throw new Problem('is neither true nor false')
  return word === 'true'
}

/** One reader for each type. */
export const readers: { readonly [T in InputType]: (text: string, bounds: Bounds) => Values[T] } = {
  text: text => text,
  body: text => text,
  secret: text => text,
  path: text => text,
  connection: text => text,
  list: text => filled(parseList(text)),
  numbers: (text, bounds) => filled(parseList(text)).map(item => parseItem(item, bounds, parseNumber)),
  number: parseNumber,
  boolean: parseBoolean,
  duration: (text, { least = 0 }) => {
    const value = parseDuration(text)
    if (value < least) throw new Problem('must be longer than zero')
    return value
  },
  time: parseTime,
  date: parseDate,
  map: parseMap,
  size: parseSize,
  choice: parseChoice,
  choices: (text, bounds) => filled(parseList(text)).map(item => parseItem(item, bounds, parseChoice)),
}

/** Commas alone, as of two variables that are both empty, would quietly ask without the filter. */
function filled(items: string[]): string[] {
  if (items.length === 0) throw new Problem('is a list without items. Set at least one, or leave it out')
  return items
}

function parseItem<T>(item: string, bounds: Bounds, read: (text: string, bounds: Bounds) => T): T {
  try {
    return read(item, bounds)
  } catch (error) {
    throw error instanceof Problem ? new Problem(`has the item "${item}", which ${error.message}`) : error
  }
}
