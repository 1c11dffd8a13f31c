import { Problem } from './problem.ts'

/** A piece of JSON: a string, a mark, or anything else up to the next of them. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/**
 * Reads lines `name: value` or `name=value`, of which the first separator counts, or one JSON object. Values are text:
 * those that are not strings in the JSON object stay as they are written, without the white space between their parts.
 *
 *     parseMap('env: prod\nurl=https://example.com')      // env → prod, url → https://example.com
 *     parseMap('{"env": "prod", "stages": ["a", "b"]}')   // env → prod, stages → ["a","b"]
 *
 * @throws Problem that names lines by their numbers and never quotes them: a value may be a secret
 */
export function parseMap(text: string): ReadonlyMap<string, string> {
  return /^\s*\{/.test(text) ? parseObject(text) : parseLines(text)
}

function parseLines(text: string): Map<string, string> {
  const map = new Map<string, string>()
  /** The line of each name, in lower case: the service tells names apart by their letters only. */
  const lines = new Map<string, number>()
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue
    const separator = line.search(/[:=]/)
    const name = line.slice(0, Math.max(separator, 0)).trim()
    if (name === '')
      throw new Problem(`cannot be read in line ${index + 1}. Write name: value or name=value, or one JSON object`)
    const before = lines.get(name.toLowerCase())
    if (before !== undefined) throw new Problem(`has the same name in line ${before} and in line ${index + 1}`)
    lines.set(name.toLowerCase(), index + 1)
    map.set(name, line.slice(separator + 1).trim())
  }
  return map
}

function parseObject(text: string): Map<string, string> {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notJson('')
  const map = new Map<string, string>()
  const seen = new Set<string>()
  for (const [name, source] of members(text)) {
    if (name.trim() === '') throw new Problem('has an empty name in its JSON object')
    if (seen.has(name.toLowerCase())) throw new Problem(`has the name "${name}" more than once in its JSON object`)
    if (source === 'null') throw new Problem(`has null for "${name}". Leave it out, or write ""`)
    seen.add(name.toLowerCase())
    map.set(name, source.startsWith('"') ? (JSON.parse(source) as string) : source)
  }
  return map
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The message itself quotes the text, which may hold a secret; of it only the place is used.
    const [, position] = /at position (\d+)/.exec((error as Error).message) ?? []
    throw notJson(position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`)
  }
}

function notJson(place: string): Problem {
  return new Problem(`begins with { but is not a JSON object${place}. Write JSON, or name: value on each line`)
}

/**
 * The members of a valid JSON object with their values as they are written. JSON.parse would change numbers, of which it
 * keeps 15 digits and no trailing zeros, and would drop all but the last of equal names.
 */
function* members(text: string): Generator<[name: string, source: string]> {
  let depth = 0
  let name: string | undefined
  let source = ''
  for (const [piece] of text.matchAll(token)) {
    const closes = piece === '}' || piece === ']'
    if (closes) depth--
    const ends = (depth === 1 && piece === ',') || depth === 0
    if (ends && name !== undefined) {
      yield [name, source]
      name = undefined
      source = ''
    } else if (!ends && depth >= 1) {
      if (name === undefined) name = JSON.parse(piece) as string
      else if (source !== '' || piece !== ':') source += piece
    }
    if (piece === '{' || piece === '[') depth++
  }
}
