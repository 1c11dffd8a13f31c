import { nearest } from '../base/nearest.ts'
import { Problem } from '../inputs/problem.ts'
import { checkPathText, hasControls, type Piece, parsePieces } from './route-text.ts'

export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** A parameter of the query as the route has it. */
export interface QueryPart {
  readonly name: string
  readonly value: readonly Piece[]
}

/** A route as it is written, in its parts; nothing is filled in yet. */
export interface RouteTemplate {
  readonly method: Method
  /** Scheme and authority of a URL, as written, in lower case; missing for a path. */
  readonly origin?: string
  /** The segments of its path: of a URL from its first one on, of a path from the organization on. */
  readonly path: readonly (readonly Piece[])[]
  readonly query: readonly QueryPart[]
}

/**
 * Reads `GET /{project}/_apis/git/repositories?$top=5`, or a URL as Microsoft's reference shows it.
 * https://learn.microsoft.com/rest/api/azure/devops
 * @throws Problem
 */
export function parseRoute(text: string): RouteTemplate {
  if (hasControls(text)) throw new Problem('has a line break or another control character')
  const [, word, address = ''] = /^(?:(\p{L}+) +)?(\S.*?)(?: +HTTP\/[\d.]+)?$/u.exec(text.trim()) ?? []
  const method = parseMethod(word ?? 'GET')
  if (address.includes('#')) throw new Problem('has a #, which ends an address')
  const [, origin, authority = '', below = address] = /^(https?:\/\/([^/?]*))(.*)$/is.exec(address) ?? []
  if (authority.includes('@')) throw new Problem('has a user name or token in its URL. Set the token in {pat}')
  const [path = '', query = ''] = splitOnce(below, '?')
  if (!path.startsWith('/')) throw new Problem(notAPath(address))
  checkPathText(path)
  return {
    method,
    ...(origin === undefined ? {} : { origin: origin.toLowerCase() }),
    path: segmentsOf(path).map(segment => parsePieces(segment, '+')),
    query: query.split('&').filter(Boolean).map(parseQueryPart),
  }
}

function notAPath(address: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return 'is a URL without a path, or not of https. Write a path, or a URL'
  return 'has no path. Write it from the organization on, as GET /web/_apis/git/repositories'
}

function parseMethod(word: string): Method {
  const method = methods.find(known => known === word.toUpperCase())
  if (method !== undefined) return method
  const [guess] = nearest(word, methods)
  throw new Problem(
    `has the method ${word}, which is not one of ${methods.join(', ')}${guess === undefined ? '' : `. Did you mean ${guess}?`}`,
  )
}

function segmentsOf(path: string): string[] {
  const segments = path
    .replace(/(?<=[^/])\/$/, '')
    .slice(1)
    .split('/')
  if (segments.includes('')) throw new Problem('has two slashes in a row, or no path')
  return segments
}

function parseQueryPart(text: string): QueryPart {
  const [left, right = ''] = splitOnce(text, '=')
  const [name] = parsePieces(left, ' ')
  if (name === undefined || !('text' in name)) throw new Problem('has a query parameter without a name')
  return { name: name.text, value: parsePieces(right, ' ') }
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)]
}
