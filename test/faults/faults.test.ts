import { expect, test } from '@jest/globals'
import { clockWithoutPauses, type MemoryRun, runStepInMemory } from '../support/step-in-memory.ts'
import { bodies } from './answers.ts'
import { connections } from './connections.ts'
import { expectedRequests, type Fault, setupOf } from './fault.ts'
import { identities, outages, questions } from './refusals.ts'

/**
 * Everything that can go wrong between the step and the service, in this process: the service and the network are real.
 * test/process/faults.test.ts runs some of it with the bundles, as the hosts do.
 */
const faults: readonly Fault[] = [...bodies, ...identities, ...questions, ...outages, ...connections]

/** The step has failed, with nothing that reads like an answer. */
function expectFailed({ ending, outputs, errors, summary, builds }: MemoryRun): string {
  expect(ending).toEqual({ result: 'failed' })
  const { outcome, ...others } = outputs
  expect(outcome).toBe('error')
  expect(Object.values(others).filter(value => value !== '')).toEqual([])
  expect(builds).toBeUndefined()
  expect(errors).toHaveLength(1)
  expect(summary).toMatch(/^## .*: error ⛔\n/)
  return errors[0] ?? ''
}

test.concurrent.each(faults)('The step fails, and says why and what to do, with $title', async fault => {
  const run = await runStepInMemory({ ...setupOf(fault), tools: { clock: clockWithoutPauses() } })
  const error = expectFailed(run)
  expect(error.split('\n')[0]).toBe(fault.what)
  expect(error).toMatch(/^ {2}Why: {2}\S.*\n {2}Fix: {2}\S.*\n {2}Docs: https:\/\/\S+#[a-z-]+$/m)
  for (const word of fault.words ?? []) expect(error).toMatch(word)
  if (fault.says !== undefined) expect(run.log.join('\n')).toMatch(fault.says)
  expect(run.requests).toHaveLength(expectedRequests(fault))
  expect(run.leaks).toEqual([])
  // Neither the owner of the token nor a stack.
  expect([...run.log, run.summary].join('\n')).not.toMatch(/@example\.com|^\s+at .*:\d+:\d+/m)
})
