import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@jest/globals'

/** A company's own certificate authority, and a certificate that it issued for the names asked for. */
export interface Authority {
  /** Path of the authority's certificate, as NODE_EXTRA_CA_CERTS takes it. */
  readonly file: string
  /** What stands in it. */
  pem(): string
  readonly tls: { readonly key: Buffer; readonly cert: Buffer }
  remove(): void
}

const available = spawnSync('openssl', ['version']).status === 0
if (!available) console.info('Skipped: making an authority takes openssl, which is not installed.')

/** `test` where certificates can be made. */
export const testWithAuthority = available ? test : test.skip

/** Made for the run: no key is kept in the repository. @param names as openssl writes them, `DNS:example.org` */
export function makeAuthority(...names: string[]): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (!available) return { file: '', pem: () => '', tls: { key: Buffer.alloc(0), cert: Buffer.alloc(0) }, remove }
  const path = (name: string) => join(folder, name)
  const curve = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'.split(' ')
  const authority = ['-x509', ...curve, '-days', '2', '-subj', '/CN=Contoso authority']
  openssl('req', ...authority, '-keyout', path('authority.key'), '-out', path('authority.pem'))
  openssl('req', ...curve, '-subj', '/CN=builds', '-keyout', path('server.key'), '-out', path('server.csr'))
  writeFileSync(path('server.cnf'), `subjectAltName=${names.join(',')}`)
  const signed = ['-CA', path('authority.pem'), '-CAkey', path('authority.key'), '-set_serial', '1', '-days', '2']
  openssl(
    'x509',
    '-req',
    '-in',
    path('server.csr'),
    ...signed,
    '-extfile',
    path('server.cnf'),
    '-out',
    path('server.pem'),
  )
  const tls = { key: readFileSync(path('server.key')), cert: readFileSync(path('server.pem')) }
  const file = path('authority.pem')
  return { file, pem: () => readFileSync(file, 'utf8'), tls, remove }
}

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`)
}
