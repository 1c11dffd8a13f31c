import { setTimeout as delay } from 'node:timers/promises'
import { faults } from '../../../../emulator/index.js'
import type { FaultAnswer } from '../../../../emulator/types.ts'
import { answering, endsThat, quirks } from './start-end.ts'

/** A build was made, and it is not what was asked for. */
export const falseStarts = endsThat({ came: 'false start', made: 1 }, [
  {
    title: 'another branch',
    inputs: { branch: 'release' },
    prepare: quirks({ ignoresBranch: true }),
    says: /refs\/heads\/main/,
  },
  { title: 'a branch that is none', inputs: { branch: 'refs/head/x' }, says: /refs\/heads\/main, not refs\/head\/x/ },
  {
    title: 'another commit',
    inputs: { commit: 'c'.repeat(40) },
    prepare: quirks({ ignoresCommit: true }),
    says: /of commit/,
  },
  {
    title: 'another commit that comes late',
    inputs: { commit: 'c'.repeat(40) },
    setup: { pipeline: { course: [{ after: 1500, status: 'inProgress' }] } },
    prepare: quirks({ ignoresCommit: true, lateCommit: true }),
    says: /of commit/,
  },
  {
    title: 'parameters that were ignored',
    inputs: { parameters: 'env: prod' },
    prepare: quirks({ ignoresParameters: true }),
    says: /parameters than were set: env/,
  },
  {
    title: 'another pipeline',
    prepare: answering(faults.changed({ definition: { id: 9 } })),
    says: /pipeline 9, not 178/,
  },
  {
    title: 'dead on arrival, without a word',
    prepare: answering(faults.changed({ status: 'completed', result: 'failed' })),
    says: /completed \(failed\) as soon as it was started/,
  },
  {
    title: 'canceled on arrival',
    inputs: { wait: 'true' },
    prepare: answering(faults.changed({ status: 'completed', result: 'canceled' })),
    says: /completed \(canceled\) as soon as it was started/,
  },
  {
    title: 'dead on arrival',
    setup: { pipeline: { parameters: { env: {} } } },
    prepare: quirks({ deadOnArrival: true }),
    says: /'env' parameter must be/,
  },
])

/** The start works, and there is something to say. */
export const oddStarts = endsThat({ came: 'started', made: 1 }, [
  {
    title: 'a paused pipeline',
    setup: { definition: { queueStatus: 'paused' } },
    says: /paused/,
  },
  {
    title: 'warnings in the answer',
    prepare: quirks({ startResults: [{ result: 'warning', message: 'No agent is online.' }] }),
    says: /No agent is online/,
  },
  {
    title: 'a warning whose cure is known',
    prepare: quirks({
      startResults: [{ result: 'warning', message: 'There are agents that can run it, but they are not online: a1' }],
    }),
    says: /not online: a1[\s\S]*Fix: Start an agent of the pool/,
  },
  {
    title: 'an answer after 110 s',
    prepare: ({ emulator, timeOut }) => {
      const late: FaultAnswer = async (_request, _response, next) => {
        timeOut(110_000)
        await next()
      }
      emulator.fault(({ method }) => method === 'POST', late)
    },
  },
  {
    title: 'a slow answer',
    prepare: answering(async (_request, _response, next) => {
      await delay(50)
      await next()
    }),
  },
  { title: '201', prepare: answering(statusOf(201)) },
  {
    title: 'a commit that never comes',
    inputs: { commit: 'c'.repeat(40) },
    setup: { pipeline: { course: [] } },
    prepare: quirks({ lateCommit: true }),
  },
])

function statusOf(status: number): FaultAnswer {
  return (_request, response, next) => {
    const { headers, body } = next.reply()
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  }
}
