import { expect, test } from '@jest/globals'
import { camel } from '../../../src/core/inputs/inputs.ts'
import { type Outcome, outputNames, outputs } from '../../../src/core/result/outputs.ts'

test('The outputs are those of the contract', () => {
  expect(outputNames).toEqual([
    'outcome',
    'count',
    'truncated',
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
    'failure',
    'failures',
    'artifacts',
    'artifacts-path',
  ])
})

test('Each output is described in a sentence, and has a name of its own on either host', () => {
  for (const name of outputNames) expect(outputs[name]).toMatch(/^[A-Z`].+[.…]$/)
  expect(new Set(outputNames.map(name => camel(name).toLowerCase())).size).toBe(outputNames.length)
})

test('The help names every outcome and every field', () => {
  const outcomes: Record<Outcome, true> = {
    found: true,
    passed: true,
    failed: true,
    none: true,
    started: true,
    'timed-out': true,
    canceled: true,
    'dry-run': true,
    error: true,
  }
  for (const outcome of Object.keys(outcomes)) expect(outputs.outcome).toContain(`\`${outcome}\``)
  for (const field of ['id', 'url', 'project', 'pipelineName', 'sourceVersion', 'finishTime'])
    expect(outputs.builds).toContain(`\`${field}\``)
  for (const field of ['buildId', 'stage', 'job', 'task', 'kind', 'messages', 'count', 'url'])
    expect(outputs.failures).toContain(`\`${field}\``)
  for (const field of ['name', 'type', 'path', 'files', 'bytes']) expect(outputs.artifacts).toContain(`\`${field}\``)
})
