import { join } from 'node:path'
import { findLeaks, runOnAzure, runOnGitHub } from '../../hosts/index.js'
import { keepFiles } from './keep-files.js'
import { repository } from './world.js'

/** @import { Result, StepResult } from '../../hosts/types.js' */
/** @import { Kept } from './keep-files.js' */

/**
 * @typedef {'github' | 'azure'} HostId
 *
 * @typedef {object} Service
 * @property {Record<string, string>} inputs without the token
 * @property {string} token
 * @property {() => string[] | undefined} requests each as `GET /path?query`, where they are known
 * @property {() => Promise<void>} close
 *
 * @typedef {object} Stage
 * @property {string} name of its files
 * @property {string} title
 * @property {'builds' | 'call'} [step] `builds` when left out
 * @property {boolean} [brief] whether only its row in the table is shown
 * @property {string} service what is queried
 * @property {Record<string, string>} inputs to show, without the organization and the token
 * @property {string} [expected] the output outcome; without it the step has to succeed
 * @property {Record<string, string>} env
 * @property {number} timeoutMs
 * @property {() => Promise<Service>} open
 *
 * @typedef {object} Played
 * @property {HostId} host
 * @property {Result} result its folders are gone
 * @property {string[] | undefined} requests
 * @property {Kept} kept
 * @property {string[]} leaks where the token can be read
 * @property {boolean} passed it ended as expected, and kept the token to itself
 */

const callStep = {
  github: { main: join(repository, 'dist/call-github/index.js'), manifest: join(repository, 'call/action.yml') },
  azure: { main: join(repository, 'dist/call-azure/index.js'), manifest: join(repository, 'call/task.json') },
}

const runners = /** @type {const} */ ({ github: runOnGitHub, azure: runOnAzure })

/**
 * Runs a stage as a host does, against a service of its own, so that builds which change do so for both hosts.
 *
 * @param {Stage} stage
 * @param {HostId} host
 * @param {(text: string) => void} [onLine] called with every line that a user sees
 * @returns {Promise<Played>}
 */
export async function play(stage, host, onLine = () => {}) {
  const service = await stage.open()
  try {
    const result = await runners[host]({
      ...(stage.step === 'call' && callStep[host]),
      inputs: { ...service.inputs, pat: service.token },
      secrets: [service.token],
      env: stage.env,
      timeoutMs: stage.timeoutMs,
      onLine,
    })
    const kept = await keepFiles(result, stage)
    const leaks = findLeaks(result, service.token, service.inputs.username).map(
      ({ where, form }) => `${where} (${form})`,
    )
    result.dispose()
    const ended = stage.expected === undefined ? result.result === 'succeeded' : endedAs(stage.expected, result)
    return { host, result, requests: service.requests(), kept, leaks, passed: ended && leaks.length === 0 }
  } finally {
    await service.close()
  }
}

/**
 * A gate that fails, and an error, have to fail the step, or the job would go on.
 *
 * @param {string} outcome
 * @param {Result} result
 */
function endedAs(outcome, { result, outputs }) {
  /** @type {StepResult} */
  const wanted = ['failed', 'error'].includes(outcome) ? 'failed' : 'succeeded'
  return outputs.outcome === outcome && result === wanted
}
