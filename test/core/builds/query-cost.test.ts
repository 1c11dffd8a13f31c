import { describe, expect, test } from '@jest/globals'
import {
  type Cost,
  costOf,
  countBuilds,
  createQuestionWorld,
  questions,
  type SentBuilds,
} from '../../../bench/questions.js'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { World } from '../../../emulator/types.ts'
import { systemClock } from '../../../src/core/base/time.ts'
import { type AskOptions, ask, type Given } from './query-run.ts'

const latency = 40
const organization = createQuestionWorld(Date.now())

async function costs(inputs: Given, options: AskOptions = {}) {
  let sent: SentBuilds = new Map()
  const asked = await ask(organization, inputs, {
    latency,
    ...options,
    prepare: emulator => {
      sent = countBuilds(emulator)
    },
  })
  const { outputs, errors, requests } = asked
  return { cost: costOf(requests, sent, latency), count: Number(outputs.count), errors }
}

/** A machine that is busy elsewhere makes a question look deeper, never less deep: the least of some tries is true. */
async function leastCosts(inputs: Given, depth: number, options?: AskOptions) {
  let found = await costs(inputs, options)
  for (let tries = 1; tries < 5 && found.cost.depth > depth; tries++) found = await costs(inputs, options)
  return found
}

/** More than it may is told by name. */
async function expectWithin(inputs: Given, most: Cost, count: number, options?: AskOptions): Promise<void> {
  const { cost, ...found } = await leastCosts(inputs, most.depth, options)
  const names = Object.keys(most) as (keyof Cost)[]
  const over = names.filter(name => cost[name] > most[name]).map(name => `${name}: ${cost[name]}, not ${most[name]}`)
  expect({ ...found, over }).toEqual({ count, errors: [], over: [] })
}

test.each(questions.map(({ name, ...question }) => [name, question] as const))(
  'A query for %s costs no more than it may',
  async (_, { inputs, most, count }) => expectWithin(inputs, most, count),
)

test('A gate over three pipelines by their names costs no more than it may where a page holds fewer pipelines', async () => {
  const inputs = { pipelines: 'ci, nightly, release', 'require-result': 'succeeded' }
  // The first page of the list, then each name side by side, then both lists of builds, then those that would fail it.
  const most = { depth: 5, requests: 7, unfinished: 3, completed: 3 }
  await expectWithin(inputs, most, 3, { definitionPageLimit: 2 })
})

test('A gate over pipelines by their IDs, which may be in any of two projects, stops where all have their builds', async () => {
  const ofProject = (name: string) => organization.builds.filter(({ project }) => project.name === name)
  // Of the same commit, and not the newest.
  const [web, mobile] = [ofProject('web')[20], ofProject('mobile')[20]]
  const inputs = {
    project: 'web, mobile',
    pipelines: `${web?.definition.id}, ${mobile?.definition.id}`,
    commit: web?.sourceVersion ?? '',
    'require-result': 'succeeded',
    'scan-limit': '150',
  }
  // Both lists of both, and one more page of the long one if it comes before the other.
  const most = { depth: 3, requests: 5, unfinished: 6, completed: 50 + 10 + 100 }
  await expectWithin(inputs, most, 2)
})

const projects = ['web', 'mobile', 'api'].map(name => createProject(name))
const definitions = projects.flatMap((project, index) => [
  createDefinition({ id: index * 2 + 1, name: 'ci', project }),
  createDefinition({ id: index * 2 + 2, name: 'nightly', path: '\\Scheduled', project }),
])
const commit = 'abcdef0123456789'

/** 25 builds in each project, the latest of them still running. */
const world: World = {
  projects,
  definitions,
  builds: projects.flatMap((project, index) =>
    Array.from({ length: 25 }, (_, number) =>
      createBuild({
        id: index * 100 + number,
        project,
        definition: definitions[index * 2 + (number % 2)] ?? {},
        queueTime: `2026-01-15T09:${10 + number}:0${index}.1Z`,
        ...(number === 24 ? { status: 'inProgress', finishTime: undefined, result: undefined } : {}),
        ...(number === 5 ? { sourceVersion: commit.padEnd(40, '0') } : {}),
      }),
    ),
  ),
}

const week = { 'min-time': '7d' }
const three = { project: 'web, mobile, api' }
/** As though a page held few: the history fills three pages. */
const longHistory = { pageLimit: 10, continuation: 'exclusive' } as const

/** How many requests a query takes, and how many of its builds are found. */
const rows: [string, Given, number, number, AskOptions?][] = [
  ['the latest completed builds', { status: 'completed' }, 1, 24],
  ['what is running now', { status: 'inProgress' }, 1, 1],
  ['what finished last', { order: 'finishTimeDescending', top: '5' }, 1, 5],
  ['builds whose IDs are known', { 'build-ids': '3,24' }, 1, 2],
  ['builds of a pipeline by its ID', { pipelines: '1' }, 2, 13],
  ['everything that a person queued this week', { 'requested-for': 'Ada Example', ...week }, 2, 25],
  [
    'the last week’s nightly builds in three projects',
    { ...three, pipelines: 'nightly', ...week, status: 'completed' },
    6,
    36,
  ],
  ['the latest completed builds of every project', { project: '*', status: 'completed' }, 4, 72],
  ['the first build of a commit, in a history of three pages', { commit, top: '1' }, 3, 1, longHistory],
  ['every build of a commit, to the end of a history of three pages', { commit }, 4, 1, longHistory],
  ['everything, from a history of three pages', { top: '0' }, 4, 25, longHistory],
  ['the newest, from a history of three pages', { top: '1' }, 2, 1, longHistory],
  ['the newest completed of a server that is older', { status: 'completed', top: '1' }, 2, 1, { maxVersion: '6.0' }],
  ['anything, as a dry run', { 'dry-run': 'true' }, 0, 0],
]

describe('How many requests it takes to query', () => {
  const clock = { ...systemClock, now: () => Date.parse('2026-01-15T12:00:00Z') }

  test.each(rows)('%s', async (_, given, requests, count, options = {}) => {
    const asked = await ask(world, given, { clock, ...options })
    expect({ errors: asked.errors, count: asked.ids.length, requests: asked.requests.length }).toEqual({
      errors: [],
      count,
      requests,
    })
  })

  test.each<[string, Given]>([
    ['one project', {}],
    ['three projects', three],
    ['pipelines by their names in three projects', { ...three, pipelines: 'ci, nightly' }],
    ['every project', { project: '*' }],
    ['builds that are waited for', { ...three, wait: 'true' }],
  ])('%s with a token that is rejected: two at most', async (_, given) => {
    const asked = await ask(world, { ...given, concurrency: '64' }, { clock, grant: { expired: true } })
    expect(asked.outputs.outcome).toBe('error')
    expect(asked.requests.length).toBeLessThanOrEqual(2)
  })
})
