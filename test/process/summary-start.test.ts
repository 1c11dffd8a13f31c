import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'
import { nodeForSteps } from '../support/step.ts'

/** What `npm start` needs of the repository; neither packages nor sources are among it. */
const parts = ['action.yml', 'dist', 'package.json', 'scripts', 'task.json', 'emulator', 'hosts']

let clone: string
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'clone-'))
  for (const part of parts) cpSync(join(repository, part), join(clone, part), { recursive: true })
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

function start(...given: string[]) {
  const options = { cwd: clone, encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } } as const
  return spawnSync(nodeForSteps, ['scripts/start.js', ...given], options)
}

test('npm start shows three scenes on both hosts with nothing installed', () => {
  const { status, stdout, stderr } = start()
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const ends = stdout.match(/^[✓✗] (succeeded|failed).*? in /gm)
  const scene = (end: string) => [`✓ ${end} in `, `✓ ${end} in `]
  expect(ends).toEqual([...scene('succeeded'), ...scene('succeeded'), ...scene('failed, as it should,')])
  expect(stdout).toMatch(/Waiting for .* \(notStarted\)/)
  const files = ['list', 'wait', 'gate'].flatMap(name =>
    ['github', 'azure'].flatMap(host => ['builds.json', 'summary.md'].map(end => `${name}-${host}-${end}`)),
  )
  expect(readdirSync(join(clone, 'out')).sort()).toEqual(files.sort())
})

test('npm start writes summaries as pages too with the development dependencies installed', () => {
  const modules = join(clone, 'node_modules')
  symlinkSync(join(repository, 'node_modules'), modules, 'junction')
  const { status, stderr } = start()
  unlinkSync(modules)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(readFileSync(join(clone, 'out/gate-github-summary.html'), 'utf8')).toMatch(/<table>[\s\S]*<a href=/)
})

test('npm start fails where a step ends otherwise than it should, a wrong failure included', () => {
  const { status, stdout } = start('--top', 'many')
  expect(status).toBe(1)
  expect(stdout.match(/^✗ failed in .*$/gm)).toHaveLength(6)
})
