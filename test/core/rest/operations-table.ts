import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../../../hosts/repository.js'
import type { Method } from '../../../src/core/rest/route.ts'

/** One operation of Microsoft's specification. */
export interface Operation {
  readonly method: Method
  readonly host: string
  /** `/{organization}/{project}/_apis/…`, as the reference shows it. */
  readonly path: string
  readonly contentType: string
  readonly name: string
  /** `work_write`. */
  readonly scopes: readonly string[]
}

const file = join(repository, '../shared/specs/operations-7.1.tsv')

/** Empty where the reference data is not next to the checkout; the committed tables of the tests stand in then. */
export function readOperations(): Operation[] {
  if (!existsSync(file)) {
    console.info(`Skipped: the specification's operations are not at ${file}.`)
    return []
  }
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  return rows.map(row => {
    const [, method = '', host = '', path = '', , contentType = '', , scopes = '', name = ''] = row.split('\t')
    const identifiers = scopes.split(',').map(scope => scope.replace(/^vso\./, ''))
    return { method: method as Method, host, path, contentType, name, scopes: identifiers }
  })
}

/** Its path below the organization, with a name for each placeholder. */
export function segmentsOf({ path }: Operation): string[] {
  return path
    .replace(/^\/\{organization\}/, '')
    .split('/')
    .filter(Boolean)
    .map(segment => segment.replace(/\{(\w+)\}/g, 'some $1'))
}
