import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../../emulator/index.js'
import type { World } from '../../../emulator/types.ts'
import { systemClock } from '../../../src/core/base/time.ts'
import { type AskOptions, ask, type Given } from './query-run.ts'

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
        ...(number === 20 ? { sourceVersion: commit.padEnd(40, '0') } : {}),
      }),
    ),
  ),
}

const week = { 'min-time': '7d' }
const three = { project: 'web, mobile, api' }
/** As though a page held few: the history fills three pages and more. */
const longHistory = { pageLimit: 10, continuation: 'exclusive' } as const

/** How many requests a query takes, and how many of its builds are found. */
const rows: [string, Given, number, number, AskOptions?][] = [
  ['the newest build of a branch, running or not', { branch: 'main', top: '1' }, 2, 1],
  ['the newest green build of a branch', { branch: 'main', result: 'succeeded', top: '1' }, 1, 1],
  ['the latest completed builds', { status: 'completed' }, 1, 24],
  ['what is running now', { status: 'inProgress' }, 1, 1],
  ['what finished last', { order: 'finishTimeDescending', top: '5' }, 1, 5],
  ['builds whose ids are known', { 'build-ids': '3,24' }, 1, 2],
  ['builds of a pipeline by its id', { pipelines: '1' }, 2, 13],
  ['builds of a pipeline by its name', { pipelines: 'ci' }, 3, 13],
  ['builds of two pipelines by their names', { pipelines: 'ci,nightly' }, 4, 25],
  ['everything that a person queued this week', { 'requested-for': 'Ada Example', ...week }, 2, 25],
  ['the newest in three projects', { ...three, top: '1' }, 6, 1],
  [
    'the last week’s nightly builds in three projects',
    { ...three, pipelines: 'nightly', ...week, status: 'completed' },
    6,
    36,
  ],
  ['the latest completed builds of every project', { project: '*', status: 'completed' }, 4, 72],
  ['the build of a commit', { commit, top: '1' }, 2, 1],
  ['the build of a commit, to the end of a history of three pages', { commit, top: '1' }, 4, 1, longHistory],
  ['everything, from a history of three pages', { top: '0' }, 4, 25, longHistory],
  ['the newest, from a history of three pages', { top: '1' }, 2, 1, longHistory],
  ['the newest completed of a server that is older', { status: 'completed', top: '1' }, 2, 1, { maxVersion: '6.0' }],
  ['anything, as a dry run', { 'dry-run': 'true' }, 0, 0],
]

describe('How many requests it takes to ask for', () => {
  const clock = { ...systemClock, now: () => Date.parse('2026-01-15T12:00:00Z') }

  test.each(rows)('%s', async (_, given, requests, count, options = {}) => {
    const asked = await ask(world, given, { clock, ...options })
    expect({ errors: asked.errors, count: asked.ids.length, requests: asked.requests.length }).toEqual({
      errors: [],
      count,
      requests,
    })
  })
})
