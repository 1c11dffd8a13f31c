import { describe, expect, test } from '@jest/globals'
import { partOf } from '../support/thorough.ts'
import { onAzure, writes } from './tiny-bundle.ts'

const complete = (result: string) => `##vso[task.complete result=${result}]done\n`

describe('The Azure agent computes the result', () => {
  test.each(
    partOf([
      ['nothing said', [], 0, 'succeeded'],
      ['Succeeded', ['Succeeded'], 0, 'succeeded'],
      ['the worse one last', ['Succeeded', 'SucceededWithIssues'], 0, 'succeededWithIssues'],
      ['the worse one first', ['Failed', 'Succeeded'], 0, 'failed'],
      ['Canceled, which stays', ['Canceled', 'Failed', 'Skipped'], 0, 'canceled'],
      ['a number of the enumeration', ['1'], 0, 'succeededWithIssues'],
      ['a result in another case, which is none', ['failed'], 0, 'failed'],
      ['an exit code', [], 3, 'failed'],
      ['an exit code after Succeeded', ['Succeeded'], 3, 'failed'],
      ['an exit code after Canceled', ['Canceled'], 130, 'failed'],
      ['a name with white space around it', [' Failed '], 0, 'failed'],
      ['several names, or’ed together', ['Succeeded,SucceededWithIssues'], 0, 'succeededWithIssues'],
      ['Failed,Canceled', ['Failed,Canceled'], 0, 'canceled'],
      ['a number without a name, which stays', ['99', 'Failed'], 0, 'unknown'],
      ['a fraction, which is none', ['1.5'], 0, 'failed'],
    ]),
  )('after %s', async (_, results, exitCode, result) => {
    const source = `${writes(results.map(complete).join(''))} process.exitCode = ${exitCode}`
    expect(await onAzure(source)).toMatchObject({ result, exitCode })
  })

  test('and adds an error line for an exit code', async () => {
    const { annotations } = await onAzure('process.exitCode = 3')
    expect(annotations).toMatchObject([{ level: 'error', message: expect.stringMatching(/^Exit code 3 returned/) }])
  })

  test('as soon as done=true ends a step that does not end by itself', async () => {
    const source = `${writes('##vso[task.complete result=Succeeded;done=true]\n')} setInterval(() => {}, 1000)`
    expect(await onAzure(source)).toMatchObject({ canceled: false, signalsSent: ['SIGINT'] })
  })
})
