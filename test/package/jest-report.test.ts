import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'

const folder = mkdtempSync(join(tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true }))

const files = {
  'package.json': '{ "type": "commonjs" }',
  'some.test.js': `
    test('passes', () => {})
    test('passes as well', () => {})
    test('fails', () => { throw new Error('as it should') })
    test.skip('is skipped', () => {})
    test.todo('is still to be written')`,
  'broken.test.js': 'throw new Error("before any test")',
}

test('the report of jest that .ci/run reads counts passed, failed and skipped tests, and files that cannot be run', () => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const report = join(folder, 'report.json')
  const reporter = [join(repository, '.ci/jest-report.js'), { file: report }]
  const config = JSON.stringify({ rootDir: folder, reporters: [reporter], transform: {} })
  const jest = join(repository, 'node_modules/jest/bin/jest.js')
  const { status } = spawnSync(process.execPath, [jest, '--config', config, '--runInBand'], { cwd: folder })
  expect([status, JSON.parse(readFileSync(report, 'utf8'))]).toEqual([1, { passed: 2, failed: 2, skipped: 2 }])
})
