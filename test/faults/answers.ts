import { brotliCompressSync, gzipSync } from 'node:zlib'
import { faults } from '../../emulator/index.js'
import type { FaultAnswer } from '../../emulator/types.ts'
import type { Fault } from './fault.ts'

const json = { 'content-type': 'application/json; charset=utf-8' }
const unexpected = 'The response is not what Azure DevOps sends for this request.'
const broken = 'The response is incomplete.'
const signIn = 'Azure DevOps returned an HTML sign-in page instead of JSON.'
const emptyList = '{"count":0,"value":[]}'

/** A whole message of these bytes, called JSON. */
const bytes =
  (body: Buffer | string, headers: Record<string, string> = {}): FaultAnswer =>
  (_, response) => {
    const sent = Buffer.from(body)
    response.writeHead(200, { ...json, ...headers, 'content-length': sent.length }).end(sent)
  }

/** The same in chunks, so that nothing tells how long it is. */
const chunked =
  (body: Buffer, headers: Record<string, string>): FaultAnswer =>
  (_, response) => {
    response.writeHead(200, { ...json, ...headers, 'transfer-encoding': 'chunked' }).end(body)
  }

/** The normal answer without its last bytes, in a message that is whole. */
const cutBy =
  (count: number): FaultAnswer =>
  (_, response, next) => {
    const { headers, body } = next.reply()
    const sent = Buffer.from(body).subarray(0, -count)
    response.writeHead(200, { ...headers, 'content-length': sent.length }).end(sent)
  }

/** A compressed list whose checksum is wrong. */
function wrongChecksum(): Buffer {
  const body = gzipSync(emptyList)
  body.writeUInt8(body.readUInt8(body.length - 5) ^ 0xff, body.length - 5)
  return body
}

/** Bodies that are not whole, or not a list from the service. */
export const bodies: readonly Fault[] = [
  { title: 'a body shorter than its length', answer: faults.bodyCutShort, asked: 'again', what: broken },
  { title: 'chunks without the last', answer: faults.chunkedCutShort, asked: 'again', what: broken },
  { title: 'gzip without its end', answer: faults.brokenGzip, asked: 'again', what: broken },
  {
    title: 'gzip with a wrong checksum',
    answer: bytes(wrongChecksum(), { 'content-encoding': 'gzip' }),
    asked: 'again',
    what: broken,
  },
  {
    title: 'gzip with a wrong checksum, in chunks',
    answer: chunked(wrongChecksum(), { 'content-encoding': 'gzip' }),
    asked: 'again',
    what: broken,
  },
  {
    title: 'gzip without its end, in chunks',
    answer: chunked(gzipSync(emptyList).subarray(0, -9), { 'content-encoding': 'gzip' }),
    asked: 'again',
    what: broken,
  },
  {
    title: 'a list that is called gzip and is not',
    answer: bytes(emptyList, { 'content-encoding': 'gzip' }),
    asked: 'again',
    what: broken,
  },
  {
    title: 'gzip that is not called so',
    answer: bytes(gzipSync(emptyList)),
    asked: 'again',
    what: broken,
    words: ['not UTF-8'],
  },
  {
    title: 'an unknown encoding',
    answer: faults.unknownEncoding,
    asked: 'once',
    what: 'The response has a content encoding that was not requested.',
  },
  {
    title: 'an encoding that a proxy chose',
    answer: bytes(brotliCompressSync(emptyList), { 'content-encoding': 'br' }),
    asked: 'once',
    what: 'The response has a content encoding that was not requested.',
    words: ['the content encoding is br, not gzip'],
  },
  {
    title: 'two encodings',
    answer: bytes(gzipSync(emptyList), { 'content-encoding': 'gzip, gzip' }),
    asked: 'once',
    what: 'The response has a content encoding that was not requested.',
  },
  { title: 'JSON that stops in the middle', answer: faults.badJson, asked: 'again', what: broken },
  { title: 'a page without its last byte', answer: cutBy(1), asked: 'again', what: broken },
  { title: 'a page without its last two bytes', answer: cutBy(2), asked: 'again', what: broken },
  { title: 'a page with more behind it', answer: bytes(`${emptyList}]`), asked: 'again', what: broken },
  { title: 'no body', answer: faults.emptyBody, asked: 'again', what: broken, words: ['the body is empty'] },
  {
    title: 'only a byte order mark',
    answer: bytes(Buffer.from([0xef, 0xbb, 0xbf])),
    asked: 'again',
    what: broken,
    words: ['the body is empty'],
  },
  { title: 'null', answer: faults.nullBody, asked: 'once', what: unexpected, words: ['the body is no object'] },
  { title: 'a bare list', answer: bytes('[]'), asked: 'once', what: unexpected },
  { title: 'a string', answer: bytes('"value"'), asked: 'once', what: unexpected },
  { title: 'no value', answer: faults.noValue, asked: 'once', what: unexpected, words: ['it has no value'] },
  { title: 'a value that is null', answer: bytes('{"count":0,"value":null}'), asked: 'once', what: unexpected },
  {
    title: 'the second shape of an error with 200',
    answer: faults.valueNotAList,
    asked: 'once',
    what: unexpected,
    words: ['its value is no list'],
  },
  {
    title: 'a list and then another value',
    answer: bytes('{"value":[],"value":{"Message":"no"}}'),
    asked: 'once',
    what: unexpected,
  },
  { title: 'a value one level down', answer: bytes('{"data":{"value":[]}}'), asked: 'once', what: unexpected },
  { title: 'elements that are no builds', answer: bytes('{"value":[{"id":"1"}]}'), asked: 'once', what: unexpected },
  { title: 'elements that are null', answer: bytes('{"value":[null]}'), asked: 'once', what: unexpected },
  {
    title: 'projects that are null',
    answer: bytes('{"count":1,"value":[null]}'),
    inputs: { project: '*' },
    asked: 'once',
    what: unexpected,
  },
  {
    title: 'projects without a name',
    answer: bytes('{"count":1,"value":[{"id":"1"}]}'),
    inputs: { project: '*' },
    asked: 'once',
    what: unexpected,
  },
  {
    title: 'a project whose name leads elsewhere',
    answer: bytes('{"count":1,"value":[{"name":".."}]}'),
    inputs: { project: '*' },
    asked: 'once',
    what: unexpected,
  },
  {
    title: 'pipelines that are null',
    answer: bytes('{"count":1,"value":[null]}'),
    inputs: { pipelines: 'ci' },
    asked: 'once',
    what: unexpected,
  },
  { title: 'a sign-in page with 200', answer: faults.htmlWith200, asked: 'once', what: signIn },
  {
    title: 'a page that is called JSON',
    answer: bytes('<!DOCTYPE html><title>Proxy</title>'),
    asked: 'again',
    what: broken,
  },
  {
    title: 'JSON that is called text',
    answer: bytes(emptyList, { 'content-type': 'text/plain' }),
    asked: 'once',
    what: unexpected,
  },
  { title: 'a sign-in page with 203', answer: faults.htmlWith203, asked: 'once', what: signIn },
  {
    title: 'a list with 203',
    answer: faults.status(203, { count: 0, value: [] }),
    asked: 'once',
    what: 'The response is not from Azure DevOps itself (203 Non-Authoritative Information).',
  },
  { title: 'a list with 201', answer: faults.status(201, { count: 0, value: [] }), asked: 'once', what: unexpected },
  { title: 'a list with 206', answer: faults.status(206, { count: 0, value: [] }), asked: 'once', what: unexpected },
  {
    title: 'a very long message',
    answer: faults.status(400, { message: 'no '.repeat(100_000) }),
    asked: 'once',
    what: 'Azure DevOps refused the request.',
    words: [/^[\s\S]{0,2000}$/],
  },
  { title: '204', answer: faults.status(204), asked: 'once', what: unexpected },
]
