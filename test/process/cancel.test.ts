import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { faults } from '../../emulator/index.js'
import { outputNames } from '../../src/core/result/outputs.ts'
import { behind, bundles, emulatorForEachTest, gitHub } from '../support/step.ts'
import { inTurn } from '../support/thorough.ts'
import { buildWith, isPoll, running, runWaitingStep, type WaitingSetup } from '../support/waiting-step.ts'

/** A moment of a run: what makes it last, and what the step has written when it has come. */
type Moment = WaitingSetup & { readonly when: (written: string) => boolean; readonly known?: true }

const saying = (text: string) => (written: string) => written.includes(text)
const oneRunning: WaitingSetup = { builds: at => [buildWith(running, at)] }
const noWait = { wait: 'false' }

const moments: Record<string, Moment> = {
  'as soon as it writes': {
    inputs: noWait,
    when: written => written !== '',
    prepare: ({ fault }) => fault(() => true, faults.neverAnswers),
  },
  'in a request that is never answered': {
    inputs: noWait,
    when: saying('Authentication: '),
    prepare: ({ fault }) => fault(() => true, faults.neverAnswers),
  },
  'in an answer that does not end': {
    inputs: noWait,
    when: saying('Authentication: '),
    prepare: ({ fault }) => fault(() => true, faults.drip(20)),
  },
  'before another attempt': {
    inputs: noWait,
    when: saying('Attempt 3 of 6'),
    prepare: ({ fault }) => fault(() => true, faults.status(503)),
  },
  'in a pause that the service asks for': {
    inputs: noWait,
    when: saying('The next request waits for it.'),
    prepare: ({ fault }) => fault(() => true, faults.retryAfter(300, 429)),
  },
  'while no build matches': { inputs: { 'poll-interval': '5m' }, when: saying('Checking again for ') },
  'between two polls': {
    ...oneRunning,
    inputs: { 'poll-interval': '5m' },
    when: saying('Waiting for '),
    known: true,
  },
  'in a poll that is never answered': {
    builds: at => [buildWith({ ...running, 2: { status: 'cancelling' } }, at)],
    when: saying('inProgress → cancelling'),
    prepare: ({ fault, requests }) =>
      fault(request => isPoll(request) && requests.filter(isPoll).length > 1, faults.neverAnswers),
    known: true,
  },
}

const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const
/** Each signal at each moment, so that rows in turn have each moment on both hosts, and each signal as well. */
const rows = Object.keys(moments).flatMap((moment, index) =>
  (index % 2 === 0 ? signals : signals.toReversed()).map(([signal, code]) => [signal, moment, code] as const),
)

describe.each(bundles)('A signal that is not from $name', bundle => {
  const on = emulatorForEachTest()
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'signal-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(signals)('(%s) fails the step and the job, so that no later step runs', async (name, code) => {
    on.emulator.fault(() => true, faults.neverAnswers)
    const lines = `setTimeout(() => process.kill(process.pid, '${name}'), 500)`
    const result = await on.run(bundle, {}, behind(lines, bundle, folder))
    expect([result.outputs.outcome, result.exitCode]).toEqual(['canceled', bundle === gitHub ? code : 0])
    expect([result.result, result.jobResult, result.nextStepRuns]).toEqual(['failed', 'failed', false])
  })
})

describe.each(bundles)('Canceling on $name', bundle => {
  test.concurrent.each(inTurn(bundle, rows))(
    'with %s %s ends the step within two seconds',
    async (name, moment, code) => {
      const { when, known = false, ...scene } = moments[moment] as Moment
      let sent = 0
      const once = (written: string) => {
        if (sent === 0 && when(written)) sent = performance.now()
        return sent > 0
      }
      const run = await runWaitingStep(bundle, {
        ...scene,
        options: { signal: { name, when: once } },
      })
      expect(performance.now() - sent).toBeLessThan(2000)
      expect(run).toMatchObject({ result: 'canceled', signalsSent: [name], signal: null })
      expect(run.exitCode).toBe(bundle === gitHub ? code : 0)
      const [complete] = run.commands.filter(command => command.name === 'task.complete')
      expect(complete?.properties.result).toBe(bundle === gitHub ? undefined : 'Failed')
      expect([run.jobResult, run.nextStepRuns]).toEqual(['canceled', false])
      expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
      expect(run.outputs).toMatchObject({ outcome: 'canceled', count: known ? '1' : '', 'build-id': known ? '7' : '' })
      expect(run.found?.map(({ id }) => id)).toEqual(known ? [7] : undefined)
      expect(run.files.filter(file => file.includes('.azure-devops-'))).toEqual([])
    },
  )
})
