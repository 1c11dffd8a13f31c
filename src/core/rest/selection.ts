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
  return {
    expression,
    select(data) {
      if (bare) withoutPrototypes(data)
      return jmespath.search(data, expression) ?? null
    },
  }
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
