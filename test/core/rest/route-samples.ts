import { fillRoute, type Target } from '../../../src/core/rest/fill.ts'
import type { Pairs } from '../../../src/core/rest/filling.ts'
import { parseRoute } from '../../../src/core/rest/route.ts'
import { urlOf } from '../../../src/core/service/request.ts'

export interface RouteSample {
  readonly route: string
  readonly organization?: string
  readonly project?: string
  readonly parameters?: Readonly<Record<string, string>>
}

/** The route, read and filled; for the organization contoso and the project web unless the sample says otherwise. */
export function targetOf({ route, organization, project = 'web', parameters = {} }: RouteSample): Target {
  const url = organization ?? 'https://dev.azure.com/contoso'
  return fillRoute(parseRoute(route), { organization: { url }, project, parameters: Object.entries(parameters) })
}

/** The address as the gate sends it, but for the API version. */
export function addressOf({ base, path, query }: { base: string; path: readonly string[]; query: Pairs }): string {
  const words = { what: '', subject: 'call' } as const
  return urlOf(base, { words, path, query: () => query, versioned: false, deadline: 0 }, '')
}
