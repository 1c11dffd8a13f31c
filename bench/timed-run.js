import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * @typedef {object} Program
 * @property {string} command
 * @property {string[]} arguments
 * @property {Record<string, string>} env all of it: nothing comes from this process
 * @property {string | RegExp} expected what its output must contain to count as done
 * @property {() => void} [before] makes things ready, and is not measured
 *
 * @typedef {object} Sample
 * @property {number} ms from start to end of the process
 * @property {number} peak MiB of memory (maximum resident set size); NaN where GNU time is not installed
 *
 * @typedef {Sample & { ratio: number }} Median `ratio` is to the first program: of its ms to the first one's, in each round
 */

const gnuTime = '/usr/bin/time'
const peakFile = join(tmpdir(), `bench-peak-${process.pid}`)

/**
 * Runs a program once.
 * @param {Program} program
 * @returns {Promise<Sample>}
 */
export function timedRun({ command, arguments: rest, env, expected, before }) {
  before?.()
  const measured = existsSync(gnuTime)
  const line = measured ? [gnuTime, '-f', '%M', '-o', peakFile, command, ...rest] : [command, ...rest]
  const startedAt = performance.now()
  const child = spawn(/** @type {string} */ (line[0]), line.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let written = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', text => {
      written += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => {
      const ms = performance.now() - startedAt
      const peak = measured ? Number(readFileSync(peakFile, 'utf8').trim().split('\n').at(-1)) / 1024 : Number.NaN
      rmSync(peakFile, { force: true })
      const isDone = typeof expected === 'string' ? written.includes(expected) : expected.test(written)
      if (code === 0 && isDone) resolve({ ms, peak })
      else reject(new Error(`${[command, ...rest].join(' ')} ended with ${code}:\n${written.slice(-3000)}`))
    })
  })
}

/**
 * Runs the programs in turn, so that whatever else the machine does hits all alike; the first round only warms up.
 * @template {string} Name
 * @param {Record<Name, Program>} programs
 * @param {number} rounds
 * @returns {Promise<Record<Name, Median>>}
 */
export async function compare(programs, rounds) {
  const names = /** @type {Name[]} */ (Object.keys(programs))
  const samples = /** @type {Map<Name, Sample[]>} */ (new Map(names.map(name => [name, []])))
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      const sample = await timedRun(programs[name])
      if (round > 0) samples.get(name)?.push(sample)
    }
  const [first = []] = samples.values()
  const medians = [...samples].map(([name, all]) => {
    const ratio = median(all.map(({ ms }, round) => ms / (first[round]?.ms ?? Number.NaN)))
    return [name, { ms: median(all.map(({ ms }) => ms)), peak: median(all.map(({ peak }) => peak)), ratio }]
  })
  return Object.fromEntries(medians)
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
