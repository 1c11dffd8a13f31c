import { expect, test } from '@jest/globals'
import { firstLineWithToken } from '../../hosts/index.js'
import { bodies } from '../faults/answers.ts'
import { connections } from '../faults/connections.ts'
import { expectedRequests, type Fault, setupOf, username } from '../faults/fault.ts'
import { identities, outages, questions } from '../faults/refusals.ts'
import { bundles, errorsOf, gitHub, runStep } from '../support/step.ts'
import { inTurn } from '../support/thorough.ts'

/**
 * One of each kind, as the hosts run it: what the process leaves on its streams, how it ends, and what the host makes of
 * that. test/faults has all of them, in memory.
 */
const titles = [
  'gzip without its end',
  'a sign-in page with 203',
  'no value',
  'a token that it does not know, without a word',
  'a good token whose owner has no access',
  'a project that does not exist',
  'a server that names a lower version each time',
  '429 with Retry-After in seconds',
  'an organization that is deactivated, which no attempt changes',
  'no answer until timeout',
  'a connection that is closed',
  'a name that does not exist, which is looked up twice at most',
]
const all: readonly Fault[] = [...bodies, ...identities, ...questions, ...outages, ...connections]
const faults = titles.map(title => all.find(fault => fault.title === title) as Fault)
const rows = bundles.flatMap(bundle =>
  inTurn(bundle, faults).map(fault => ({ bundle, fault, name: bundle.name, title: fault.title })),
)

test.concurrent.each(rows)('The step on $name fails, and leaks nothing, with $title', async ({ bundle, fault }) => {
  const setup = setupOf(fault)
  const result = await runStep(bundle, { ...setup, options: { debug: true } })
  const onGitHub = bundle === gitHub

  expect(result).toMatchObject({ result: 'failed', jobResult: 'failed', nextStepRuns: false, timedOut: false })
  const ends = result.commands.filter(command => command.name === 'task.complete')
  expect(result.exitCode).toBe(onGitHub ? 1 : 0)
  expect(ends.map(({ properties }) => properties.result)).toEqual(onGitHub ? [] : ['Failed'])
  expect([result.stderr, result.environmentRefusals]).toEqual(['', []])

  const errors = errorsOf(result)
  expect(errors).toHaveLength(1)
  expect(errors[0]?.split('\n')[0]).toBe(fault.what)
  for (const word of fault.words ?? []) expect(errors[0]).toMatch(word)
  expect(result.requests).toHaveLength(expectedRequests(fault))

  const { outcome, ...others } = result.outputs
  expect([outcome, ...Object.values(others).filter(value => value !== '')]).toEqual(['error'])
  expect(result.summary).toContain(`: error ⛔\n`)
  // The agent uploads the summary from a file; there is no builds file.
  expect(result.files.filter(path => path !== result.summaryFile)).toEqual([])

  const mask = onGitHub ? /^::add-mask::/ : /^##vso\[task\.setsecret\]/
  expect(result.leaks).toEqual([])
  expect(result.lines[0]?.raw).toMatch(mask)
  expect(firstLineWithToken(result, result.token, username)).toMatch(mask)
  expect(result.stdout).not.toMatch(/@example\.com|^\s+at .*:\d+:\d+/m)
})
