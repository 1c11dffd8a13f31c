import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import markdownIt from 'markdown-it'
import { parse } from 'yaml'
import { generateWorld, startEmulator } from '../../emulator/index.js'
import { repository } from '../../hosts/repository.js'
import { scenes } from '../../scripts/start/scenes.js'
import { madeUp } from '../support/step.ts'
import { thorough } from '../support/thorough.ts'

/** What `npm start` needs of the repository; neither packages nor sources are among it. */
const parts = ['action.yml', 'call', 'dist', 'package.json', 'scripts', 'task.json', 'emulator', 'hosts']
const node = process.env.NODE_FOR_STEPS ?? process.execPath
const PATH = process.env.PATH ?? ''

let clone: string
beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'clone-'))
  for (const part of parts) cpSync(join(repository, part), join(clone, part), { recursive: true })
})
afterAll(() => rmSync(clone, { recursive: true, force: true }))

function start(given: string[], env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: clone, encoding: 'utf8', env: { PATH, ...env } } as const
  const { status, stdout, stderr } = spawnSync(node, ['scripts/start.js', ...given], options)
  return { status, stdout, stderr, lines: stdout.trimEnd().split('\n') }
}

/** The step to paste, which is the end of the output. */
const pasted = (stdout: string) => (parse(stdout.slice(stdout.lastIndexOf('\n  - '))) as Record<string, unknown>[])[0]

/** HTML with its references decoded and without what no browser shows. */
const steady = (html: string) =>
  html
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(
      /&(lt|gt|quot|nbsp|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' })[name] ?? '&',
    )
    .replace(/\n+/g, '\n')
    .replace(/\n?(<\/?\w+[^>]*>)\n?/g, '$1')
    .trim()

describe('npm start', () => {
  let whole: ReturnType<typeof start>
  beforeAll(() => {
    whole = start([])
  })

  test('needs nothing installed, and shows all scenes in 60 lines, four of which are those of npm', () => {
    expect([whole.status, whole.stderr]).toEqual([0, ''])
    expect(whole.lines.length).toBeLessThanOrEqual(56)
  })

  test('shows the gate first, then the other scenes, and nothing that is empty or twice', () => {
    const titles = whole.lines.filter(line => line.startsWith('● '))
    expect(titles).toEqual(scenes.filter(({ brief }) => !brief).map(({ title }) => `● ${title}`))
    expect(whole.stdout).toMatch(
      /Error: Gate failed: [\s\S]*Why web pull request [\s\S]*Waiting for web ci [\s\S]*Found web ci /,
    )
    const outputs = whole.lines.filter(line => line.startsWith('  Outputs: '))
    expect(outputs).toHaveLength(titles.length)
    for (const line of outputs) expect(line).toMatch(/^ {2}Outputs: .*\boutcome=\w+ .*build-number=\d.*and \d+ more$/)
    expect(whole.stdout).not.toMatch(/=( |$)/m)
    const filled = whole.lines.filter(line => line !== '')
    expect(filled).toEqual([...new Set(filled)])
  })

  ;(thorough ? test : test.skip)('shows Azure Pipelines in 60 lines, too', () => {
    const { status, lines, stdout } = start(['--host', 'azure'])
    expect(status).toBe(0)
    expect(lines.length).toBeLessThanOrEqual(56)
    expect(stdout).toMatch(/requireResult: succeeded[\s\S]*buildId=\d+[\s\S]*task: AzureDevOpsBuilds@1/)
  })

  test('ends with what each scene came to on both hosts', () => {
    const rows = whole.lines.filter(line => /^ {2}\w+ +[✓✗] \w+,/.test(line))
    const times = /, \d+\.\d s, \d+ requests?/g
    expect(rows.map(row => row.replace(times, '').split(/ {2,}/))).toEqual([
      ['', 'gate', '✓ failed', '✓ failed'],
      ['', 'wait', '✓ passed', '✓ passed'],
      ['', 'newest', '✓ found', '✓ found'],
      ['', 'start', '✓ passed', '✓ passed', 'start the release once, and wait'],
      ['', 'refused', '✓ error', '✓ error', 'start it with wrong values'],
      ['', 'call', '✓ passed', '✓ passed', 'call a REST API: all projects'],
    ])
    expect(whole.stdout).toContain('The token is in no log, output, or file.')
  })

  test('gives a step to paste that the action understands', () => {
    const { uses, with: inputs } = pasted(whole.stdout) as { uses: string; with: Record<string, unknown> }
    const known = (parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as { inputs: object }).inputs
    expect(uses).toMatch(/^azure-devops-builds\/azure-devops-builds@v\d+$/)
    expect(Object.keys(inputs).filter(name => !(name in known))).toEqual([])
    expect(inputs).toMatchObject({ organization: 'contoso', pat: '$' + '{{ secrets.AZURE_DEVOPS_PAT }}' })
  })

  test('keeps summaries, outputs, and builds of both hosts', () => {
    const names = scenes.flatMap(({ name, expected, step }) => {
      // An error gives no builds, nor does the call step.
      const some = expected !== 'error' && step !== 'call'
      const ends = [...(some ? ['builds.json'] : []), 'outputs.json', 'summary.html', 'summary.md']
      return ['github', 'azure'].flatMap(host => ends.map(end => `${name}-${host}-${end}`))
    })
    expect(readdirSync(join(clone, 'out')).sort()).toEqual(names.sort())
    expect(whole.stdout).toContain(`Open ${join('out', 'gate-github-summary.html')};`)
  })

  test.each(scenes)('makes a page of the summary of $name as the renderer of the tests does', ({ name }) => {
    for (const host of ['github', 'azure']) {
      const place = join(clone, `out/${name}-${host}-summary`)
      const summary = readFileSync(`${place}.md`, 'utf8')
      expect(summary).toMatch(/^## /)
      const page = readFileSync(`${place}.html`, 'utf8')
      const shown = page.slice(page.indexOf('<main>') + '<main>'.length, page.indexOf('</main>'))
      expect(steady(shown)).toBe(steady(markdownIt({ html: true, linkify: true }).render(summary)))
    }
  })
})

test('npm start says its version and what can be set, and runs nothing then', () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }
  expect(start(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' })
  const help = start(['--help'])
  expect([help.status, help.stderr]).toEqual([0, ''])
  expect(help.stdout).toMatch(/PowerShell[\s\S]*--require-result/)
})

test('npm start names what was most likely meant, and every value that is missing, at once', () => {
  const { status, stdout, stderr } = start(['--organisation', 'contoso', '--branch', '--host'])
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr.trimEnd().split('\n')).toEqual([
    'There is no input "organisation". Did you mean --organization?',
    '--branch needs a value.',
    '--host needs a value: github or azure.',
  ])
})

describe('npm start with inputs', () => {
  test('uses them instead of the scenes, and shows every output that has a value', () => {
    const { status, stdout, stderr, lines } = start(['--branch', 'main', '--top=2'])
    expect([status, stderr]).toEqual([0, ''])
    expect(lines.filter(line => line.startsWith('● '))).toEqual(['● Your inputs'])
    expect(stdout).toMatch(/^ {2}count +2$/m)
    expect(stdout).toMatch(/^ {2}builds-file +out.own-github-builds\.json$/m)
    expect(pasted(stdout)).toMatchObject({ with: { organization: 'contoso', branch: 'main', top: 2 } })
  })

  test('shows Azure Pipelines, with its names, if asked', () => {
    const { status, stdout } = start(['--host', 'azure', '--require-result', 'any', '--top', '1'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^ {2}buildId +\d+$/m)
    expect(stdout).toMatch(/own {3}✓ found, .* {3}✓ found, /)
    expect(pasted(stdout)).toMatchObject({ task: 'AzureDevOpsBuilds@1', inputs: { requireResult: 'any', top: 1 } })
  })

  test('makes a page of the summary with the development dependencies installed, too', () => {
    const modules = join(clone, 'node_modules')
    symlinkSync(join(repository, 'node_modules'), modules, 'junction')
    const { status, stdout } = start(['--top', '2'])
    unlinkSync(modules)
    expect([status, stdout.includes(`Open ${join('out', 'own-github-summary.html')};`)]).toEqual([0, true])
    expect(readFileSync(join(clone, 'out/own-github-summary.html'), 'utf8')).toMatch(/<table>[\s\S]*<a href=/)
  })

  test('passes a dry run, which sends nothing', () => {
    const { status, stdout } = start(['--dry-run'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/✓ dry-run, .* 0 requests {3}✓ dry-run, .* 0 requests/)
  })

  test('fails with the step, and gives nothing to paste then', () => {
    const { status, stdout, stderr } = start(['--top', 'many'])
    expect([status, stderr]).toEqual([1, ''])
    expect(stdout).toMatch(/✗ error, .*✗ error, /)
    expect(stdout).not.toContain('uses:')
  })

  test('stops without a word when its reader has seen enough', async () => {
    const step = spawn(node, ['scripts/start.js', '--top', '2'], { cwd: clone, env: { PATH } })
    step.stdout.destroy()
    const [status, stderr] = await Promise.all([new Promise(resolve => step.on('exit', resolve)), text(step.stderr)])
    expect([status, stderr]).toEqual([0, ''])
  })
})

describe('npm start with a real organization', () => {
  test('queries it once, with the token from the environment', async () => {
    const pat = madeUp('token')
    const emulator = await startEmulator({ world: generateWorld(), tokens: { [pat]: { kind: 'pat' } } })
    const given = ['scripts/start.js', '--organization', emulator.url, '--project', 'web', '--top', '1']
    const step = spawn(node, given, { cwd: clone, env: { PATH, AZURE_DEVOPS_EXT_PAT: pat } })
    const [stdout, stderr, status] = await Promise.all([
      ...[text(step.stdout), text(step.stderr)],
      new Promise(resolve => step.on('exit', resolve)),
    ])
    await emulator.close()
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/own {3}✓ found, \d+\.\d s$/m)
    expect(stdout).not.toContain(pat)
    expect(pasted(String(stdout))).toMatchObject({ with: { organization: emulator.url, project: 'web', top: 1 } })
    // The same request from a second host would be there twice.
    const requests = emulator.requests.map(({ path, query }) => `${path}?${query}`)
    expect(requests).toEqual([...new Set(requests)])
    expect(requests.length).toBeGreaterThan(0)
  })

  test('tells a host that there is not at once', () => {
    const given = ['--organization', 'https://devops.contoso.invalid/web', '--project', 'web']
    const { status, stdout, stderr } = start(given, { AZURE_DEVOPS_EXT_PAT: madeUp('token') })
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^DNS lookup of devops\.contoso\.invalid failed \(E\w+\): correct --organization .*\n$/)
  })

  test('says how to set the token where there is none', () => {
    const { status, stdout, stderr } = start(['--organization', 'contoso', '--project', 'web'])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /Build \(Read\) scope into AZURE_DEVOPS_EXT_PAT:[\s\S]*PowerShell +\$env:AZURE_DEVOPS_EXT_PAT = /,
    )
  })
})
