import { faults } from '../../emulator/index.js'
import type { FaultAnswer } from '../../emulator/types.ts'
import type { Fault } from './fault.ts'

const slow = 'The request timed out.'

/** The head of an answer and no byte of its body. */
const onlyHead: FaultAnswer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 22 }).flushHeaders()
}

/** Bytes that are no HTTP. */
const noHttp: FaultAnswer = (_, response) => {
  response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')
}

/** Nobody listens on the discard port. */
const closedPort = 9

/** What happens to a connection. */
export const connections: readonly Fault[] = [
  {
    title: 'a body slower than request-timeout',
    answer: faults.drip(20),
    inputs: { 'request-timeout': '1s', retries: '0' },
    asked: 'once',
    what: slow,
    words: ['raise request-timeout'],
  },
  {
    title: 'no answer',
    answer: faults.neverAnswers,
    inputs: { 'request-timeout': '1s' },
    asked: 'again',
    what: slow,
    says: /\(transient error\).*Attempt 2 of 2 follows in/,
  },
  {
    title: 'a head without a body',
    answer: onlyHead,
    inputs: { 'request-timeout': '1s', retries: '0' },
    asked: 'once',
    what: slow,
  },
  {
    title: 'no answer until timeout',
    answer: faults.neverAnswers,
    inputs: { 'query-timeout': '1s', 'request-timeout': '60s' },
    asked: 'once',
    what: 'The query timed out.',
    words: [/raise query-?timeout/i],
  },
  {
    title: 'a connection that is closed',
    answer: faults.closesConnection,
    asked: 'again',
    what: 'The response is incomplete.',
  },
  { title: 'something that is not HTTP', answer: noHttp, asked: 'again', what: 'The response is incomplete.' },
  {
    title: 'a connection that is refused',
    inputs: { organization: `http://127.0.0.1:${closedPort}/contoso` },
    asked: 'never',
    what: 'The connection was refused.',
    says: /\(transient error\).*Attempt 2 of 2 follows in/,
  },
  {
    title: 'a name that does not exist, which is looked up twice at most',
    inputs: { organization: 'https://devops.invalid/contoso', retries: '5' },
    asked: 'never',
    what: 'DNS lookup failed: the name of the server does not resolve (ENOTFOUND).',
    words: ['after 2 attempts'],
    says: /^((?!Attempt [3-6]).)*$/s,
  },
  {
    title: 'https:// where http:// is spoken',
    inputs: ({ url }) => ({ organization: url.replace('http:', 'https:') }),
    asked: 'never',
    what: 'The TLS handshake failed.',
  },
]
