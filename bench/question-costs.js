// What typical questions cost, beside the same ones put with other clients: round trips, requests, builds, and bytes.
import { startEmulator } from '../emulator/index.js'
import { gitHubStep, script } from './programs.js'
import { costOf, countBuilds, createQuestionWorld, questions } from './questions.js'
import { markdownTable, marked } from './table.js'
import { timedRun } from './timed-run.js'

/** @import { Question as Step } from './programs.js' */
/** @import { Cost, Question } from './questions.js' */
/** @import { Program } from './timed-run.js' */

/** Milliseconds before each answer: as far as a region of Azure is away. */
const latency = 100

/** A machine that is busy elsewhere makes a question look deeper, never less deep: the least of some tries is true. */
const tries = 3

/**
 * @param {Step} base
 * @returns {Promise<string>} a table, as Markdown
 */
export async function questionCosts(base) {
  const emulator = await startEmulator({ world: createQuestionWorld(Date.now()), latency })
  emulator.acceptToken(base.token)
  const sent = countBuilds(emulator)

  /** @param {Program} program */
  const costs = async program => {
    const all = []
    for (let run = 0; run < tries; run++) {
      emulator.requests.length = 0
      await timedRun(program)
      const bytes = emulator.requests.reduce((sum, { sentBytes = 0 }) => sum + sentBytes, 0)
      all.push({ ...costOf(emulator.requests, sent, latency), bytes })
    }
    return /** @type {Cost & { bytes: number }} */ (all.toSorted((a, b) => a.depth - b.depth)[0])
  }

  const step = { ...base, organization: emulator.url }
  const python = process.env.BENCH_PYTHON
  const rows = []
  for (const question of questions) {
    const { name, inputs, count } = question
    const env = { QUESTION: JSON.stringify(inputs) }
    const expected = new RegExp(`\\b${count} builds?\\b`)
    const asked = { ...step, inputs: { status: '', ...inputs }, expected }
    const own = await costs(gitHubStep(process.execPath, asked))
    const node = await costs(script(process.execPath, 'peers/node-api-question.js', asked, env))
    const snake = python && (await costs(script(python, 'peers/azure_devops_question.py', asked, env)))
    rows.push([name, ...cellsOf(own, question), described(node), snake ? described(snake) : '–'])
  }
  await emulator.close()
  const own = ['Round trips', 'Requests', 'Builds received', 'KiB']
  return markdownTable(['To query', ...own, 'With azure-devops-node-api', 'With azure-devops for Python'], rows)
}

/**
 * @param {Cost & { bytes: number }} cost
 * @param {Question} question
 */
function cellsOf({ depth, requests, unfinished, completed, bytes }, { most, fewest }) {
  const builds = unfinished + completed
  return [
    marked(`${depth} of ${most.depth}`, depth, most.depth),
    marked(`${requests} of ${most.requests}`, requests, most.requests),
    marked(
      `${builds} of ${most.unfinished + most.completed}; at least ${fewest.builds}`,
      builds,
      most.unfinished + most.completed,
    ),
    kib(bytes),
  ]
}

/** @param {Cost & { bytes: number }} cost */
function described({ depth, requests, unfinished, completed, bytes }) {
  return `${depth} round trips, ${requests} requests, ${unfinished + completed} builds, ${kib(bytes)} KiB`
}

/** @param {number} bytes */
function kib(bytes) {
  return String(Math.round(bytes / 1024))
}
