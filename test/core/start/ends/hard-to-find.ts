import { faults } from '../../../../emulator/index.js'
import { answering, both, endsThat, quirks } from './start-end.ts'

const reset = faults.doneThen(faults.resetsConnection)

/** A build was made, its answer lost, and it is not easy to find. */
export const hardToFind = endsThat({ came: 'adopted', made: 1 }, [
  { title: 'lists lag by 20 s', prepare: both(answering(reset), quirks({ listLag: 20_000 })) },
  { title: 'lists lag by 85 s', prepare: both(answering(reset), quirks({ listLag: 85_000 })) },
  {
    title: 'lists lag by 200 s',
    came: 'unknown',
    prepare: both(answering(reset), quirks({ listLag: 200_000 })),
  },
  { title: 'its time is 2 s behind', prepare: both(answering(reset), quirks({ queueTimeOffset: -2000 })) },
  {
    title: 'the clock of this machine is ten minutes off',
    prepare: both(answering(reset), quirks({ dateOffset: 600_000, queueTimeOffset: 600_000 })),
  },
  {
    title: 'it has no commit yet',
    inputs: { commit: 'b'.repeat(40) },
    prepare: both(answering(reset), quirks({ lateCommit: true })),
  },
  {
    title: 'it has values',
    inputs: { parameters: '{"env": "prod", "list": [1, 2]}', variables: 'debug: true' },
    setup: { pipeline: { parameters: { env: {}, list: { type: 'object' as const } } } },
    prepare: answering(reset),
  },
  {
    title: 'the checks fail now and then',
    prepare: both(answering(reset), ({ emulator }) => {
      let count = 0
      emulator.fault(({ query }) => query.has('minTime') && ++count % 2 === 1, faults.status(503), 3)
    }),
  },
  {
    title: 'no check succeeds',
    came: 'unknown',
    prepare: both(answering(reset), ({ emulator }) => {
      emulator.fault(({ query }) => query.has('minTime'), faults.status(503))
    }),
  },
  {
    title: 'the list has no end',
    came: 'unknown',
    prepare: both(answering(reset), ({ emulator }) => {
      emulator.fault(
        ({ query }) => query.has('minTime'),
        (_request, response, next) => {
          const { status, headers, body } = next.reply()
          const more = { 'x-ms-continuationtoken': 'again', 'content-length': Buffer.byteLength(body) }
          response.writeHead(status, { ...headers, ...more }).end(body)
        },
      )
    }),
  },
  {
    title: 'another build is on the second page',
    made: 1,
    came: 'unknown',
    prepare: both(answering(reset), ({ emulator, clock }) => {
      emulator.fault(
        ({ query }) => query.has('minTime'),
        ({ query }, response, next) => {
          const { status, headers, body } = next.reply()
          const page = JSON.parse(String(body))
          const [own] = page.value
          const isFirst = !query.has('continuationToken')
          const value = isFirst
            ? [own]
            : [{ ...own, id: own.id + 1, queueTime: new Date(clock.now() - 1000).toISOString() }]
          const bytes = JSON.stringify({ count: 1, value })
          const token = isFirst ? { 'x-ms-continuationtoken': 'second' } : {}
          response.writeHead(status, { ...headers, ...token, 'content-length': Buffer.byteLength(bytes) }).end(bytes)
        },
      )
    }),
  },
  {
    title: 'the token is revoked meanwhile',
    came: 'unknown',
    prepare: both(answering(reset), ({ emulator }) => {
      emulator.fault(({ query }) => query.has('minTime'), faults.anonymous401)
    }),
  },
  {
    title: 'the service does not say whose token it is',
    came: 'unknown',
    prepare: both(answering(reset), ({ emulator }) => {
      emulator.fault(
        ({ method }) => method === 'GET',
        (_request, response, next) => {
          const { status, headers, body } = next.reply()
          const { 'x-vss-userdata': _, ...others } = headers
          response.writeHead(status, { ...others, 'content-length': Buffer.byteLength(body) }).end(body)
        },
      )
    }),
  },
])
