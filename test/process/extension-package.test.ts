import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'
import { unzip } from '../../scripts/package/unzip.js'
import { makePackage } from '../../scripts/package.js'
import { azure, runStep } from '../support/step.ts'

const read = (name: string) => readFileSync(join(repository, name))
const { name, version } = JSON.parse(read('package.json').toString()) as { name: string; version: string }
const vsix = join(repository, 'out', `${name}-${version}.vsix`)
const packed = existsSync(vsix) ? unzip(readFileSync(vsix)) : new Map<string, Buffer>()
const fresh = packed.get('task/dist/azure/index.js')?.equals(read('dist/azure/index.js')) ?? false
if (!fresh) console.info('Skipped: out/ has no .vsix of this dist/. npm run package makes it.')
const testPackage = fresh ? test : test.skip

const folder = mkdtempSync(join(tmpdir(), 'vsix-'))
beforeAll(() => {
  for (const [path, bytes] of packed) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('The extension', () => {
  testPackage('holds both tasks, its pages and pictures, and nothing else', () => {
    // What is loaded later has a file of its own, under a number that the bundler gives it.
    const names = [...packed.keys()].filter(path => !/^[\w-]*task\/dist\/[\w-]+\/\d+\.index\.js$/.test(path))
    expect(names.sort()).toEqual([
      'LICENSE',
      '[Content_Types].xml',
      'call-task/dist/call-azure/index.js',
      'call-task/dist/call-azure/licenses.txt',
      'call-task/dist/call-azure/package.json',
      'call-task/dist/call-azure/texts.js',
      'call-task/icon.png',
      'call-task/task.json',
      'extension.vsixmanifest',
      'extension.vsomanifest',
      'images/extension-icon.png',
      'images/summary-dark.png',
      'images/summary-light.png',
      'overview.md',
      'task/dist/azure/index.js',
      'task/dist/azure/licenses.txt',
      'task/dist/azure/package.json',
      'task/dist/azure/texts.js',
      'task/icon.png',
      'task/task.json',
    ])
  })

  testPackage('has the version, the publisher and the links of this project', () => {
    const manifest = packed.get('extension.vsixmanifest')?.toString() ?? ''
    expect(manifest).toContain(`Id="azure-devops-builds" Publisher="azure-devops-builds" Version="${version}"`)
    expect(manifest).toContain('<Categories>Azure Pipelines</Categories>')
    for (const link of ['Home', 'Support', 'Learn', 'Getstarted', 'License'])
      expect(manifest).toContain(`Id="Microsoft.VisualStudio.Services.Links.${link}"`)
  })

  testPackage('brings a task that works where it was unpacked', async () => {
    const { result, outputs, stderr, leaks, environmentRefusals } = await runStep(azure, {
      inputs: { top: '3' },
      options: { main: join(folder, 'task/dist/azure/index.js'), manifest: join(folder, 'task/task.json') },
    })
    expect([result, outputs.count, stderr, leaks, environmentRefusals]).toEqual(['succeeded', '3', '', [], []])
  })

  testPackage('brings a call task that works where it was unpacked', async () => {
    const { result, outputs, stderr, leaks, environmentRefusals } = await runStep(azure, {
      inputs: { route: 'GET /_apis/projects', query: 'value[0].name' },
      options: {
        main: join(folder, 'call-task/dist/call-azure/index.js'),
        manifest: join(folder, 'call-task/task.json'),
      },
    })
    expect([result, outputs.outcome, stderr, leaks, environmentRefusals]).toEqual(['succeeded', 'passed', '', [], []])
  })
})

describe('npm run package fails', () => {
  type Json = Record<string, unknown>
  const faults: [string, string, (json: Json) => void, RegExp][] = [
    ['on a task without an execution', 'task.json', json => delete json.execution, /warning:/i],
    ['on a call task without an execution', 'call/task.json', json => delete json.execution, /warning:/i],
    ['on a picture that is not there', 'docs/marketplace.md', () => undefined, /docs\/images\/gone\.png is missing/],
  ]
  testPackage.each(faults)('%s', (_, file, change, message) => {
    const copy = mkdtempSync(join(tmpdir(), 'broken-'))
    const parts = [
      'vss-extension.json',
      'LICENSE',
      'docs',
      'images',
      'task.json',
      'dist/azure',
      'call',
      'dist/call-azure',
    ]
    for (const part of parts) cpSync(join(repository, part), join(copy, part), { recursive: true })
    const text = readFileSync(join(copy, file), 'utf8')
    if (file.endsWith('.json')) {
      const json = JSON.parse(text) as Json
      change(json)
      writeFileSync(join(copy, file), JSON.stringify(json))
    } else writeFileSync(join(copy, file), `${text}\n![gone](images/gone.png)\n`)
    try {
      expect(() => makePackage(join(copy, 'out/broken.vsix'), copy)).toThrow(message)
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  })
})
