import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'

/**
 * The rooms of the source, from the ground up. A room imports only from floors below it; rooms of one floor do not know
 * each other, except the two on the ground. The flows and the adapters are rooms of their own.
 */
const floors = [
  ['base', 'errors'],
  ['inputs'],
  ['credential'],
  ['service', 'settings'],
  ['builds'],
  ['start', 'explain', 'artifacts', 'rest'],
  ['result'],
  ['judge'],
  ['show'],
  ['host'],
  ['flow'],
  ['run.ts', 'call.ts'],
  ['github', 'azure'],
]
const [ground = []] = floors
/** Whoever else knew the host could not be tested, or reused, without one. */
const usersOfHost = ['flow', 'run.ts', 'call.ts', 'github', 'azure']

interface Import {
  readonly from: string
  readonly to: string
}

/** Every import of a folder's files, as paths in the repository; packages and Node.js keep their names. */
function importsIn(folder: string): Import[] {
  const files = readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
  const sources = files
    .map(file => posix.join(folder, file.replaceAll('\\', '/')))
    .filter(file => /\.[jt]s$/.test(file))
  return sources.flatMap(from => {
    const text = readFileSync(join(repository, from), 'utf8')
    const targets = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^'\n]+)'/g)].map(([, target]) => String(target))
    return targets.map(to => ({ from, to: to.startsWith('.') ? posix.join(posix.dirname(from), to) : to }))
  })
}

const imports = importsIn('src')
const inside = imports.filter(({ to }) => to.startsWith('src/'))
const floorOf = (room: string) => floors.findIndex(rooms => rooms.includes(room))
const shown = ({ from, to }: Import) => `${from} imports ${to}`

function roomOf(path: string): string {
  const [, top = '', room = ''] = path.split('/')
  return top === 'core' ? room : top
}

describe('the rooms of src/', () => {
  test('are all on a floor', () => {
    const rooms = new Set(imports.map(({ from }) => roomOf(from)))
    expect([...rooms].filter(room => floorOf(room) < 0)).toEqual([])
    expect(rooms.size).toBeGreaterThan(10)
  })

  test('import only from floors below them', () => {
    const wrong = inside.filter(({ from, to }) => {
      const [room, other] = [roomOf(from), roomOf(to)]
      const neighbors = ground.includes(room) && ground.includes(other)
      return room !== other && !neighbors && floorOf(other) >= floorOf(room)
    })
    expect(wrong.map(shown)).toEqual([])
  })

  test('leave the host to the flows and the adapters', () => {
    const wrong = inside.filter(
      ({ from, to }) => roomOf(to) === 'host' && ![...usersOfHost, 'host'].includes(roomOf(from)),
    )
    expect(wrong.map(shown)).toEqual([])
  })

  test('have no module that imports itself by way of others', () => {
    expect(circles(inside)).toEqual([])
  })

  test('would be told of a circle, with the modules in it', () => {
    const [a, b, c, d] = ['a.ts', 'b.ts', 'c.ts', 'd.ts']
    const some = [
      [a, b],
      [b, c],
      [c, b],
      [a, d],
      [d, c],
    ].map(([from = '', to = '']) => ({ from, to }))
    expect(circles(some)).toEqual(['b.ts > c.ts > b.ts'])
  })
})

test.each(['emulator', 'hosts'])('%s/ imports nothing of src/ and nothing that has to be installed', folder => {
  const own = importsIn(folder)
  const wrong = own.filter(({ to }) => !to.startsWith('node:') && !to.startsWith(`${folder}/`))
  expect(wrong.map(shown)).toEqual([])
  expect(own.length).toBeGreaterThan(10)
})

/** Each way from a module back to itself, once. */
function circles(arrows: readonly Import[]): string[] {
  const done = new Set<string>()
  const found: string[] = []
  function visit(module: string, way: readonly string[]): void {
    if (way.includes(module)) found.push([...way.slice(way.indexOf(module)), module].join(' > '))
    if (way.includes(module) || done.has(module)) return
    for (const { from, to } of arrows) if (from === module) visit(to, [...way, module])
    done.add(module)
  }
  for (const { from } of arrows) visit(from, [])
  return found
}
