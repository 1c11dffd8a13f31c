import { markerAt } from './hosts.ts'

/** What sends a request: a PAT, a token of Microsoft Entra ID, or the token that Azure Pipelines gives a job. */
export type TokenType = 'pat' | 'entra' | 'job'

interface Refusal {
  /** Areas, or the first two segments below `_apis`. */
  readonly areas: readonly string[]
  readonly types: readonly TokenType[]
  /** Completes "route …". */
  readonly why: string
}

/** Sources in the order of the rows: the specification's `EntraOAuth`, and what users of organization PATs report. */
const refusals: readonly Refusal[] = [
  {
    areas: ['tokens/pats', 'delegatedauth'],
    types: ['pat'],
    why: 'manages tokens, which Azure DevOps refuses to do for a PAT. It needs a Microsoft Entra token in {pat}',
  },
  {
    areas: ['accounts', 'profile'],
    types: ['pat', 'job'],
    why: 'belongs to no organization, and Azure DevOps answers 401 Unauthorized to the PAT of an organization there. It needs a Microsoft Entra token in {pat}',
  },
  {
    areas: ['status'],
    types: ['pat', 'entra', 'job'],
    why: 'is the public status page, https://status.dev.azure.com, which needs no token. This step sends one, so it does not call it',
  },
]

/** Why a token of this type cannot call a path of Azure DevOps Services; undefined where it can. */
export function refusalOf(path: readonly string[], type: TokenType): string | undefined {
  const at = markerAt(path)
  if (path[at]?.toLowerCase() !== '_apis') return undefined
  const [area = '', resource = ''] = path.slice(at + 1).map(segment => segment.toLowerCase())
  const names = [area, `${area}/${resource}`]
  return refusals.find(({ areas, types }) => types.includes(type) && areas.some(name => names.includes(name)))?.why
}
