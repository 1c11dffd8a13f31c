import { expect, test } from '@jest/globals'
import { camel } from '../../../src/core/inputs/inputs.ts'
import { outputNames, outputs } from '../../../src/core/result/outputs.ts'

test('the outputs are those of the contract', () => {
  expect(outputNames).toEqual([
    'count',
    'truncated',
    'outcome',
    'build-id',
    'build-number',
    'build-status',
    'build-result',
    'build-url',
    'pipeline-id',
    'pipeline-name',
    'source-branch',
    'source-version',
    'queue-time',
    'start-time',
    'finish-time',
    'builds',
    'builds-file',
  ])
})

test('each is told in a sentence, and has a name of its own on either host', () => {
  for (const name of outputNames) expect(outputs[name]).toMatch(/^[A-Z`].+[.…]$/)
  expect(new Set(outputNames.map(name => camel(name).toLowerCase())).size).toBe(outputNames.length)
})

test('the outcomes and the fields of a build are named in the help', () => {
  for (const outcome of ['passed', 'failed', 'none', 'timed-out', 'canceled', 'dry-run', 'error'])
    expect(outputs.outcome).toContain(`\`${outcome}\``)
  for (const field of ['id', 'url', 'project', 'definitionName', 'sourceVersion', 'finishTime'])
    expect(outputs.builds).toContain(`\`${field}\``)
})
