import { expect, test } from '@jest/globals'
import { findLeaks, firstLineWithToken } from '../../hosts/index.js'
import { type Bundle, bundles, errorsOf } from '../support/step.ts'
import { bodies } from './fault-answers.ts'
import { connections } from './fault-connections.ts'
import { identities, outages, questions } from './fault-refusals.ts'
import { expectedRequests, type Fault, type FaultRun, runFault } from './fault-run.ts'

const faults: readonly Fault[] = [...bodies, ...identities, ...questions, ...outages, ...connections]
const rows = bundles.flatMap(bundle => faults.map(fault => ({ bundle, fault, name: bundle.name, title: fault.title })))

/** The step has failed in the way that its host understands, with nothing that reads like an answer. */
function expectFailed({ name }: Bundle, { result }: FaultRun): void {
  const ends = result.commands.filter(command => command.name === 'task.complete')
  expect(result.exitCode).toBe(name === 'GitHub' ? 1 : 0)
  expect(ends.map(({ properties }) => properties.result)).toEqual(name === 'GitHub' ? [] : ['Failed'])
  expect(result).toMatchObject({ result: 'failed', timedOut: false, environmentRefusals: [] })
  const { outcome, ...others } = result.outputs
  expect(outcome).toBe('error')
  expect(Object.values(others).filter(value => value !== '')).toEqual([])
  expect(result.summary).toBeUndefined()
  expect(result.files).toEqual([])
}

/** Neither the token, in any form and on any stream, nor its owner, nor a stack. */
function expectDiscretion({ name }: Bundle, { result, token, username }: FaultRun): void {
  expect(findLeaks(result, token, username)).toEqual([])
  const mask = name === 'GitHub' ? /^::add-mask::/ : /^##vso\[task\.setsecret\]/
  expect(firstLineWithToken(result, token, username)).toMatch(mask)
  expect(result.lines[0]?.raw).toMatch(mask)
  expect(`${result.stdout}${result.stderr}`).not.toMatch(/ada@example\.com|^\s+at .*:\d+:\d+/m)
  expect(result.stderr).toBe('')
}

// Side by side, since most of them wait; each has a server and a process of its own.
test.concurrent.each(rows)('$name fails with $title', async ({ bundle, fault }) => {
  const run = await runFault(bundle, fault)
  try {
    expectFailed(bundle, run)
    expectDiscretion(bundle, run)
    const errors = errorsOf(run.result)
    expect(errors).toHaveLength(1)
    const [error = ''] = errors
    expect(error.slice(0, fault.what.length)).toBe(fault.what)
    for (const word of fault.words ?? []) expect(error).toMatch(word)
    if (fault.says !== undefined) expect(run.result.log.join('\n')).toMatch(fault.says)
    expect(run.requests).toHaveLength(expectedRequests(fault))
  } finally {
    run.result.dispose()
  }
})
