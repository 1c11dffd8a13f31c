import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createBuild } from '../../emulator/index.js'
import type { Result } from '../../hosts/types.js'
import {
  azure,
  type Bundle,
  behind,
  bundles,
  type EmulatorWithToken,
  emulatorForEachTest,
  errorsOf,
  gitHub,
} from '../support/step.ts'
import { inTurn, partOf, testInTurn } from '../support/thorough.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

function runWith(on: EmulatorWithToken, bundle: Bundle, place: string): Promise<Result> {
  on.emulator.world.builds = [createBuild({ id: 7, project: { name: 'web' } })]
  return on.run(bundle, place === '' ? {} : { 'output-file': place })
}

const modeOf = (path: string) => statSync(path).mode & 0o777

describe.each(bundles)('The builds file on $name', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()

  test('is for its owner only, by default and in a place that was given', async () => {
    const byDefault = await runWith(on, bundle, '')
    expect(modeOf(byDefault.outputs['builds-file'] ?? '')).toBe(0o600)
    const { outputs } = await runWith(on, bundle, at('a/b/builds.json'))
    expect([outputs['builds-file'], modeOf(at('a/b/builds.json'))]).toEqual([at('a/b/builds.json'), 0o600])
    expect(readdirSync(at('a/b'))).toEqual(['builds.json'])
  })

  testOnce('replaces a regular file, and the log says so', async () => {
    writeFileSync(at('builds.json'), 'old', { mode: 0o644 })
    const { log } = await runWith(on, bundle, at('builds.json'))
    expect(log).toContainEqual(expect.stringContaining(`Replaced the file that was at ${at('builds.json')}.`))
    expect([JSON.parse(readFileSync(at('builds.json'), 'utf8')).length, modeOf(at('builds.json'))]).toEqual([1, 0o600])
    const again = await runWith(on, bundle, at('new.json'))
    expect(again.log.join('\n')).not.toContain('Replaced')
  })

  /** Places that are refused before any request, and what is said of them. */
  const refused: [string, () => string, string][] = [
    ['a device', () => '/dev/null', 'it is not a regular file'],
    ['a folder', () => folder, 'it is a folder'],
    ['the name of a folder', () => `${at('new')}/`, 'it is a folder'],
    ['standard output', () => '/dev/stdout', 'it is a symbolic link'],
    [
      'a pipe',
      () => {
        execFileSync('mkfifo', [at('pipe')])
        return at('pipe')
      },
      'it is not a regular file',
    ],
    [
      'a link to a file',
      () => {
        writeFileSync(at('target'), 'old')
        symlinkSync(at('target'), at('link'))
        return at('link')
      },
      'it is a symbolic link',
    ],
    [
      'a link to nothing',
      () => {
        symlinkSync(at('nothing'), at('link'))
        return at('link')
      },
      'it is a symbolic link',
    ],
  ]
  test.each(inTurn(bundle, refused))('is not put over %s', async (_, make, why) => {
    const place = make()
    const before = existsSync('/dev/null') && lstatSync('/dev/null').isCharacterDevice()
    const result = await runWith(on, bundle, place)
    expect([result.result, result.outputs.outcome, on.emulator.requests]).toEqual(['failed', 'error', []])
    expect(errorsOf(result).join()).toContain(why)
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(before)
    if (existsSync(at('target'))) expect(readFileSync(at('target'), 'utf8')).toBe('old')
    expect(readdirSync(folder).filter(name => name.startsWith('.azure-devops-'))).toEqual([])
  })

  test.each(inTurn(bundle, ['/proc/nope/x', '/proc/self/nope/x', '/dev/null/x']))(
    'in %s is an error, and no hang',
    async place => {
      const result = await runWith(on, bundle, place)
      expect([result.result, result.outputs.outcome]).toEqual(['failed', 'error'])
      expect(errorsOf(result).join()).toContain('The file cannot be written.')
      expect(result.durationMs).toBeLessThan(5000)
    },
  )

  testOnce('cannot be led elsewhere by a link with the name that a file of this process could have', async () => {
    mkdirSync(at('shared'))
    writeFileSync(at('victim'), 'old')
    const place = join(at('shared'), 'builds.json')
    const lines = `import { symlinkSync } from 'node:fs'
      for (const end of ['part', 'tmp', process.pid, process.pid + '.part', process.pid + '.tmp', process.ppid + '.part'])
        symlinkSync(${JSON.stringify(at('victim'))}, ${JSON.stringify(place)} + '.' + end)`
    const { outputs } = await on.run(bundle, { 'output-file': place }, behind(lines, bundle, folder))
    expect(outputs.outcome).toBe('found')
    expect(readFileSync(at('victim'), 'utf8')).toBe('old')
  })
})

describe('GitHub’s own files', () => {
  const on = emulatorForEachTest()
  const names = ['ENV', 'OUTPUT', 'PATH', 'STATE', 'STEP_SUMMARY', 'EVENT_PATH'].map(name => `GITHUB_${name}`)

  test.each(partOf(names))('%s is no place for builds', async name => {
    const lines = `process.env['INPUT_OUTPUT-FILE'] = process.env.${name}`
    const result = await on.run(gitHub, {}, behind(lines, gitHub, folder))
    expect([result.result, result.outputs.outcome, on.emulator.requests]).toEqual(['failed', 'error', []])
    expect(errorsOf(result).join()).toContain('the host itself uses it')
    expect(result.environmentRefusals).toEqual([])
    expect([result.nextEnvironment, result.variables]).toEqual([{}, {}])
  })

  test('are no place by another name, either', async () => {
    const lines = `import { linkSync, symlinkSync } from 'node:fs'
      import { basename, dirname, join } from 'node:path'
      const { GITHUB_ENV: file } = process.env
      symlinkSync(dirname(file), ${JSON.stringify(at('folder'))})
      process.env['INPUT_OUTPUT-FILE'] = join(${JSON.stringify(at('folder'))}, basename(file))`
    const result = await on.run(gitHub, {}, behind(lines, gitHub, folder))
    expect(result.outputs.outcome).toBe('error')
    expect(errorsOf(result).join()).toContain('the host itself uses it')
  })
})

test('The summary that the agent uploads is for its owner only', async () => {
  const result = await azure.run({ inputs: { organization: 'contoso', project: 'web', pat: 'short' } })
  expect(result.summary).toContain('shorter than 8')
  expect(modeOf(result.summaryFile ?? '')).toBe(0o600)
  result.dispose()
})
