import { faults } from '../../../../emulator/index.js'
import type { FaultAnswer } from '../../../../emulator/types.ts'
import { json, refusal } from './refused.ts'
import { type Around, answering, beforeStart, endsThat } from './start-end.ts'

/** The answer says nothing that can be relied on. */
export const lost: [string, FaultAnswer][] = [
  ['reset', faults.resetsConnection],
  ['closed', faults.closesConnection],
  ['408', faults.status(408)],
  ['500 without a word', faults.status(500)],
  [
    '500 of an exception that says nothing',
    faults.status(500, refusal('TeamFoundationServiceUnavailableException', 'x')),
  ],
  ['502', faults.status(502, '<html>Bad Gateway</html>')],
  ['503 with Retry-After', faults.retryAfter(3, 503)],
  ['504', faults.status(504)],
  ['an HTML page with 200', faults.htmlWith200],
  ['broken JSON', faults.badJson],
  ['an empty body', faults.emptyBody],
  ['null', faults.nullBody],
  ['JSON that is no build', faults.noValue],
  ['a body that is cut short', faults.bodyCutShort],
  ['chunks that are cut short', faults.chunkedCutShort],
  ['broken gzip', faults.brokenGzip],
  ['an encoding that nobody asked for', faults.status(200, '{}', { ...json, 'content-encoding': 'zstd-dcb' })],
]

const silence: (around: Around) => FaultAnswer =
  ({ timeOut }) =>
  async (request, response, next) => {
    setImmediate(timeOut, 120_000)
    await faults.neverAnswers(request, response, next)
  }

export const lostWithoutBuild = endsThat(
  { came: 'unknown', made: 0 },
  [
    ...lost.map(([title, answer]) => ({ title, prepare: answering(answer) })),
    {
      title: 'reset in the middle of the request',
      posts: 0,
      prepare: beforeStart(({ front }) => {
        front.fate = { resetAfter: 50 }
      }),
    },
    { title: 'silence for two minutes', prepare: (around: Around) => answering(silence(around))(around) },
  ].map(end => ({ ...end, title: `${end.title}, no build made` })),
)

export const lostWithBuild = endsThat(
  { came: 'adopted', made: 1 },
  [
    ...lost.map(([title, answer]) => ({ title, prepare: answering(faults.doneThen(answer)) })),
    { title: 'half of the answer', prepare: answering(faults.cutOff(0.5)) },
    { title: 'all but the last byte of the answer', prepare: answering(faults.cutOff(0.9999)) },
    { title: 'an answer without its ID', prepare: answering(faults.changed({ id: undefined })) },
    {
      title: 'silence for two minutes',
      prepare: (around: Around) => answering(faults.doneThen(silence(around)))(around),
    },
  ].map(end => ({ ...end, title: `${end.title}, a build made` })),
)
