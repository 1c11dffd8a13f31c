import { listed } from '../base/text.ts'
import { Problem } from '../inputs/problem.ts'
import { locate } from './address.ts'
import { Filling, type Pairs, type RouteValues } from './filling.ts'
import { baseOf, markerAt, markers, type ServiceHost, serviceHostOf } from './hosts.ts'
import type { Method, QueryPart, RouteTemplate } from './route.ts'
import { hasControls } from './route-text.ts'

/** What a call asks for: the computed address in its parts, nothing of it encoded yet. */
export interface Target {
  readonly method: Method
  readonly service: ServiceHost
  /** The computed base URL, without a slash at its end. */
  readonly base: string
  readonly path: readonly string[]
  readonly query: Pairs
  /** Optional query parameters of a documentation URL that have no value. */
  readonly leftOut: readonly string[]
}

/**
 * Fills a route.
 * @throws Problem
 */
export function fillRoute(route: RouteTemplate, values: RouteValues): Target {
  const { path: pieces, services } = locate(route, values.organization)
  const fill = new Filling(values)
  const path = pieces.map(segment => fill.segment(segment))
  checkShape(path)
  const service = serviceHostOf(path)
  if (!services.includes(service))
    throw new Problem(
      `names a host that does not serve this path. It is on ${new URL(baseOf(values.organization, service)).host}`,
    )
  const { query, leftOut } = fillQuery(route, fill)
  return { method: route.method, service, base: baseOf(values.organization, service), path, query, leftOut }
}

/** At most a project and a team come before the API, as in `/{project}/{team}/_apis/work/boards`. */
function checkShape(path: readonly string[]): void {
  const at = markerAt(path)
  if (at < 0 || at > 2 || at === path.length - 1)
    throw new Problem(
      `is not the path of an API. It needs one of ${listed([...markers], 'or')} after at most a project and a team`,
    )
}

/** The query of the route, then the parameters that are left; `parameters` may repeat what the route says, not change it. */
function fillQuery(route: RouteTemplate, fill: Filling): Pick<Target, 'query' | 'leftOut'> {
  const query: [string, string][] = []
  const leftOut: string[] = []
  for (const { name, value } of route.query) {
    const text = fillValue(value, fill)
    if (text !== undefined) query.push([name, text])
    else if (route.origin !== undefined && isOptional(value)) leftOut.push(name)
    else throw fill.missing(firstPlaceholder(value))
  }
  for (const [name, value] of fill.rest()) {
    const there = query.find(([known]) => known.toLowerCase() === name.toLowerCase())
    if (there !== undefined && there[1] !== value && name.toLowerCase() !== 'api-version')
      throw new Problem(`has the query parameter ${name}, and {parameters} sets another value for it`)
    if (there === undefined || there[1] !== value) query.push([name, value])
  }
  const wrong = query.find(pair => pair.some(hasControls))
  if (wrong !== undefined)
    throw new Problem(`has a control character or half a character in the query parameter ${wrong[0]}`)
  return { query, leftOut }
}

/** @returns undefined where a placeholder has no value */
function fillValue(value: QueryPart['value'], fill: Filling): string | undefined {
  const texts = value.map(piece => ('text' in piece ? piece.text : fill.find(piece.placeholder)))
  return texts.includes(undefined) ? undefined : texts.join('')
}

/** `$top={$top}`, as the reference writes an optional parameter. */
function isOptional(value: QueryPart['value']): boolean {
  const [piece, ...rest] = value
  return piece !== undefined && 'placeholder' in piece && rest.length === 0
}

function firstPlaceholder(value: QueryPart['value']): string {
  const piece = value.find(each => 'placeholder' in each)
  return piece !== undefined && 'placeholder' in piece ? piece.placeholder : ''
}
