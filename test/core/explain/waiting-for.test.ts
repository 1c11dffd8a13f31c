import { describe, expect, test } from '@jest/globals'
import { scenes } from '../../../emulator/index.js'
import type { TimelineOutline } from '../../../emulator/types.ts'
import { activitiesOf, describeActivities } from '../../../src/core/explain/waiting-for.ts'
import { treeOf } from './read.ts'

/** Ten minutes after the timelines begin. */
const now = Date.UTC(2026, 0, 15, 9, 10, 12, 500)

const said = (outline: TimelineOutline) => describeActivities(activitiesOf(treeOf(outline), now))
const sorts = (outline: TimelineOutline) => activitiesOf(treeOf(outline), now).map(({ sort }) => sort)

const rows: readonly (readonly [what: string, outline: TimelineOutline, said: string])[] = [
  ['a running task', scenes.running(), 'Build > Linux x64 > Run tests (40%) for 9m 45s'],
  ['an approval', scenes.waiting(), 'Deploy waits for an approval for 9m 38s'],
  ['a permission', scenes.waiting('Authorization'), 'Deploy waits for a permission on a resource for 9m 38s'],
  ['a check', scenes.waiting('TaskCheck'), 'Deploy waits for a check (Business Hours) for 9m 38s'],
  ['an agent', scenes.noAgent(), 'Build > macOS waits for an agent'],
  [
    'an agent, although the phase is pending too',
    { stages: [{ name: 'B', state: 'inProgress', jobs: [{ name: 'J', state: 'pending' }] }] },
    'B > J waits for an agent',
  ],
  ['a check whose checkpoint alone is known', { stages: [{ checks: [] }] }, ''],
  [
    'a manual validation',
    {
      stages: [
        {
          name: 'Ask',
          jobs: [{ name: 'Person', tasks: [{ name: 'Go?', task: 'ManualValidation', state: 'inProgress' }] }],
        },
      ],
    },
    'Ask > Person > Go? waits for a manual validation for 9m 50s',
  ],
  ['a job between two tasks', { stages: [{ jobs: [{ name: 'J', state: 'inProgress' }] }] }, 'J for 9m 58s'],
  ['nothing that is known', { stages: [] }, ''],
  ['a build that is over', scenes.succeeded(), ''],
]

describe('A build is doing or waiting for', () => {
  test.each(rows)('%s', (_, outline, expected) => {
    expect(said(outline)).toBe(expected)
  })
})

test('what a person must do comes first, then checks, then work, then agents', () => {
  const task = { name: 't', state: 'inProgress' as const }
  const outline: TimelineOutline = {
    stages: [
      {
        name: 'A',
        jobs: [
          { name: 'one', state: 'pending', phase: { state: 'inProgress' } },
          { name: 'two', tasks: [task] },
        ],
      },
      { name: 'B', checks: [{ type: 'TaskCheck', state: 'inProgress' }] },
      { name: 'C', checks: [{ type: 'Approval', state: 'inProgress' }] },
    ],
  }
  expect(sorts(outline)).toEqual(['person', 'check', 'running', 'agent'])
  expect(said(outline)).toMatch(
    /^C waits for an approval for .*, B waits for a check for .*, A > two > t for .*, 1 more$/,
  )
})

test('a stage that is checked may be called in progress', () => {
  const outline = {
    stages: [
      {
        name: 'D',
        state: 'inProgress' as const,
        checks: [{ type: 'Approval' as const, state: 'inProgress' as const }],
      },
    ],
  }
  expect(said(outline)).toMatch(/^D waits for an approval/)
})

test('a clock that is behind makes no negative times', () => {
  expect(describeActivities(activitiesOf(treeOf(scenes.running()), 0))).toBe(
    'Build > Linux x64 > Run tests (40%) for 0s',
  )
})
