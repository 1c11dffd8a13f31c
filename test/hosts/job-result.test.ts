import { describe, expect, test } from '@jest/globals'
import { partOf } from '../support/thorough.ts'
import { onAzure, onGitHub, writes } from './tiny-bundle.ts'

const complete = (result: string) => `##vso[task.complete result=${result}]done\n`
const killsItself = "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)"
const onSigterm = (then: string) => `process.on('SIGTERM', () => { ${then} }); ${killsItself}`
const cancel = { name: 'SIGINT', when: (stdout: string) => stdout.includes('ready') } as const
const onCancel = (then: string) =>
  `process.on('SIGINT', () => { ${then}; process.exit(0) }); console.log('ready'); setInterval(() => {}, 1000)`

describe('On Azure the job', () => {
  test.each(
    partOf([
      ['that nothing was said of', '', 'succeeded', 'succeeded', true],
      [
        'that succeeded with issues',
        writes(complete('SucceededWithIssues')),
        'succeededWithIssues',
        'succeededWithIssues',
        true,
      ],
      ['that failed', writes(complete('Failed')), 'failed', 'failed', false],
      ['that ended itself with Canceled', writes(complete('Canceled')), 'canceled', 'succeeded', true],
      ['that ended itself with Skipped', writes(complete('Skipped')), 'skipped', 'succeeded', true],
      ['that ended itself with a number', writes(complete('99')), 'unknown', 'succeeded', true],
      [
        'that answers a signal from elsewhere with Canceled',
        onSigterm(`${writes(complete('Canceled'))} process.exit(0)`),
        'canceled',
        'succeeded',
        true,
      ],
      [
        'that answers a signal from elsewhere with Failed',
        onSigterm(`${writes(complete('Failed'))} process.exit(0)`),
        'failed',
        'failed',
        false,
      ],
      ['that a signal from elsewhere ends', killsItself, 'failed', 'failed', false],
    ]),
  )('has the result that it should, after a step %s', async (_, source, result, jobResult, nextStepRuns) => {
    expect(await onAzure(source)).toMatchObject({ result, jobResult, nextStepRuns, canceled: false })
  })

  test.each(['Failed', 'Canceled', 'Succeeded'])('is canceled with the step, whatever that says (%s)', async said => {
    const ended = await onAzure(onCancel(writes(complete(said))), { signal: cancel })
    expect(ended).toMatchObject({ result: 'canceled', jobResult: 'canceled', nextStepRuns: false })
    expect(ended.annotations.map(({ message }) => message)).toEqual([
      'The Operation will be canceled. The next steps may not contain expected logs.',
      'The operation was canceled.',
    ])
  })

  test.each(['Canceled', 'Succeeded'])('fails with a step that takes too long, whatever that says (%s)', async said => {
    const ended = await onAzure(onCancel(writes(complete(said))), { timeoutMs: 500 })
    expect(ended).toMatchObject({ result: 'failed', jobResult: 'failed', nextStepRuns: false })
    expect(ended.annotations).toEqual([{ level: 'error', message: 'The task has timed out.' }])
  })
})

describe('On GitHub the job', () => {
  test.each([
    ['that succeeded', '', 'succeeded', true],
    ['that failed', 'process.exitCode = 1', 'failed', false],
    ['that answers a signal from elsewhere', onSigterm('process.exit(143)'), 'failed', false],
  ])('has the result that it should, after a step %s', async (_, source, result, nextStepRuns) => {
    expect(await onGitHub(source)).toMatchObject({ result, jobResult: result, nextStepRuns })
  })

  test('is canceled with the step, and says so', async () => {
    const ended = await onGitHub(onCancel(''), { signal: cancel })
    expect(ended).toMatchObject({ result: 'canceled', jobResult: 'canceled', nextStepRuns: false })
    expect(ended.annotations).toEqual([{ level: 'error', message: 'The operation was canceled.' }])
  })

  test('fails with a step that takes too long, and says so', async () => {
    const ended = await onGitHub(onCancel(''), { timeoutMs: 500 })
    expect(ended).toMatchObject({ result: 'failed', jobResult: 'failed', nextStepRuns: false })
    expect(ended.annotations).toEqual([
      { level: 'error', message: "The action 'builds' has timed out after 1 minutes." },
    ])
  })
})
