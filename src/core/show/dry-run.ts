import { counted } from '../base/text.ts'
import { buildsRequest, type Scope } from '../builds/list-builds.ts'
import { definitionRequest, parseDefinition } from '../builds/pipelines.ts'
import { projectsRequest, unique } from '../builds/projects.ts'
import { splitByStatus } from '../builds/query.ts'
import { addressOf, defaultApiVersion, headersOf, type Request } from '../service/request.ts'
import type { Settings } from '../settings/settings.ts'

/** The variable that the shown commands read the token from; the name that Microsoft’s own command line uses. */
const variable = 'AZURE_DEVOPS_EXT_PAT'

/**
 * Every request that would be sent, as commands for a terminal that read the token from a variable, with a word on
 * those that depend on the answer to another.
 */
export function describeRequests(settings: Settings): string[] {
  const lines = [`# Nothing is sent. Each command reads the token from ${variable}.`]
  const every = settings.project.includes('*')
  if (every) lines.push('# The projects; what follows goes to each of them:', command(settings, projectsRequest(0)))
  const names = settings.definitions.map(parseDefinition)
  const ids = names.flatMap(({ id }) => id ?? [])
  const lookedUp = names.filter(({ id }) => id === undefined)
  for (const project of every ? ['PROJECT'] : unique(settings.project)) {
    for (const { written, name } of lookedUp)
      lines.push(`# The id of the pipeline ${written}:`, command(settings, definitionRequest(project, name, 0)))
    // No pipeline has the id 0, so the command as it is shown finds nothing; without definitions it would find all.
    const scope: Scope = { project, definitions: [...new Set(ids), ...(lookedUp.length > 0 ? [0] : [])] }
    for (const share of splitByStatus(settings)) {
      if (lookedUp.length > 0) lines.push(`# With ${counted(lookedUp.length, 'id')} found above in place of 0:`)
      lines.push(command(settings, buildsRequest(settings, scope, share, 0)))
    }
  }
  return lines
}

function command({ organization, credential, apiVersion, username }: Settings, request: Request): string {
  const address = addressOf(organization.url, request, apiVersion || defaultApiVersion)
  const { Authorization: _, ...headers } = headersOf(credential.authorization)
  const token = `"$${variable}"`
  const authentication =
    credential.scheme === 'Basic'
      ? `--user ${quoted(`${username}:`)}${token}`
      : `--header 'Authorization: Bearer '${token}`
  const others = Object.entries(headers)
    .filter(([name]) => name !== 'Accept-Encoding')
    .map(([name, value]) => `--header ${quoted(`${name}: ${value}`)}`)
  return ['curl --compressed --fail-with-body', authentication, ...others, quoted(address)].join(' ')
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02_02 */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
