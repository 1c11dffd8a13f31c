import { nearest } from '../base/nearest.ts'
import { Problem } from '../inputs/problem.ts'
import type { Pairs } from './filling.ts'

/** The headers that change an answer and nothing else. The credential, cookies and method overrides are not among them. */
const allowed = ['Accept', 'If-Match', 'If-None-Match', 'Prefer', 'Content-Range', 'x-ms-continuationtoken'] as const

/**
 * Checks the headers that a user adds to a call, and gives each its usual spelling.
 * @throws Problem
 */
export function readHeaders(pairs: Pairs): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of pairs) {
    const known = allowed.find(each => each.toLowerCase() === name.toLowerCase())
    if (known === undefined) throw new Problem(`has the header ${name}, which is not allowed. ${suggest(name)}`)
    if (headers[known] !== undefined) throw new Problem(`has the header ${known} twice`)
    // https://www.rfc-editor.org/rfc/rfc9110#section-5.5
    if (!/^[\x20-\x7e]*$/.test(value))
      throw new Problem(`has a line break or a character beyond ASCII in the value of ${known}`)
    if (value.trim() === '') throw new Problem(`has no value for ${known}`)
    headers[known] = value.trim()
  }
  return headers
}

function suggest(name: string): string {
  const [guess] = nearest(name, allowed)
  if (/^content-?type$/i.test(name)) return 'Set {content-type}'
  return guess === undefined ? `Allowed: ${allowed.join(', ')}` : `Did you mean ${guess}?`
}
