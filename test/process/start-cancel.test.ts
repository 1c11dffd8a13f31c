import { describe, expect, test } from '@jest/globals'
import { createDefinition, createProject, faults, setPipeline } from '../../emulator/index.js'
import type { Emulator, FaultAnswer, RequestRecord } from '../../emulator/types.ts'
import { outputNames } from '../../src/core/result/outputs.ts'
import { onHostsInTurn, runStep } from '../support/step.ts'

/** What is in flight when the host cancels the step, against a service that is slow or does not answer at all. */
interface Moment {
  readonly prepare: (emulator: Emulator, cancel: () => void) => void
  readonly inputs?: Record<string, string>
  /** Whether the build is in the outputs; after SIGTERM there is less time. */
  readonly known: boolean | 'unless SIGTERM'
  readonly made: boolean
  readonly says: RegExp
}

const isStart = ({ method }: RequestRecord) => method === 'POST'
const isStop = ({ method }: RequestRecord) => method === 'PATCH'
const isPoll = ({ query }: RequestRecord) => query.has('buildIds')
const isSearch = ({ query }: RequestRecord) => query.has('minTime')

/** Cancels the step when the request arrives, and then answers. */
const then =
  (cancel: () => void, answer: FaultAnswer): FaultAnswer =>
  (request, response, next) => {
    cancel()
    return answer(request, response, next)
  }

const after =
  (duration: number): FaultAnswer =>
  async (_request, response, next) => {
    const { status, headers, body } = next.reply()
    await new Promise(resolve => setTimeout(resolve, duration))
    response.writeHead(status, headers).end(body)
  }

const mayRun = /A build may have been started: http/
const stopped = /Stopping the build, because the job was canceled: deploy /
const maybeStopped = /The build may not have been stopped: deploy /

const moments: Record<string, Moment> = {
  'before the start': {
    prepare: ({ fault }, cancel) => fault(({ path }) => path.endsWith('/178'), then(cancel, faults.neverAnswers)),
    known: false,
    made: false,
    says: /The step was canceled/,
  },
  'while it starts a build, of which it never hears': {
    prepare: ({ fault }, cancel) => fault(isStart, then(cancel, faults.doneThen(faults.neverAnswers))),
    known: false,
    made: true,
    says: mayRun,
  },
  'while it starts a build that is never made': {
    prepare: ({ fault }, cancel) => fault(isStart, then(cancel, faults.neverAnswers)),
    known: false,
    made: false,
    says: mayRun,
  },
  'while it starts a build, slowly': {
    prepare: ({ fault }, cancel) => fault(isStart, then(cancel, faults.doneThen(after(1500)))),
    known: 'unless SIGTERM',
    made: true,
    says: stopped,
  },
  'while it searches for the build': {
    prepare: ({ fault }, cancel) => {
      fault(isStart, faults.doneThen(faults.resetsConnection))
      fault(isSearch, then(cancel, faults.neverAnswers))
    },
    known: false,
    made: true,
    says: mayRun,
  },
  'while it waits, and the service stops the build slowly': {
    prepare: ({ fault }, cancel) => {
      fault(isPoll, then(cancel, faults.neverAnswers))
      fault(isStop, after(700))
    },
    inputs: { wait: 'true', 'poll-interval': '1s' },
    known: true,
    made: true,
    says: stopped,
  },
  'while it waits, and the service does not answer any more': {
    prepare: ({ fault }, cancel) => {
      fault(isPoll, then(cancel, faults.neverAnswers))
      fault(isStop, faults.neverAnswers)
    },
    inputs: { wait: 'true', 'poll-interval': '1s' },
    known: true,
    made: true,
    says: maybeStopped,
  },
}

/** The signals that the host sends, and its own pauses before the next signal, milliseconds. */
const cancellations = {
  SIGINT: { name: 'SIGINT', waits: [7500, 2500] },
  SIGTERM: { name: 'SIGTERM', waits: [0, 2500] },
  'SIGINT, and SIGTERM at once': { name: 'SIGINT', waits: [100, 2500] },
} as const

const rows = onHostsInTurn(
  Object.keys(moments).flatMap(moment => Object.keys(cancellations).map(signals => ({ moment, signals }))),
)

const world = () => {
  const web = createProject('web')
  const deploy = createDefinition({ id: 178, name: 'deploy', project: web })
  return {
    projects: [web],
    definitions: [setPipeline(deploy, { course: [{ after: 0, status: 'inProgress' }] })],
    builds: [],
  }
}

describe('A step that is to stop its build is not killed before its outputs are set', () => {
  test.concurrent.each(rows)('$signals on $name $moment', async ({ bundle, moment: title, signals }) => {
    const { prepare, inputs, known, made, says } = moments[title] as Moment
    const { name, waits } = cancellations[signals as keyof typeof cancellations]
    let canceledAt = 0
    let cancel = () => undefined
    let builds: Emulator['world']['builds'] = []
    const run = await runStep(bundle, {
      emulator: { world: world() },
      inputs: { start: 'true', pipelines: '178', 'on-cancel': 'stop', ...inputs },
      prepare: emulator => {
        builds = emulator.world.builds
        prepare(emulator, () => {
          canceledAt ||= performance.now()
          cancel()
        })
      },
      options: {
        signal: {
          name,
          waits: [...waits],
          ready: begin => {
            cancel = () => void begin()
          },
        },
      },
    })
    const took = performance.now() - canceledAt
    const isTwice = waits[0] === 100
    // The host would have killed the step after 10 s, 2.5 s, and 2.6 s.
    expect([run.signal, run.result]).toEqual([null, 'canceled'])
    expect(took).toBeLessThan(isTwice ? 2000 : name === 'SIGTERM' ? 2500 : 7500)
    if (!isTwice) expect(run.signalsSent).toEqual([name])
    expect(Object.keys(run.outputs).sort()).toEqual([...outputNames].sort())
    const isShort = name === 'SIGTERM' || isTwice
    const isKnown = known === true || (known === 'unless SIGTERM' && !isShort)
    expect(run.outputs).toMatchObject({ outcome: 'canceled', 'build-id': isKnown ? '1' : '' })
    expect([builds.length, run.requests.filter(isStart).length]).toEqual([
      Number(made),
      Number(title !== 'before the start'),
    ])
    const stops = run.requests.filter(isStop).length
    expect(stops).toBe(Number(isKnown))
    const expected = known === 'unless SIGTERM' && !isKnown ? mayRun : isTwice && says === stopped ? maybeStopped : says
    expect(run.log.join('\n')).toMatch(expected)
  })
})
