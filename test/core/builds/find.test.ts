import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { Emulator, RequestRecord, World } from '../../../emulator/types.ts'
import { ask, isBuilds, type Watch, watch } from './query-run.ts'

/** Each project has as many builds as told; the IDs in the first project are 101 and on, in the second 201 and on. */
function worldOf(names: readonly string[], count = 1): World {
  const projects = names.map(name => createProject(name))
  const definitions = projects.map((project, index) => createDefinition({ id: index + 1, name: 'ci', project }))
  const builds = projects.flatMap((project, index) =>
    Array.from({ length: count }, (_, number) => {
      const minute = String(number).padStart(2, '0')
      const queueTime = `2026-01-15T${10 + (index % 10)}:${minute}:00.1Z`
      const definition = definitions[index] ?? {}
      return createBuild({ id: 101 + index * 100 + number, project, definition, queueTime })
    }),
  )
  return { projects, definitions, builds }
}

const numbered = Array.from({ length: 9 }, (_, index) => `p${index + 1}`)
const odd = ['data platform', 'r&d', '100%', 'Größe 東京', 'a+b#c', "it's"]

describe('Several projects', () => {
  test.each(odd)('may have the name %j', async name => {
    const world = worldOf([...odd])
    const { found, errors } = await ask(world, { project: `"${name}"`, pipelines: 'ci' })
    expect({ errors, found }).toEqual({ errors: [], found: [`${name}/${101 + odd.indexOf(name) * 100}`] })
  })

  test('are queried side by side, each once', async () => {
    const world = worldOf(['web', 'mobile'])
    const id = createProject('web').id
    const { found, requests } = await ask(world, { project: `web, WEB\nmobile\n${id}`, status: 'completed' })
    expect(found).toEqual(['mobile/201', 'web/101'])
    expect(requests).toHaveLength(3)
  })

  test.each(['0', '3'])('give a build once that is in two of them, by name and by ID: top %s', async top => {
    const { found } = await ask(worldOf(['web'], 2), { project: `web,${createProject('web').id}`, top })
    expect(found).toEqual(['web/102', 'web/101'])
  })

  test('with * are all that the token can see, page by page', async () => {
    const world = worldOf(numbered)
    const { found, requests } = await ask(
      world,
      { project: '*', top: '0' },
      {
        projectPageLimit: 4,
        grant: { projects: numbered.slice(0, 8) },
      },
    )
    expect(found).toEqual(numbered.slice(0, 8).map((name, index) => `${name}/${101 + index * 100}`))
    expect(requests.filter(({ path }) => path.endsWith('/_apis/projects'))).toHaveLength(2)
  })

  test('with * and a list of projects that repeats itself end with a warning and truncated', async () => {
    const again = (emulator: Emulator) =>
      emulator.fault(
        ({ path }) => path.endsWith('/_apis/projects'),
        (request, _, next) => {
          request.query.delete('continuationToken')
          return next()
        },
      )
    const asked = await ask(
      worldOf(['web', 'mobile', 'api']),
      { project: '*' },
      { projectPageLimit: 2, prepare: again },
    )
    expect(asked).toMatchObject({ found: ['mobile/201', 'web/101'], outputs: { truncated: 'true' } })
    expect(asked.warnings).toEqual([
      'The service repeated itself in the list of projects: more builds may match. Narrow it with pipelines or min-time.',
    ])
  })
})

describe('Under way at the same time are', () => {
  const run = async (concurrency: string, given = {}) => {
    let seen: Watch | undefined
    const prepare = (emulator: Emulator) => {
      seen = watch(emulator, Math.min(8, Number(concurrency)))
    }
    await ask(worldOf(numbered), { project: numbered.join(), concurrency, status: 'completed', ...given }, { prepare })
    return seen
  }

  test.each(['1', '3', '4', '64'])(
    'two requests before the first answer, then as many as concurrency says: %s',
    async concurrency => {
      const most = Math.min(8, Number(concurrency))
      expect(await run(concurrency)).toEqual({ besideFirst: Math.min(1, most - 1), most })
    },
  )

  test.each([
    [{ top: '0' }, 1],
    [{ pipelines: 'ci' }, 1],
    // The list of projects comes first.
    [{ project: '*' }, 0],
  ])('as many with %j, of which %d before the first answer in addition', async (given, besideFirst) => {
    expect(await run('3', given)).toEqual({ besideFirst, most: 3 })
  })
})

describe('What cannot matter is not requested', () => {
  const pages = (requests: readonly RequestRecord[], project: string) =>
    requests.filter(({ path }) => path.includes(`/${project}/`)).length

  test('in projects whose builds are all too old', async () => {
    const world = worldOf(['old', 'new'], 40)
    const given = { project: 'old,new', branch: 'm*', top: '2', status: 'completed', concurrency: '1' }
    const { found, requests } = await ask(world, given, { pageLimit: 3, continuation: 'exclusive' })
    expect(found).toEqual(['new/240', 'new/239'])
    expect([pages(requests, 'old') < 4, pages(requests, 'new')]).toEqual([true, 1])
  })

  test('ahead, when the page before it may show that it is not needed', async () => {
    const options = {
      pageLimit: 2,
      continuation: 'exclusive' as const,
      // The old project answers when the new one has given all that is wanted.
      prepare: (emulator: Emulator) =>
        emulator.fault(
          ({ path }) => path.includes('/old/'),
          async (_request, _response, next) => {
            while (
              pages(
                emulator.requests.filter(({ status }) => status === 200),
                'new',
              ) < 2
            )
              await setTimeout(5)
            await setTimeout(100)
            await next()
          },
        ),
    }
    const given = { project: 'new,old', top: '3', status: 'completed' }
    const world = worldOf(['old', 'new'], 10)
    const { found, requests } = await ask(world, given, options)
    expect(found).toEqual(['new/210', 'new/209', 'new/208'])
    expect([pages(requests, 'new'), pages(requests, 'old')]).toEqual([2, 1])
  })

  test('beyond top and the one after it', async () => {
    const given = { project: 'a,b,c', top: '2', status: 'completed' }
    const { requests, queries } = await ask(worldOf(['a', 'b', 'c'], 40), given)
    expect({ requests: requests.length, tops: queries.map(({ $top }) => $top) }).toEqual({
      requests: 3,
      tops: ['3', '3', '3'],
    })
  })
})

describe('When one project fails', () => {
  test.each(['0', '10'])('the error names it, whatever the others have, with top %s', async top => {
    const asked = await ask(worldOf(['web', 'api']), { project: 'web,moblie,api', top })
    expect(asked.outputs).toMatchObject({ outcome: 'error', count: '', builds: '', 'builds-file': '' })
    expect(asked.errors).toEqual([
      expect.stringMatching(/The list of builds of moblie failed: 404 Not Found, "TF200016/),
    ])
  })

  test.each(['0', '10'])('no more requests are sent, and those under way are ended, with top %s', async top => {
    const hung: Promise<unknown>[] = []
    let sent: readonly RequestRecord[] = []
    const prepare = (emulator: Emulator) => {
      sent = emulator.requests
      emulator.fault(
        ({ path }) => /\/p[567]\//.test(path),
        (_, response) => void hung.push(once(response, 'close')),
      )
    }
    const world = worldOf(numbered)
    world.projects = world.projects.filter(({ name }) => name !== 'p4')
    const afterwards = async () => {
      await Promise.all(hung)
      const count = sent.length
      await setTimeout(20)
      expect(sent).toHaveLength(count)
    }
    const given = { project: numbered.join(), top, status: 'completed', retries: '0' }
    const { errors, requests } = await ask(world, given, { prepare, afterwards })
    expect(errors).toEqual([expect.stringContaining('The list of builds of p4')])
    expect(requests.length).toBeLessThan(numbered.length)
  })

  test('and it is the first, it costs two requests at most and is told once', async () => {
    const { errors, requests } = await ask(worldOf(['web']), { project: 'wbe,web,web2', retries: '0' })
    expect(errors).toHaveLength(1)
    expect(requests.length).toBeLessThanOrEqual(2)
  })
})

describe('When the step is canceled', () => {
  const listeners = process.listeners('SIGINT')
  afterEach(() => {
    // The one that is left keeps the host's next signal from killing a step that is about to end.
    const left = process.listeners('SIGINT').filter(one => !listeners.includes(one))
    expect(left).toHaveLength(1)
    for (const one of left) process.off('SIGINT', one)
  })

  test.each(['0', '5'])('requests under way are ended and no more are sent, with top %s', async top => {
    const closed: Promise<unknown>[] = []
    let sent: readonly RequestRecord[] = []
    const prepare = (emulator: Emulator) => {
      sent = emulator.requests
      emulator.fault(
        request => isBuilds(request) && emulator.requests.length > 1,
        async (_, response) => {
          closed.push(once(response, 'close'))
          if (closed.length === 3) process.emit('SIGINT')
          await closed.at(-1)
        },
      )
    }
    const given = { project: numbered.join(), top, status: 'completed', concurrency: '3' }
    const afterwards = () => Promise.all(closed)
    const { outputs, ending } = await ask(worldOf(numbered), given, { prepare, afterwards })
    expect({ outcome: outputs.outcome, ending, sent: sent.length }).toEqual({
      outcome: 'canceled',
      ending: { result: 'canceled', signal: 'SIGINT' },
      sent: 4,
    })
  })
})
