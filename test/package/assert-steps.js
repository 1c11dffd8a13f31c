// A step of .github/workflows/e2e.yml: what the steps before it gave, read as a workflow reads it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

/** @typedef {{ outcome: string, conclusion: string, outputs: Record<string, string> }} Step */
/** @type {Record<string, Step>} */
const steps = JSON.parse(process.env.STEPS ?? '{}')

/**
 * @param {string} id
 * @param {Record<string, string>} wanted outputs
 * @param {'success' | 'failure'} [outcome]
 */
function expect(id, wanted, outcome = 'success') {
  const step = steps[id]
  assert.ok(step, `There is no step ${id}.`)
  assert.equal(step.outcome, outcome, id)
  assert.equal(step.conclusion, 'success', id)
  for (const [name, value] of Object.entries(wanted)) assert.equal(step.outputs[name], value, `${id}: ${name}`)
  console.log(`${id}: ${step.outcome}, ${step.outputs.outcome}`)
  return step.outputs
}

const list = expect('list', { outcome: 'found', count: '5', truncated: 'true' })
const builds = JSON.parse(String(list.builds))
assert.equal(builds.length, 5)
assert.equal(String(builds[0].id), list['build-id'])
assert.deepEqual(
  [...new Set(builds.map((/** @type {{ sourceBranch: string }} */ build) => build.sourceBranch))],
  ['refs/heads/main'],
)
const file = JSON.parse(readFileSync(String(list['builds-file']), 'utf8'))
assert.deepEqual(
  file.map((/** @type {{ id: number }} */ build) => build.id),
  builds.map((/** @type {{ id: number }} */ build) => build.id),
)

const newest = expect('newest', { outcome: 'passed', 'build-result': 'succeeded', 'pipeline-name': 'web ci' })
assert.match(String(newest['build-url']), /\/web\/_build\/results\?buildId=\d+$/)
expect('gate', { outcome: 'passed', 'source-version': String(newest['source-version']) })
expect('wait', { outcome: 'passed', 'build-id': String(newest['build-id']), 'build-status': 'completed' })
expect('running', { outcome: 'timed-out', 'build-status': 'inProgress' }, 'failure')
expect('failing', { outcome: 'failed', 'build-result': 'failed' }, 'failure')
expect('refused', { outcome: 'error', count: '', builds: '' }, 'failure')
