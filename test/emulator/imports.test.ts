import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'

const imported = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g

test.each(['emulator', 'hosts'])('%s/ imports only what Node.js has and its own files', folder => {
  const files = readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.[jt]s$/.test(name),
  )
  expect(files.length).toBeGreaterThan(20)
  const foreign = files.flatMap(name => {
    const path = join(repository, folder, name)
    const targets = [...readFileSync(path, 'utf8').matchAll(imported)].map(([, target = '']) => target)
    return targets.filter(target => {
      if (!target.startsWith('.')) return !isBuiltin(target)
      return relative(join(repository, folder), resolve(dirname(path), target)).startsWith('..')
    })
  })
  expect(foreign).toEqual([])
})
