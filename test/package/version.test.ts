import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'

const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const json = (name: string) => JSON.parse(read(name)) as Record<string, unknown>
const { version } = json('package.json') as { version: string }

describe('the version of package.json', () => {
  test('has three numbers, as task.json needs it', () => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })

  const places: [string, () => unknown][] = [
    ['package-lock.json', () => json('package-lock.json').version],
    ['task.json', () => Object.values(json('task.json').version as object).join('.')],
    ['vss-extension.json', () => json('vss-extension.json').version],
    ['src/core/base/version.ts', () => /version = '(.*)'/.exec(read('src/core/base/version.ts'))?.[1]],
    ['CHANGELOG.md', () => /^## \[(\d[^\]]*)\]/m.exec(read('CHANGELOG.md'))?.[1]],
  ]
  test.each(places)('stands in %s', (_, find) => {
    expect(find()).toBe(version)
  })

  test('is the major version that the documentation tells people to use', () => {
    const used = [...read('README.md').matchAll(/azure-devops-builds@v(\d+)|AzureDevOpsBuilds@(\d+)/g)]
    expect(used.length).toBeGreaterThan(0)
    expect(new Set(used.map(([, action, task]) => action ?? task))).toEqual(new Set([version.split('.')[0]]))
  })
})
