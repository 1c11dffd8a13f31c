import type { Input } from '../inputs/input.ts'
import { secretForms } from './credential.ts'

/** What these hold is shown nowhere, and may well be the token. */
const closedTypes: readonly Input['type'][] = ['secret', 'map', 'body']

/** The inputs of a table that hold the token, too: from there it would go into URLs, logs, and file names. */
export function inputsWith<Name extends string>(
  token: string,
  table: Readonly<Record<Name, Input>>,
  raw: Readonly<Record<Name | 'username', string>>,
): Name[] {
  const forms = secretForms(token, raw.username)
  const open = (Object.keys(table) as Name[]).filter(
    name => table[name].inUrl === true || !closedTypes.includes(table[name].type),
  )
  return open.filter(name => name !== 'username' && forms.some(form => raw[name].includes(form)))
}
