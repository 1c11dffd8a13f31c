import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'
import { withKey } from '../package/pipeline.ts'
import { type Block, blocksIn, pages, workflows } from './blocks.ts'

interface Step {
  readonly uses?: string
  readonly task?: string
  readonly with?: Inputs
  readonly inputs?: Inputs
}
type Inputs = Readonly<Record<string, unknown>>
interface Job {
  readonly steps?: readonly Step[]
  readonly 'timeout-minutes'?: number
  readonly timeoutInMinutes?: number
}

const unitMinutes = new Map([
  ['s', 1 / 60],
  ['m', 1],
  ['h', 60],
])
function minutes(duration: unknown): number {
  const [, amount, unit = ''] = /^(\d+)([smh])$/.exec(String(duration)) ?? []
  return Number(amount) * (unitMinutes.get(unit) ?? Number.NaN)
}

/** The jobs of a file that is whole; a few steps are pasted into a job that nobody knows. */
function jobsIn({ value, host, text }: Block): readonly Job[] {
  const jobs = withKey(value, 'steps') as readonly Job[]
  return host === 'github' || /^(trigger|pool|jobs|stages|schedules):/m.test(text) ? jobs : []
}

/** How long the steps of a job may wait, by what they set or leave out. */
function longestWait({ steps = [] }: Job): number {
  const all = steps.map(step => step.with ?? step.inputs ?? {}).filter(inputs => String(inputs.wait) === 'true')
  const waits = all.map(inputs => {
    const {
      'wait-timeout': wait = inputs.waitTimeout ?? '60m',
      'appear-timeout': appear = inputs.appearTimeout ?? '5m',
    } = inputs
    return minutes(wait) + (String(inputs.start) === 'true' ? 0 : minutes(appear))
  })
  return waits.reduce((sum, wait) => sum + wait, 0)
}

const examples = readdirSync(join(repository, 'examples/azure')).map(name => `examples/azure/${name}`)
const waiting = [...pages, ...workflows, ...examples]
  .flatMap(blocksIn)
  .flatMap(block => jobsIn(block).map(job => ({ where: `${block.page}:${block.line}`, host: block.host, job })))
  .filter(({ job }) => longestWait(job) > 0)

test('Jobs that wait are in several pages and examples', () => {
  expect(waiting.length).toBeGreaterThan(8)
})

test.each(waiting)('A job has more time than its steps may wait: $where', ({ job, host }) => {
  // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax and
  // https://learn.microsoft.com/azure/devops/pipelines/process/phases#timeouts
  const limit = job['timeout-minutes'] ?? job.timeoutInMinutes ?? (host === 'github' ? 360 : 60)
  expect(limit).toBeGreaterThan(longestWait(job))
})
