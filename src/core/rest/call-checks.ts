import type { CallInputName, CallInputValues } from '../inputs/call-inputs.ts'
import type { Organization } from '../inputs/organization.ts'
import { Problem } from '../inputs/problem.ts'
import type { Check } from '../settings/read-inputs.ts'
import { type CallBody, checkBody, checkContentType, readBodyFile } from './call-body.ts'
import type { Target } from './fill.ts'
import { servicesName } from './hosts.ts'
import { contentTypeOf, takesBody } from './operations.ts'
import { refusalOf, type TokenType } from './refusals.ts'
import type { Method } from './route.ts'
import { readSelection, type Selection } from './selection.ts'

type Values = Omit<CallInputValues, 'pat'>
type CheckCall = Check<CallInputName>

/** What is wrong with inputs that are right alone and impossible together. Names of inputs are in braces. */
export function contradictions(values: Values, method: Method | undefined): string[] {
  const hasBody = values.body !== '' || values.bodyFile !== ''
  const impossible: [boolean, string][] = [
    [values.body !== '' && values.bodyFile !== '', '{body} and {body-file} exclude each other: set one of them.'],
    [
      hasBody && method !== undefined && !takesBody(method),
      `${method} takes no body. Set another method in {route}, or leave {body} and {body-file} out.`,
    ],
    [values.contentType !== '' && !hasBody, '{content-type} needs {body} or {body-file}.'],
    [values.paginate && method !== undefined && method !== 'GET', `{paginate} needs GET in {route}, not ${method}.`],
    [values.query !== '' && method === 'HEAD', '{query} finds nothing in the response to HEAD, which has no body.'],
  ]
  return impossible.flatMap(([is, problem]) => (is ? [problem] : []))
}

export function checkProject({ project }: Values, check: CheckCall): void {
  check('project', () => {
    if (project === '*') throw new Problem('is not one project')
    if (/[,\n]/.test(project)) throw new Problem('is not one project. Names of projects have no commas')
  })
}

export function checkStatuses({ acceptStatus }: Values, check: CheckCall): void {
  check('accept-status', () => {
    const wrong = acceptStatus.find(status => status > 304 && status < 400)
    if (wrong !== undefined)
      throw new Problem('has a redirect, which is never a response of the API. Set 304, or 400 to 599')
  })
}

export function readBody(values: Values, { method, path }: Target, check: CheckCall): CallBody | undefined {
  const name = values.bodyFile === '' ? 'body' : 'body-file'
  if (values.body === '' && values.bodyFile === '') return undefined
  const type =
    values.contentType === ''
      ? contentTypeOf(method, path)
      : check('content-type', () => checkContentType(values.contentType))
  const content = check(name, () =>
    name === 'body' ? Buffer.from(values.body, 'utf8') : readBodyFile(values.bodyFile),
  )
  if (type === undefined || content === undefined) return undefined
  check(name, () => checkBody({ type, content }))
  return { type, content }
}

export async function readSelections(
  { query, mask }: Values,
  check: CheckCall,
): Promise<{ query: Selection | undefined; masks: readonly Selection[] }> {
  const read = async (name: 'query' | 'mask', expression: string, item: string) => {
    const selection = await readSelection(expression).catch((error: unknown) => error)
    return check(name, () => {
      if (selection instanceof Problem) throw new Problem(`${item}${selection.message}`)
      if (selection instanceof Error) throw selection
      return selection as Selection
    })
  }
  const masks: Selection[] = []
  for (const expression of mask) {
    const selection = await read('mask', expression, `has the item "${expression}", which `)
    if (selection !== undefined) masks.push(selection)
  }
  return { query: query === '' ? undefined : await read('query', query, ''), masks }
}

/** Before anything is sent: the reason is worth more than a bare 401. Servers have neither these areas nor these hosts. */
export function checkRefusal(organization: Organization, { path }: Target, type: TokenType): void {
  const why = servicesName(organization) === undefined ? undefined : refusalOf(path, type)
  if (why !== undefined) throw new Problem(why)
}
