// The least that reads a long list: each page downloaded, decompressed, parsed and written.
import { closeSync, openSync, writeSync } from 'node:fs'
import http from 'node:http'
import { gunzipSync } from 'node:zlib'

const { URL_OF_BUILDS = '', AUTHORIZATION = '', ENCODING = 'gzip', FILE = '' } = process.env
const agent = new http.Agent({ keepAlive: true })

/**
 * @param {string} url
 * @returns {Promise<{ body: Buffer, next: string | undefined }>}
 */
function get(url) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: AUTHORIZATION, 'accept-encoding': ENCODING }
    const request = http.get(url, { agent, headers }, response => {
      /** @type {Buffer[]} */
      const chunks = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => {
        const received = Buffer.concat(chunks)
        const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(received) : received
        resolve({ body, next: response.headers['x-ms-continuationtoken']?.toString() })
      })
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

const file = openSync(FILE, 'w')
let count = 0
/** @type {string | undefined} */
let token
do {
  const more = token === undefined ? '' : `&continuationToken=${encodeURIComponent(token)}`
  const { body, next } = await get(`${URL_OF_BUILDS}&$top=1000${more}`)
  const { value } = JSON.parse(body.toString('utf8'))
  count += value.length
  writeSync(file, `${JSON.stringify(value)}\n`)
  token = next
} while (token !== undefined)
closeSync(file)
agent.destroy()
console.log(`${count} builds`)
