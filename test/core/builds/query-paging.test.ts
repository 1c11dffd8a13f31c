import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { createBuild, createProject } from '../../../emulator/index.js'
import type { Emulator, FaultAnswer, World } from '../../../emulator/types.ts'
import { ask, isBuilds } from './query-run.ts'

/** Completed builds 1, 2, 3 …, each queued in the minute that is given for it. */
function worldOf(...minutes: number[]): World {
  const builds = minutes.map((minute, index) =>
    createBuild({ id: index + 1, queueTime: `2026-01-15T09:${String(minute).padStart(2, '0')}:00.1234567Z` }),
  )
  return { projects: [createProject('web')], definitions: [], builds }
}

const distinct = worldOf(1, 2, 3, 4, 5, 6, 7)
const newestFirst = [7, 6, 5, 4, 3, 2, 1]
const all = { top: '0', status: 'completed' }

describe('Pages are put together', () => {
  test.each(['inclusive', 'exclusive'] as const)(
    'without loss or repetition when the token is %s',
    async continuation => {
      const { ids, outputs, warnings } = await ask(distinct, all, { pageLimit: 3, continuation })
      expect({ ids, truncated: outputs.truncated, warnings }).toEqual({
        ids: newestFirst,
        truncated: 'false',
        warnings: [],
      })
    },
  )

  test('without loss or repetition when times are equal', async () => {
    const world = worldOf(1, 2, 2, 2, 3, 3, 3)
    expect(await ask(world, all, { pageLimit: 4 })).toMatchObject({ ids: newestFirst, outputs: { truncated: 'false' } })
  })

  test('with the same filters and the same $top on each page', async () => {
    const given = { ...all, branch: 'main', 'build-number': '2026*', 'min-time': '2026-01-01' }
    const { queries } = await ask(distinct, given, { pageLimit: 3, continuation: 'exclusive' })
    const rests = queries.map(({ continuationToken: _, ...rest }) => rest)
    expect(queries.map(({ continuationToken }) => continuationToken)).toEqual([
      undefined,
      '2026-01-15T09:05:00.1234567Z+5',
      '2026-01-15T09:02:00.1234567Z+2',
    ])
    expect(rests).toEqual([rests[0], rests[0], rests[0]])
  })

  // The emulator refuses a bare colon, and a bare plus would become a blank.
  test('with the token percent-encoded', async () => {
    const { requests, errors } = await ask(distinct, all, { pageLimit: 4, continuation: 'exclusive' })
    expect(errors).toEqual([])
    expect(requests[1]?.rawUrl).toContain('continuationToken=2026-01-15T09%3A04%3A00.1234567Z%2B4&')
  })

  // Without queryOrder such a server gives the first page again.
  test('from a server of version 5', async () => {
    const { ids } = await ask(distinct, { ...all, 'api-version': '5.0' }, { pageLimit: 3, maxVersion: '5.0' })
    expect(ids).toEqual(newestFirst)
  })

  test('until the header is gone, although a page has fewer builds than were requested', async () => {
    const { ids, queries } = await ask(distinct, { ...all, top: '6' }, { pageLimit: 4, continuation: 'exclusive' })
    expect({ ids, tops: queries.map(({ $top }) => $top) }).toEqual({ ids: [7, 6, 5, 4, 3, 2], tops: ['7', '7'] })
  })

  test('no further than top needs', async () => {
    const { ids, queries, outputs } = await ask(distinct, { ...all, top: '3' }, { pageLimit: 4 })
    expect({ ids, pages: queries.length, truncated: outputs.truncated }).toEqual({
      ids: [7, 6, 5],
      pages: 1,
      truncated: 'true',
    })
  })
})

/** The usual answer with another token. */
const withToken =
  (tokenOf: () => string): FaultAnswer =>
  (_, response, next) => {
    const { status, headers, body } = next.reply()
    const length = { 'content-length': Buffer.byteLength(body) }
    response.writeHead(status, { ...headers, ...length, 'x-ms-continuationtoken': tokenOf() }).end(body)
  }

describe('A service that makes no progress ends the list with a warning and truncated when', () => {
  let count = 0
  const firstPageAgain = (emulator: Emulator) =>
    emulator.fault(isBuilds, (request, _, next) => {
      request.query.delete('continuationToken')
      return next()
    })
  const circles: [string, World, number, (emulator: Emulator) => void, number[], number][] = [
    ['it gives page 1 again', distinct, 3, firstPageAgain, [7, 6, 5], 2],
    [
      'a token repeats',
      distinct,
      3,
      emulator =>
        emulator.fault(
          isBuilds,
          withToken(() => '2026-01-15T09:04:00.1234567Z'),
        ),
      [7, 6, 5, 4, 3, 2],
      2,
    ],
    [
      'new tokens bring nothing new',
      worldOf(1, 2),
      3,
      emulator =>
        emulator.fault(
          isBuilds,
          withToken(() => `2026-01-15T09:${10 + ++count}:00.0000000Z`),
        ),
      [2, 1],
      2,
    ],
    ['more builds share a time than a page holds', worldOf(1, 2, 2, 2, 3), 2, () => undefined, [5, 4, 3], 2],
  ]

  test.each(circles)('%s', async (_, world, pageLimit, prepare, ids, pages) => {
    const asked = await ask(world, all, { pageLimit, prepare })
    expect({ ids: asked.ids, pages: asked.requests.length, outputs: asked.outputs }).toMatchObject({
      ids,
      pages,
      outputs: { truncated: 'true', outcome: 'found' },
    })
    expect(asked.warnings).toEqual([
      'The service repeated itself in the list of builds of web: more builds may match. Narrow it with pipelines or min-time.',
    ])
  })
})

// Node.js would end the process for a rejection that nobody sees.
test('A page that was requested ahead and is not needed after all is ended in silence', async () => {
  const world = worldOf(1, 2, 3, 4, 5, 6, 7)
  for (const build of world.builds.slice(4)) Object.assign(build, { status: 'inProgress', result: undefined })
  const closed: Promise<unknown>[] = []
  let arrive: () => void
  const arrived = new Promise<void>(resolve => {
    arrive = resolve
  })
  const prepare = (emulator: Emulator) => {
    emulator.fault(
      ({ query }) => query.has('continuationToken'),
      (_, response) => {
        closed.push(once(response, 'close'))
        arrive()
      },
    )
  }
  const onSummary = () => arrived
  const afterwards = () => Promise.all(closed).then(() => setTimeout(10))
  const given = { top: '5', status: 'inProgress,completed', summary: 'true' }
  const { ids, errors } = await ask(world, given, { pageLimit: 3, prepare, onSummary, afterwards })
  expect({ ids, errors, ended: closed.length }).toEqual({ ids: [7, 6, 5, 4, 3], errors: [], ended: 1 })
})

describe('What only the client can match is looked for page by page', () => {
  const world = worldOf(1, 2, 3, 4, 5, 6, 7)
  for (const build of world.builds) if (build.id !== 2) build.sourceBranch = 'refs/heads/other'

  test('to the end of the list', async () => {
    const { ids, outputs, log } = await ask(world, { ...all, branch: 'ma*' }, { pageLimit: 3 })
    expect({ ids, truncated: outputs.truncated }).toEqual({ ids: [2], truncated: 'false' })
    expect(log).toContain('Checked 7 builds: 1 matches, 6 are on other branches.')
  })

  test.each([
    ['6', [2], 'true'],
    ['5', [], 'true'],
    ['7', [2], 'false'],
  ])('within a scan-limit of %s', async (limit, ids, truncated) => {
    const asked = await ask(world, { ...all, branch: 'ma*', 'scan-limit': limit }, { pageLimit: 3 })
    expect({ ids: asked.ids, truncated: asked.outputs.truncated }).toEqual({ ids, truncated })
    expect(asked.warnings).toHaveLength(truncated === 'true' ? 1 : 0)
    if (truncated === 'true')
      expect(asked.warnings[0]).toMatch(/^The list of builds of web was cut at scan-limit: more builds may match\./)
  })
})
