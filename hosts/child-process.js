import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { LineReader } from './line-reader.js'

/** @import { Cancellation, ProcessResult, Stream } from './types.js' */

/** @type {NodeJS.Signals[]} */
const escalation = ['SIGINT', 'SIGTERM', 'SIGKILL']

/**
 * How long the hosts wait after SIGINT and after SIGTERM.
 * https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/Knob/AgentKnobs.cs
 * @type {[number, number]}
 */
const hostWaits = [7500, 2500]

/**
 * Runs the bundle as a host does: exactly this environment, a pipe for input, both streams read line by line, cancelled in
 * three steps.
 * The streams are separate pipes, so the order between them is that of arrival.
 *
 * @param {object} options
 * @param {string} options.node
 * @param {string} options.main
 * @param {string} options.cwd
 * @param {Record<string, string>} options.env
 * @param {Cancellation | undefined} options.signal
 * @param {number} options.timeoutMs
 * @param {(raw: string, stream: Stream) => void} options.onLine
 * @param {(end: (first?: NodeJS.Signals) => void) => void} [options.onStart] is given what ends the process without it being a
 *   cancellation
 * @param {() => void} [options.onCancel] called when the host cancels it
 * @returns {Promise<ProcessResult>}
 */
export function runProcess(options) {
  const startedAt = performance.now()
  const child = spawn(options.node, [options.main], {
    cwd: options.cwd,
    env: options.env,
    // A pipe to which nobody writes: a step that waits for its standard input waits.
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  const stopper = stopping(child, options)
  options.onStart?.((first = 'SIGINT') => stopper.begin(first, hostWaits))
  for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
    const lines = new LineReader()
    child[stream].setEncoding('utf8')
    child[stream].on('data', chunk => {
      written[stream] += chunk
      for (const line of lines.push(chunk)) options.onLine(line, stream)
      if (stream === 'stdout') stopper.look(written.stdout)
    })
    child[stream].on('end', () => {
      for (const line of lines.end()) options.onLine(line, stream)
    })
  }
  child.stdin.on('error', () => {})
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
      resolve({ exitCode, signal, ...written, ...stopper.end(), durationMs: performance.now() - startedAt })
    })
  })
}

/**
 * Cancels the child when it is time to.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ signal: Cancellation | undefined, timeoutMs: number, onCancel?: () => void }} options
 */
function stopping(child, { signal, timeoutMs, onCancel }) {
  /** @type {NodeJS.Timeout[]} */
  const timers = []
  /** @type {NodeJS.Signals[]} */
  const signalsSent = []
  let canceled = false
  let timedOut = false

  /**
   * @param {NodeJS.Signals} first
   * @param {[number, number]} waits
   */
  function begin(first, waits) {
    if (signalsSent.length > 0) return
    send(escalation.indexOf(first), waits)
  }

  /**
   * @param {number} at
   * @param {[number, number]} waits
   */
  function send(at, waits) {
    const name = escalation[at]
    if (name === undefined || child.exitCode !== null || child.signalCode !== null) return
    signalsSent.push(name)
    child.kill(name)
    timers.push(setTimeout(() => send(at + 1, waits), waits[at] ?? 0))
  }

  function cancel() {
    if (signal === undefined || canceled) return
    canceled = true
    onCancel?.()
    begin(signal.name, signal.waits ?? hostWaits)
  }

  function timeOut() {
    timedOut = true
    begin('SIGINT', hostWaits)
  }

  timers.push(setTimeout(timeOut, timeoutMs))
  if (signal?.afterMs !== undefined) timers.push(setTimeout(cancel, signal.afterMs))
  signal?.ready?.(cancel)
  return {
    begin,
    look: (/** @type {string} */ stdout) => {
      if (signal?.when?.(stdout)) cancel()
    },
    end: () => {
      for (const timer of timers) clearTimeout(timer)
      return { canceled, timedOut, signalsSent }
    },
  }
}
