import type { Input } from '../inputs/input.ts'
import { readers } from '../inputs/input-types.ts'
import { camel, type ValuesOf } from '../inputs/inputs.ts'
import type { HostContext } from '../inputs/raw-inputs.ts'

/** Runs a check, and keeps its problem for the end. */
export type Check<Name extends string> = <T>(name: Name, read: () => T) => T | undefined

const emptyLists: readonly string[] = ['list', 'choices', 'numbers']
const texts: readonly string[] = ['text', 'path', 'connection', 'body']

/** Every input as a value of its type, the token left out: it stays with the credential. @param now milliseconds since 1970 */
export function readValues<T extends Readonly<Record<string, Input>>>(
  table: T,
  raw: Readonly<Record<string, string>>,
  { host }: HostContext,
  now: number,
  check: Check<string>,
): Omit<ValuesOf<T>, 'pat'> {
  const values: Record<string, unknown> = {}
  for (const [name, input] of Object.entries(table)) {
    const { type, default: standard = '', only, ...bounds } = input
    if (type === 'secret' || (only !== undefined && only !== host)) continue
    const empty = emptyLists.includes(type) ? [] : type === 'map' ? new Map() : undefined
    const text = raw[name] || standard
    const read = () => readers[type](text, { ...bounds, now })
    values[camel(name)] = text === '' && !texts.includes(type) ? empty : (check(name, read) ?? empty)
  }
  return values as Omit<ValuesOf<T>, 'pat'>
}
