import { describe, expect, test } from '@jest/globals'
import { createBuild, generateWorld, startEmulator } from '../../emulator/index.js'
import { runs } from '../support/thorough.ts'
import { ask, emulated, token } from './emulated.ts'

const now = Date.UTC(2026, 0, 15, 9)

/** What every recorded build has (Azure/azure-devops-cli-extension, test_build_listQueueShow.yaml, 2026-04-01). */
const always =
  '_links appendCommitMessageToRunName buildNumber buildNumberRevision definition id keepForever lastChangedBy lastChangedDate logs orchestrationPlan plans priority project properties queue queueTime reason repository requestedBy requestedFor retainedByRelease sourceBranch sourceVersion status tags triggerInfo triggeredByBuild uri url validationResults'.split(
    ' ',
  )
const byStatus = {
  notStarted: [],
  postponed: [],
  inProgress: ['startTime'],
  cancelling: ['startTime'],
  completed: ['startTime', 'finishTime', 'result'],
}
const keys = (value: object) => Object.keys(value).sort()

describe('a generated world', () => {
  const world = generateWorld({ now, projects: 2, buildsPerProject: 200, unfinished: 4 })
  const { get } = emulated({ world })
  const list = async () => (await get('/web/_apis/build/builds')).json().value

  test('has builds with exactly the recorded keys of their status', async () => {
    for (const build of await list()) {
      // Parameters are not among those recorded builds, and only what was queued with some has them.
      const more = build.reason === 'pullRequest' ? ['parameters'] : []
      expect(keys(build)).toEqual([...always, ...byStatus[build.status as keyof typeof byStatus], ...more].sort())
    }
  })

  test('has builds of every status, of many reasons and results, about as large as the recorded ones', async () => {
    const builds = await list()
    const kinds = (key: string) => new Set(builds.map(build => build[key]))
    expect(kinds('status')).toEqual(new Set(Object.keys(byStatus)))
    expect([kinds('reason').size, kinds('result').size]).toEqual([6, 5])
    const size = JSON.stringify(builds).length / builds.length
    expect([size > 4000, size < 5500]).toEqual([true, true])
  })

  test('has times in UTC with up to seven digits and no trailing zero', () => {
    for (const { queueTime, startTime, finishTime } of world.builds) {
      for (const time of [queueTime, startTime, finishTime]) {
        if (time !== undefined) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?Z$/)
      }
    }
  })

  test('has nothing from the future, and no build that ends before it starts', () => {
    const { builds } = generateWorld({ now, buildsPerProject: 100, unfinished: 0 })
    for (const { queueTime, startTime = '', finishTime = '' } of builds) {
      const [queued, started, finished] = [queueTime, startTime, finishTime].map(time => Date.parse(time))
      expect([queued, started, finished, now]).toEqual([queued, started, finished, now].sort())
    }
  })

  test('is the same for the same seed, and another for another', () => {
    const make = (seed: number) => generateWorld({ seed, now, buildsPerProject: 20 })
    expect(make(7)).toEqual(make(7))
    expect(make(7)).not.toEqual(make(8))
  })

  test('numbers its builds with their queue time', () => {
    const times = world.builds.map(({ queueTime }) => queueTime)
    expect(world.builds.map(({ id }) => id)).toEqual(times.map((_, index) => index + 1))
    expect(times).toEqual([...times].sort())
  })

  test('has runs of builds with equal times when asked to', () => {
    const { builds } = generateWorld({ now, projects: ['web'], buildsPerProject: 12, equalTimes: 4, unfinished: 0 })
    expect(new Set(builds.map(({ queueTime }) => queueTime)).size).toBe(3)
  })

  test('takes the names of its projects', () => {
    const { projects, definitions } = generateWorld({ projects: ['One', 'Two words'], definitionsPerProject: 1 })
    expect([projects.map(({ name }) => name), definitions.map(({ name }) => name)]).toEqual([
      ['One', 'Two words'],
      ['One ci', 'Two words ci'],
    ])
  })
})

test('very many builds are made and served a page at a time', async () => {
  const world = generateWorld({ now, projects: ['web'], buildsPerProject: runs(100_000) })
  const emulator = await startEmulator({ world })
  emulator.acceptToken(token)
  const reply = await ask(`${emulator.url}/web/_apis/build/builds?queryOrder=queueTimeDescending`)
  expect([reply.json().count, reply.headers.has('x-ms-continuationtoken')]).toEqual([1000, true])
  await emulator.close()
})

describe('createBuild', () => {
  test('makes a whole completed build', () => {
    expect(keys(createBuild())).toEqual([...always, ...byStatus.completed].sort())
  })

  test.each(Object.entries(byStatus))('%s: the recorded keys', (status, more) => {
    expect(keys(createBuild({ status }))).toEqual([...always, ...more].sort())
  })

  test('merges objects, and finds its project by the name', () => {
    const build = createBuild({ id: 5, definition: { name: 'nightly' }, project: { name: 'mobile' } })
    expect(build).toMatchObject({ id: 5, definition: { id: 1, name: 'nightly', project: { name: 'mobile' } } })
    expect(build._links.web?.href).toBe(`https://dev.azure.com/contoso/${build.project.id}/_build/results?buildId=5`)
  })

  test('leaves out what is undefined and keeps what is given', () => {
    const build = createBuild({ status: 'completed', startTime: undefined, result: 'canceled' })
    expect('startTime' in build).toBe(false)
    expect(createBuild({ status: 'inProgress', result: 'failed' }).result).toBe('failed')
  })

  test('keeps planted links when it is served', async () => {
    const _links = { web: { href: 'https://evil.example/' } }
    const emulator = await startEmulator({ world: generateWorld({ projects: ['web'], buildsPerProject: 0 }) })
    emulator.acceptToken(token)
    emulator.world.builds.push(createBuild({ id: 1, _links }))
    expect((await ask(`${emulator.url}/web/_apis/build/builds/1`)).json()._links).toEqual(_links)
    await emulator.close()
  })
})
