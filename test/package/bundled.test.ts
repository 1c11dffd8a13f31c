import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'

const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const page = read('docs/bundled.md')
const rows = [...page.matchAll(/^\| \[(.+?)\]\(.+?\) \| (\S+) \| (\S+) \| (.+) \|$/gm)]

describe('what is bundled', () => {
  test('has licences that let it be passed on', () => {
    expect(rows.map(([, name]) => name)).toEqual(['@actions/core', '@actions/http-client', 'azure-pipelines-task-lib'])
    const allowed = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD']
    expect(rows.filter(([, , , licence]) => !allowed.includes(licence ?? ''))).toEqual([])
  })

  test.each([
    ['github', 'action'],
    ['azure', 'task'],
  ])('is listed whole: dist/%s', (bundle, name) => {
    // ncc writes where each module comes from above it.
    const sources = read(`dist/${bundle}/index.js`).matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g)
    const used = new Set([...sources].map(([, source]) => source))
    const listed = rows.filter(([, , , , where]) => where?.includes(name)).map(([, listedName]) => listedName)
    expect([...used].filter(source => !listed.includes(source))).toEqual([])
    expect(listed.length).toBeGreaterThan(0)
  })

  test('comes with the three packages that the step needs, which are pinned', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    expect(Object.keys(dependencies)).toEqual(['@actions/core', '@actions/http-client', 'azure-pipelines-task-lib'])
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })
})
