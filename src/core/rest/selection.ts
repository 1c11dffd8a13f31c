import { messageOf } from '../errors/errors.ts'
import { Problem } from '../inputs/problem.ts'

/** A JMESPath expression that has been read. https://jmespath.org/specification.html */
export interface Selection {
  readonly expression: string
  /**
   * @param data parsed JSON
   * @returns JSON again; null where nothing is selected
   * @throws Error when a function of the expression meets a value of another type
   */
  select(data: unknown): unknown
}

/** Far more than people write, and little enough that no parser runs out of stack. */
const longest = 2000

/** Loads the library only now: most calls select nothing. @throws Problem */
export async function readSelection(expression: string): Promise<Selection> {
  if (expression.length > longest) throw new Problem(`is longer than ${longest} characters`)
  const { default: jmespath } = await import('jmespath')
  let tree: unknown
  try {
    tree = jmespath.compile(expression)
  } catch (error) {
    throw new Problem(`is not a JMESPath expression: ${messageOf(error)}`)
  }
  // The library takes `a.` and would find nothing, whatever the answer is.
  for (const node of valuesIn(tree))
    if (node === undefined) throw new Problem('is not a JMESPath expression: a name is missing after a dot')
  const bare = namesOfObjects.test(expression)
  const comparable = withoutExtremes(expression, jmespath.tokenize(expression))
  return {
    expression,
    select(data) {
      if (bare) withoutPrototypes(data)
      const value = jmespath.search(data, comparable)
      // An average of nothing, which is null by the specification.
      return typeof value === 'number' && !Number.isFinite(value) ? null : (value ?? null)
    },
  }
}

/**
 * `max_by(list, &key)` as `sort_by(list, &key)[-1]`, which is the same: the library compares keys with infinity, and finds
 * none where they are strings, as all dates are.
 */
function withoutExtremes(expression: string, tokens: readonly Token[]): string {
  const edits: [at: number, length: number, text: string][] = []
  tokens.forEach(({ type, value, start }, index) => {
    const isCall = type === 'UnquotedIdentifier' && tokens[index + 1]?.type === 'Lparen'
    if (!isCall || (value !== 'max_by' && value !== 'min_by')) return
    const end = closing(tokens, index + 1)
    if (end === undefined) return
    edits.push([start, value.length, 'sort_by'], [end.start + 1, 0, value === 'max_by' ? '[-1]' : '[0]'])
  })
  return edits
    .sort(([a], [b]) => b - a)
    .reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), expression)
}

/** What the library makes of a part of an expression. */
interface Token {
  readonly type: string
  readonly value: unknown
  readonly start: number
}

function closing(tokens: readonly Token[], open: number): Token | undefined {
  let depth = 0
  return tokens.slice(open).find(({ type }) => {
    if (type === 'Lparen') depth++
    if (type === 'Rparen') depth--
    return depth === 0
  })
}

/** The library also finds what every object of JavaScript inherits. */
const namesOfObjects =
  /constructor|prototype|__|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf|propertyIs/

function withoutPrototypes(data: unknown): void {
  for (const value of valuesIn(data)) if (isPlain(value)) Object.setPrototypeOf(value, null)
}

/** Every string in a value, however deep; what a mask hides. */
export function stringsIn(value: unknown): string[] {
  return [...valuesIn(value)].filter(each => typeof each === 'string').filter(text => text.trim() !== '')
}

/** A value and everything in it. Not by recursion, which an answer of a hundred thousand brackets would end. */
function* valuesIn(value: unknown): Iterable<unknown> {
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    yield next
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) open.push(inner)
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A selected value as an output: a string as it is, null as nothing, anything else as JSON. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
