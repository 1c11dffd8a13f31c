import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'
import { pages } from '../docs/blocks.ts'

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
    const steps = /azure-devops-builds(?:\/call)?@v(\d+)|AzureDevOps(?:Builds|Call)@(\d+)/g
    const used = pages.flatMap(page => [...read(page).matchAll(steps)])
    expect(used.length).toBeGreaterThan(50)
    expect(new Set(used.map(([, action, task]) => action ?? task))).toEqual(new Set([version.split('.')[0]]))
  })
})
