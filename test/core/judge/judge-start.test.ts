import { describe, expect, test } from '@jest/globals'
import { judgeStart } from '../../../src/core/judge/judge-start.ts'
import { plain } from '../../../src/core/show/sentence.ts'
import { buildOf, settingsOf } from '../../support/samples.ts'

const build = buildOf({ status: 'notStarted', result: '' })
const start = { start: 'true', pipelines: 'ci' }

function verdictOf(started: Parameters<typeof judgeStart>[0], given: Record<string, string> = {}, builds = [build]) {
  const settings = settingsOf({ ...start, ...given })
  const verdict = judgeStart(started, { builds }, settings)
  const said = verdict?.findings.map(
    ({ rule, state, sentence }) => `${state}: ${rule}: ${plain(sentence, settings.output)}`,
  )
  return { verdict, said }
}

const good = { differences: [], errors: [] }

describe('A build that was started', () => {
  test('is started when nobody waits for it', () => {
    expect(verdictOf(good).verdict).toEqual({ outcome: 'started', passes: true, findings: [] })
  })

  test('is left to the rules when it is waited for', () => {
    expect(verdictOf(good, { wait: 'true' }).verdict).toBeUndefined()
  })

  test('that is not what was asked for has failed, waited for or not', () => {
    const started = { ...good, differences: ['The build is on refs/heads/main, not on refs/heads/x.'] }
    for (const given of [{}, { wait: 'true' }] as Record<string, string>[]) {
      const { verdict, said } = verdictOf(started, given)
      expect(verdict).toMatchObject({ outcome: 'failed', passes: false, findings: [{ builds: [build] }] })
      expect(said).toEqual([
        'broken: start: The build is on refs/heads/main, not on refs/heads/x. The build goes on: cancel it if it must not run.',
      ])
    }
    const { said } = verdictOf(started, {}, [{ ...build, status: 'completed', result: 'failed' }])
    expect(said).toEqual(['broken: start: The build is on refs/heads/main, not on refs/heads/x.'])
  })

  test('that had failed before it ran is told with what to do, as a sentence each', () => {
    const error = { said: 'No hosted parallelism has been purchased or granted', reason: 'pipeline-unknown' } as const
    const { verdict, said } = verdictOf({ ...good, errors: [error, { ...error, said: 'Really?' }] })
    expect(verdict).toMatchObject({ outcome: 'failed', passes: false })
    expect(said).toEqual([
      expect.stringMatching(/^broken: start: No hosted parallelism has been purchased or granted\. Write the name /),
      expect.stringMatching(/^broken: start: Really\? Write the name /),
    ])
  })

  test('is left to the rules if there is none', () => {
    expect(verdictOf(undefined).verdict).toBeUndefined()
    expect(verdictOf(good, {}, []).verdict).toBeUndefined()
  })
})

test('What to do names inputs as the host spells them', () => {
  const settings = settingsOf(start, { context: { host: 'azure' } })
  const error = { said: 'x', reason: 'out-of-time' } as const
  const verdict = judgeStart({ ...good, errors: [error] }, { builds: [build] }, settings)
  const [first] = verdict?.findings ?? []
  expect(first && plain(first.sentence, settings.output)).toContain('queryTimeout')
})
