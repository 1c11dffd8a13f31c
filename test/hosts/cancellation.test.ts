import { describe, expect, test } from '@jest/globals'
import type { Result, StepOptions } from '../../hosts/index.js'
import { onAzure, onGitHub } from './tiny-bundle.ts'

const ignore = (name: string) => `process.on('${name}', () => console.log('${name}'));`
const run = "setInterval(() => {}, 1000); console.log('ready');"
const cancel = { name: 'SIGINT', when: (stdout: string) => stdout.includes('ready'), waits: [200, 200] } as const

describe.each<[string, (source: string, options: StepOptions) => Promise<Result>]>([
  ['GitHub', onGitHub],
  ['Azure', onAzure],
])('Cancellation on %s', (_, host) => {
  test.each([
    ['SIGINT first', '', ['SIGINT'], 130, 5000],
    ['SIGTERM to a step that survives it', ignore('SIGINT'), ['SIGINT', 'SIGTERM'], 143, 200],
    [
      'SIGKILL to a step that survives both',
      ignore('SIGINT') + ignore('SIGTERM'),
      ['SIGINT', 'SIGTERM', 'SIGKILL'],
      137,
      200,
    ],
  ])('sends %s', async (__, handlers, signalsSent, exitCode, wait) => {
    const result = await host(handlers + run, { signal: { ...cancel, waits: [wait, wait] } })
    expect(result).toMatchObject({
      result: 'canceled',
      canceled: true,
      signal: signalsSent.at(-1),
      exitCode,
      signalsSent,
    })
    const own = result.log.filter(line => !line.startsWith('##[error]'))
    expect(own.slice(1)).toEqual(signalsSent.slice(0, -1))
  })

  test('is a cancellation also when the step ends with exit code 0', async () => {
    const source = `process.on('SIGINT', () => process.exit(0)); ${run}`
    const result = await host(source, { signal: { name: 'SIGINT', when: cancel.when } })
    expect(result).toMatchObject({ result: 'canceled', exitCode: 0, signal: null })
  })

  test('can begin with SIGTERM, after a time', async () => {
    const result = await host(run, { signal: { name: 'SIGTERM', afterMs: 300 } })
    expect(result).toMatchObject({ result: 'canceled', signal: 'SIGTERM', signalsSent: ['SIGTERM'] })
  })

  test('does not happen to a step that ends before', async () => {
    const result = await host('', { signal: { name: 'SIGINT', afterMs: 20_000 } })
    expect(result).toMatchObject({ result: 'succeeded', canceled: false, signalsSent: [] })
  })

  test('a step that takes too long is ended in the same way and fails', async () => {
    const result = await host(run, { timeoutMs: 300 })
    expect(result).toMatchObject({ result: 'failed', timedOut: true, canceled: false, signalsSent: ['SIGINT'] })
  })
})
