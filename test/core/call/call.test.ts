import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createProject, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { type CallInputs, callInMemory } from '../../support/call-in-memory.ts'
import { madeUpToken } from '../../support/samples.ts'

let emulator: Emulator
let token: string
beforeEach(async () => {
  token = madeUpToken()
  const world = { projects: [createProject('web'), createProject('mobile app')], definitions: [], builds: [] }
  emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } } })
})
afterEach(() => emulator.close())

const run = (route: string, inputs: CallInputs = {}) =>
  callInMemory({ organization: emulator.url, project: 'web', pat: token, route, retries: '0', ...inputs })

describe('a call', () => {
  test('gives the whole response, its file, and what is known of it', async () => {
    const told = await run('GET /{project}/_apis/git/repositories')
    expect(told.ending).toEqual({ result: 'passed' })
    expect(told.outputs).toMatchObject({
      outcome: 'passed',
      status: '200',
      count: '1',
      truncated: 'false',
      etag: '',
      location: '',
    })
    expect(JSON.parse(told.outputs.result)).toMatchObject({ count: 1, value: [{ name: 'web' }] })
    expect(told.file).toBe(told.outputs.result)
    expect(told.mode).toBe(0o600)
    expect(emulator.requests.map(({ method, rawUrl }) => `${method} ${rawUrl}`)).toEqual([
      'GET /contoso/web/_apis/git/repositories?api-version=7.1',
    ])
  })
})
