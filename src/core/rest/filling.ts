import { nearest } from '../base/nearest.ts'
import type { Organization } from '../inputs/organization.ts'
import { Problem } from '../inputs/problem.ts'
import { markers, servicesName } from './hosts.ts'
import { checkPathValue, checkSegment, type Piece } from './route-text.ts'

export type Pairs = readonly (readonly [name: string, value: string])[]

/** What the placeholders of a route are filled with. */
export interface RouteValues {
  readonly organization: Organization
  /** Empty for none. */
  readonly project: string
  /** Names are unique without regard to case. */
  readonly parameters: Pairs
}

/** The values, and which of them have been used. */
export class Filling {
  private readonly used = new Set<string>()
  private readonly values: ReadonlyMap<string, string>

  constructor(private readonly given: RouteValues) {
    const { organization, project, parameters } = given
    this.values = new Map([
      ...parameters.map(([name, value]): [string, string] => [name.toLowerCase(), value]),
      ...(project === '' ? [] : [['project', project] as const]),
      ['organization', servicesName(organization) ?? lastSegment(organization)],
    ])
  }

  /** @returns undefined where there is no such value */
  find(placeholder: string): string | undefined {
    const key = placeholder.toLowerCase()
    if (isOwn(key) && this.given.parameters.some(([name]) => name.toLowerCase() === key))
      throw new Problem(`has the placeholder "${placeholder}", which {${key}} fills, not {parameters}`)
    this.used.add(key)
    return this.values.get(key)
  }

  segment(pieces: readonly Piece[]): string {
    const segment = pieces.map(piece => ('text' in piece ? piece.text : this.pathValue(piece.placeholder))).join('')
    checkSegment(segment)
    return segment
  }

  private pathValue(placeholder: string): string {
    const value = this.find(placeholder)
    if (value === undefined) throw this.missing(placeholder)
    checkPathValue(placeholder, value)
    if (markers.has(value.toLowerCase()))
      throw new Problem(`has the placeholder "${placeholder}", whose value is the reserved name ${value}`)
    return value
  }

  missing(placeholder: string): Problem {
    if (isOwn(placeholder.toLowerCase()))
      return new Problem(`has the placeholder "${placeholder}", but {${placeholder.toLowerCase()}} is not set`)
    const [guess] = nearest(
      placeholder,
      this.rest().map(([name]) => name),
    )
    const hint = guess === undefined ? '' : `. Did you mean "${guess}"?`
    return new Problem(`has the placeholder "${placeholder}", which {parameters} does not set${hint}`)
  }

  /** The parameters that no placeholder has used. */
  rest(): Pairs {
    return this.given.parameters.filter(([name]) => !this.used.has(name.toLowerCase()))
  }
}

function isOwn(name: string): boolean {
  return name === 'organization' || name === 'project'
}

function lastSegment({ url }: Organization): string {
  return decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')
}
