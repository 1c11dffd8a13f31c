/** Values by name, as a build has them. Null where the service keeps a value to itself. */
export type EchoedValues = ReadonlyMap<string, string | null>

const none: EchoedValues = new Map()

/**
 * Reads what a build says of its template parameters (an object) or of its variables (a string that holds one).
 * @returns empty if the build has none; undefined if they cannot be read
 */
export function readValues(json: unknown): EchoedValues | undefined {
  if (json === undefined || json === null || json === '') return none
  const object = typeof json === 'string' ? parse(json) : json
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined
  return new Map(Object.entries(object).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value
  return JSON.stringify(value)
}

/**
 * The names whose values a build lacks or has otherwise. Names are told apart by their letters, not by their case, and
 * values by what they mean, not by how they are written.
 */
export function differentValues(asked: ReadonlyMap<string, string>, echoed: EchoedValues | undefined): string[] {
  const byName = lowerCased(echoed ?? none)
  return [...asked].flatMap(([name, value]) => {
    const got = byName.get(name.toLowerCase())
    return got === null || (got !== undefined && sameValue(value, got)) ? [] : [name]
  })
}

/** Whether a build has exactly these values, all of them known. */
export function sameValues(asked: ReadonlyMap<string, string>, echoed: EchoedValues | undefined): boolean {
  if (echoed === undefined) return false
  const ours = lowerCased(echoed)
  // The service itself adds these to a build of a pull request's merge ref.
  for (const name of ours.keys()) if (name.startsWith('system.pullrequest.')) ours.delete(name)
  if (ours.size !== asked.size) return false
  return [...asked].every(([name, value]) => {
    const got = ours.get(name.toLowerCase())
    return got !== undefined && got !== null && sameValue(value, got)
  })
}

function lowerCased<T>(values: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...values].map(([name, value]) => [name.toLowerCase(), value]))
}

/** Objects and lists are the same if their JSON is, in any order of its members; booleans in any case; all else as text. */
function sameValue(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other)
}

function canonical(text: string): string {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase()
  if (!/^\s*[{[]/.test(text)) return text
  const value = parse(text)
  return value === undefined ? text : JSON.stringify(value, sortedMembers)
}

function sortedMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
