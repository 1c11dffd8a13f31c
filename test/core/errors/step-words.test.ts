import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { repository } from '../../../hosts/repository.js'
import type { Cause } from '../../../src/core/errors/cause.ts'
import { callCauses } from '../../../src/core/errors/causes/call.ts'
import { type CauseName, causes } from '../../../src/core/errors/causes.ts'
import { StepError } from '../../../src/core/errors/errors.ts'
import { callInputs } from '../../../src/core/inputs/call-inputs.ts'
import type { HostName, Input } from '../../../src/core/inputs/input.ts'
import { camel, inputs } from '../../../src/core/inputs/inputs.ts'
import { errorLines } from '../../../src/core/show/error.ts'

const rows = Object.entries(causes) as [CauseName, Cause][]

/** The rooms that the call step is made of; `flow/` and `show/` raise no cause by name but `unexpected`. */
const callRooms = ['base', 'credential', 'host', 'inputs', 'rest', 'service']

const callSources = callRooms
  .map(room => join(repository, 'src/core', room))
  .flatMap(folder => readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8')))
  .join('\n')

/** Causes with which the call step does not end, whatever its code says. */
const never: Partial<Record<CauseName, readonly HostName[]>> = {
  // What send-call.ts makes call-out-of-time of.
  'out-of-time': ['github', 'azure'],
  // Only Azure Pipelines has job access tokens and service connections.
  'token-missing-for-organization': ['github'],
  'connection-for-other-organization': ['github'],
}

/** What is told apart for calls before: the same response or error. */
const seenOfCalls = Object.fromEntries(
  Object.values(callCauses as Record<string, Cause>).flatMap(({ signs = [] }) =>
    signs.map(({ subject: _, ...seen }) => [inspect(seen), true]),
  ),
)

/** Whether the call step can end with it: by a response to a call, or because its code says so. */
function isOfCall([name, { signs = [] }]: [CauseName, Cause]): boolean {
  const isSeen = signs.some(
    ({ subject, ...seen }) => subject?.includes('call') || (subject === undefined && !(inspect(seen) in seenOfCalls)),
  )
  return isSeen || callSources.includes(`'${name}'`) || name === 'unexpected'
}

/** Names that nobody takes for a word: `request-timeout` and `requestTimeout`. */
const names = [...new Set([...Object.keys(inputs), ...Object.keys(callInputs)])]
const compound = names.filter(name => name.includes('-'))

const steps: [step: 'builds' | 'call', table: Readonly<Record<string, Input>>, of: typeof rows][] = [
  ['builds', inputs, rows.filter(([name]) => !(name in callCauses))],
  ['call', callInputs, rows.filter(isOfCall)],
]
const all = steps.flatMap(([step, table, of]) =>
  (['github', 'azure'] as const).flatMap(host =>
    of.filter(([name]) => !never[name]?.includes(host)).map(([name, cause]) => ({ step, host, name, cause, table })),
  ),
)

describe('What an error says to do', () => {
  test('is checked for most causes in both steps', () => {
    expect(all.filter(({ step }) => step === 'builds').length).toBeGreaterThan(150)
    expect(all.filter(({ step }) => step === 'call').length).toBeGreaterThan(90)
  })

  test.each(all)('about $name names inputs of the $step step as $host spells them', given => {
    const { step, host, name, cause, table } = given
    const exists = (input: string) => {
      const { only } = table[input] ?? { only: 'nowhere' }
      return only === undefined || only === host
    }
    const { what, why, fix, fixCall = fix } = cause
    const braced = [what, why, step === 'call' ? fixCall : fix].flatMap(text => text.match(/\{[a-z -]+\}/g) ?? [])
    for (const input of braced.map(text => text.slice(1, -1)))
      if (input !== 'scope' && input !== 'tokens page') expect([input, exists(input)]).toEqual([input, true])

    const text = errorLines(new StepError(name), { context: { host }, ...(step === 'call' && { step }) })
      .slice(0, 3)
      .join('\n')
    expect(text).not.toMatch(/[{}]/)
    for (const input of compound) {
      const [right, wrong] = host === 'azure' ? [camel(input), input] : [input, camel(input)]
      expect(new RegExp(`\\b${wrong}\\b`).test(text) && `${wrong} in: ${text}`).toBe(false)
      if (new RegExp(`\\b${right}\\b`).test(text)) expect([right, exists(input)]).toEqual([right, true])
    }
  })
})
