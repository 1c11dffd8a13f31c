import { describe, expect, test } from '@jest/globals'
import { buildOf, gate, minute, start } from './gate-server.ts'

const builds = Array.from({ length: 450 }, (_, index) =>
  buildOf(index + 1, 1, { queued: start - (index + 1) * minute, result: index % 2 === 0 ? 'failed' : 'succeeded' }),
)
const all = { 'build-ids': builds.map(({ id }) => id).join(), top: '0' }

test.each([
  [{}, 450],
  [{ result: 'failed' }, 225],
  [{ order: 'finishTimeDescending' }, 450],
  [{ status: 'completed' }, 450],
])('many build IDs are requested 200 at a time with %j', async (given, count) => {
  const { ids, requests } = await gate({ builds }, { ...all, ...given })
  expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)))
  expect(ids).toHaveLength(count)
  expect(requests.map(({ query }) => query.get('buildIds')?.split(',').length)).toEqual([200, 200, 50])
})

describe('A build that is named by its ID and', () => {
  const pipelines = [
    ['web', 'ci'],
    ['mobile', 'ci'],
  ] as const
  const rule = { 'require-result': 'succeeded' }
  const green = [buildOf(1, 1), buildOf(3, 1), buildOf(77, 2, { project: 'mobile' })]
  /** Not until after the first minute, so that the wait for it ends. */
  const shortly = { wait: 'true', 'appear-timeout': '1m', 'poll-interval': '10s' }

  describe.each<[string, Record<string, string>, number]>([
    ['does not exist', { 'build-ids': '1,5' }, 5],
    ['is of another project', { 'build-ids': '1,77' }, 77],
    ['is filtered out by its pipeline', { 'build-ids': '1,77', project: 'web,mobile', pipelines: '1' }, 77],
    ['does not match the commit', { 'build-ids': '1,5', commit: 'a'.repeat(40) }, 5],
  ])('%s', (_, given, id) => {
    const says = new RegExp(`No matching build with the ID ${id}\\b`)

    test.each([rule, { 'max-age': '2h' }, { ...rule, top: '2' }])('fails the gate, and is told: %j', async more => {
      const { outputs, ids, errors } = await gate({ pipelines, builds: green }, { ...more, ...given })
      expect(outputs).toMatchObject({ outcome: 'failed', 'build-id': '1' })
      expect(ids).toEqual([1])
      expect(errors.join('\n')).toMatch(says)
    })

    test('is waited for until time is up', async () => {
      const { outputs, errors, log } = await gate({ pipelines, builds: green }, { ...shortly, ...given })
      expect(outputs).toMatchObject({ outcome: 'timed-out', 'build-id': '1' })
      expect(errors.join('\n')).toMatch(new RegExp(`with the ID ${id} appeared within 1m`))
      expect(log.join('\n')).toMatch(`No build matches yet for ID ${id}. Checking again for 1m.`)
    })

    test.each([{}, shortly])('is accepted with if-none: warn, and told: %j', async more => {
      const { outputs, errors, warnings, ending } = await gate(
        { pipelines, builds: green },
        { ...rule, ...more, ...given, 'if-none': 'warn' },
      )
      expect({ errors, ...outputs, ...ending }).toMatchObject({ errors: [], outcome: 'passed', result: 'passed' })
      expect(warnings.join('\n')).toMatch(says)
    })

    test('is accepted with if-none: ignore, without a word', async () => {
      const { outputs, errors, warnings } = await gate(
        { pipelines, builds: green },
        { ...rule, ...given, 'if-none': 'ignore' },
      )
      expect({ errors, warnings, ...outputs }).toMatchObject({ errors: [], warnings: [], outcome: 'passed' })
    })

    test('is left out where nothing is judged', async () => {
      const { outputs, ids } = await gate({ pipelines, builds: green }, given)
      expect({ ids, outcome: outputs.outcome }).toEqual({ ids: [1], outcome: 'found' })
    })
  })

  test('is nothing if there is no other', async () => {
    const { outputs, errors } = await gate({ builds: green }, { ...rule, 'build-ids': '5,6' })
    expect(outputs).toMatchObject({ outcome: 'none', count: '0' })
    expect(errors.join('\n')).toMatch(/No build found: .*5, 6/)
  })

  test('is in another one of the projects that are searched, is found', async () => {
    const { outputs, ids } = await gate(
      { pipelines, builds: green },
      { ...rule, project: 'web,mobile', 'build-ids': '1,77' },
    )
    expect({ outcome: outputs.outcome, ids }).toEqual({ outcome: 'passed', ids: [77, 1] })
  })

  test('appears later is waited for, although another of its pipeline is there', async () => {
    const late = buildOf(9, 1, { status: 'inProgress', result: 'failed', queued: start - 9 * minute })
    const builds = [...green]
    const { outputs, ids } = await gate(
      {
        pipelines,
        builds,
        before(count) {
          if (count === 6) builds.push(late)
          if (count === 12) late.status = 'completed'
        },
      },
      { wait: 'true', 'build-ids': '1,9' },
    )
    expect({ outcome: outputs.outcome, ids }).toEqual({ outcome: 'failed', ids: [9, 1] })
  })

  test('is one of very many that are missing is counted', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => index + 100)
    const { errors } = await gate({ builds: green }, { ...rule, 'build-ids': [1, ...all].join() })
    expect(errors.join('\n')).toMatch(/with the IDs 100, 101, 102, .*109 and 990 more\./)
  })
})
