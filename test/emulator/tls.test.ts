import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { startEmulator } from '../../emulator/index.js'
import { basic, token } from './emulated.ts'

const available = spawnSync('openssl', ['version']).status === 0
if (!available) console.info('Skipped: making a certificate takes openssl, which is not installed.')

/** Made for the run: no key is kept in the repository. */
const certificate = () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost'.split(' ')
  spawnSync('openssl', ['req', ...options, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert])
  const made = { key: readFileSync(key), cert: readFileSync(cert) }
  rmSync(folder, { recursive: true })
  return made
}

const status = (url: string, ca?: Buffer): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: basic(token) }
    request(url, { headers, ...(ca && { ca }) }, response => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })

;(available ? test : test.skip)('with a certificate it speaks https, to those who trust it', async () => {
  const tls = certificate()
  const emulator = await startEmulator({ tls })
  emulator.acceptToken(token)
  const url = `${emulator.url}/web/_apis/build/builds`
  expect(emulator.origin).toMatch(/^https:/)
  expect(await status(url, tls.cert)).toBe(200)
  await expect(status(url)).rejects.toThrow('self-signed certificate')
  await emulator.close()
})
