import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from '@jest/globals'
import { ask, basic, token } from './emulated.ts'

const main = fileURLToPath(new URL('../../emulator/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'emulator-'))
let child: ChildProcess | undefined

const run = (...options: string[]) => {
  child = spawn(process.execPath, [main, ...options], { env: { ...process.env, NODE_OPTIONS: '', PAT: token } })
  let output = ''
  child.stdout?.on('data', (text: Buffer) => {
    output += text
  })
  return { child, output: () => output }
}

afterEach(() => {
  child?.kill('SIGKILL')
})

test('it prints where it listens and a token that it takes', async () => {
  const { output } = run('--organization', 'fabrikam')
  while (!output().includes('Token: ')) await delay(20)
  const [, url = '', own = ''] = /emulator: (\S+)[\s\S]*Token: (\S+)/.exec(output()) ?? []
  expect(url).toMatch(/\/fabrikam$/)
  expect((await ask(`${url}/web/_apis/build/builds?$top=2`, { authorization: basic(own) })).json().count).toBe(2)
})

test('it takes the token of a variable without printing it, writes the ready file and ends on SIGTERM', async () => {
  const ready = join(folder, 'ready')
  const { child, output } = run('--token-env', 'PAT', '--ready-file', ready, '--builds', '3')
  while (!existsSync(ready) || readFileSync(ready, 'utf8') === '') await delay(20)
  const url = readFileSync(ready, 'utf8').trim()
  expect((await ask(`${url}/web/_apis/build/builds`)).json().count).toBe(3)
  expect(output()).not.toContain(token)
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
  rmSync(folder, { recursive: true })
})

test('an empty variable is an error', async () => {
  const { child } = run('--token-env', 'NO_SUCH_VARIABLE')
  expect((await once(child, 'exit'))[0]).toBe(2)
})
