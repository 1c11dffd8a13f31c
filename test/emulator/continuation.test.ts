import { describe, expect, test } from '@jest/globals'
import { createBuild, generateWorld, startEmulator } from '../../emulator/index.js'
import { ask, type Emulated, emulated, token } from './emulated.ts'

const world = () => generateWorld({ projects: ['web'], buildsPerProject: 25, unfinished: 4 })
const orders = ['queueTime', 'startTime', 'finishTime'].flatMap(field => [`${field}Ascending`, `${field}Descending`])

interface Walk {
  pages: number[][]
  tokens: string[]
}

async function walk(emulator: Emulated, query: string, limit = 20): Promise<Walk> {
  const pages: number[][] = []
  const tokens: string[] = []
  let token: string | null = ''
  while (token !== null && pages.length < limit) {
    const more: string = token && `&continuationToken=${encodeURIComponent(token)}`
    const reply = await emulator.get(`/web/_apis/build/builds?${query}${more}`)
    pages.push(reply.json().value.map(({ id }) => id))
    token = reply.headers.get('x-ms-continuationtoken')
    if (token !== null) tokens.push(token)
  }
  return { pages, tokens }
}

describe('inclusive', () => {
  const emulator = emulated({ world: world() })

  test.each(orders)('%s: every page begins with the last build of the one before', async order => {
    const { pages } = await walk(emulator, `queryOrder=${order}&$top=10`)
    expect(pages.slice(1).map(page => page[0])).toEqual(pages.slice(0, -1).map(page => page.at(-1)))
    expect(new Set(pages.flat()).size).toBe(25)
  })

  test('the token is the time of the last build, with all seven digits', async () => {
    const { pages, tokens } = await walk(emulator, 'queryOrder=queueTimeDescending&$top=10')
    const last = emulator.emulator.world.builds.find(({ id }) => id === pages[0]?.at(-1))
    expect(tokens[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/)
    expect(tokens[0]?.replace(/\.?0+Z$/, 'Z')).toBe(last?.queueTime)
  })

  test('there is no token on the last page, and none when all fits', async () => {
    const { pages, tokens } = await walk(emulator, 'queryOrder=queueTimeDescending&$top=25')
    expect([pages.length, tokens]).toEqual([1, []])
  })

  test('before 6.0 and without an order the first page comes again', async () => {
    const { pages } = await walk(emulator, 'api-version=5.1&$top=10', 3)
    expect(pages[1]).toEqual(pages[0])
    expect((await walk(emulator, 'api-version=6.0&$top=10')).pages[1]).not.toEqual(pages[0])
    expect((await walk(emulator, 'api-version=5.1&$top=10&queryOrder=queueTimeAscending')).pages[1]).not.toEqual(
      pages[0],
    )
  })

  test.each(['yesterday', '2026-01-15', '42'])('the token %j is refused', async token => {
    const reply = await emulator.get(`/web/_apis/build/builds?continuationToken=${token}`)
    expect([reply.status, reply.json().typeKey]).toEqual([400, 'InvalidContinuationTokenException'])
  })

  test('an unencoded token is refused', async () => {
    const reply = await emulator.get('/web/_apis/build/builds?$top=5&continuationToken=2026-01-15T09:00:00.0000000Z')
    expect([reply.status, reply.json().typeKey]).toEqual([400, 'InvalidContinuationTokenException'])
  })
})

describe('more builds of one time than a page holds', () => {
  const twins = () => generateWorld({ projects: ['web'], buildsPerProject: 24, unfinished: 0, equalTimes: 6 })
  const inclusive = emulated({ world: twins() })
  const exclusive = emulated({ world: twins(), continuation: 'exclusive' })

  test('inclusive: no progress, the same token for ever', async () => {
    const { tokens } = await walk(inclusive, 'queryOrder=queueTimeDescending&$top=4', 6)
    expect(new Set(tokens).size).toBe(1)
  })

  test('inclusive: larger pages get through, with repetitions', async () => {
    const { pages } = await walk(inclusive, 'queryOrder=queueTimeDescending&$top=8')
    expect(new Set(pages.flat()).size).toBe(24)
    expect(pages.flat().length).toBeGreaterThan(24)
  })

  test('exclusive: each build comes once', async () => {
    const { pages } = await walk(exclusive, 'queryOrder=queueTimeDescending&$top=4')
    expect(pages.flat()).toEqual([...new Set(pages.flat())])
    expect(pages.flat().length).toBe(24)
  })
})

describe('exclusive', () => {
  const emulator = emulated({ world: world(), continuation: 'exclusive' })
  test.each(orders)('%s: each build comes once', async order => {
    const { pages } = await walk(emulator, `queryOrder=${order}&$top=7`)
    expect([...pages.flat()].sort((one, two) => one - two)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
  })
})

describe('the page limit', () => {
  const emulator = emulated({ world: world(), pageLimit: 10 })
  test.each(['', '$top=0', '$top=5000'])('%j gives ten and a token', async query => {
    const reply = await emulator.get(`/web/_apis/build/builds?${query}`)
    expect([reply.json().count, reply.headers.has('x-ms-continuationtoken')]).toEqual([10, true])
  })
})

test('a build that changes between two pages leaves the walk working', async () => {
  // What the emulator remembers of the order must not outlive a change of the world.
  const emulator = await startEmulator({ world: world() })
  emulator.acceptToken(token)
  const url = `${emulator.url}/web/_apis/build/builds?queryOrder=queueTimeDescending&$top=10`
  const first = await ask(url)
  const running = emulator.world.builds.find(({ status }) => status === 'inProgress')
  Object.assign(running ?? {}, { status: 'completed', result: 'failed' })
  emulator.world.builds.push(createBuild({ id: 500, queueTime: '2020-01-01T00:00:00Z' }))
  const next = encodeURIComponent(first.headers.get('x-ms-continuationtoken') ?? '')
  const pages = [await ask(`${url}&continuationToken=${next}`), await ask(url.replace('=10', '=100'))]
  expect(pages.map(({ status }) => status)).toEqual([200, 200])
  expect(pages[1]?.json().value.find(({ id }) => id === running?.id)?.status).toBe('completed')
  expect(pages[1]?.json().value.at(-1)?.id).toBe(500)
  await emulator.close()
})
