import { afterEach, beforeEach } from '@jest/globals'
import { createProject, startEmulator } from '../../../emulator/index.js'
import type { Emulator, EmulatorOptions } from '../../../emulator/types.ts'
import { type CallInputs, callInMemory, type ToldCall } from '../../support/call-in-memory.ts'
import { madeUpToken } from '../../support/samples.ts'

type Tools = Parameters<typeof callInMemory>[1]

export interface EmulatorForCalls {
  /** Started anew for each test. */
  readonly emulator: Emulator
  readonly token: string
  /** Calls the emulator, without retries unless the inputs say otherwise. */
  run(route: string, inputs?: CallInputs, tools?: Tools): Promise<ToldCall>
  /** The requests as they came: `GET /contoso/_apis/projects?api-version=7.1`. */
  sent(): string[]
}

/** An emulator with the projects `web` and `mobile app`, and a token, for each test of a file or a `describe`. */
export function emulatorForCalls(options: EmulatorOptions = {}): EmulatorForCalls {
  let emulator: Emulator
  let token: string
  beforeEach(async () => {
    token = madeUpToken()
    const world = { projects: [createProject('web'), createProject('mobile app')], definitions: [], builds: [] }
    emulator = await startEmulator({ world, ...options, tokens: { [token]: { kind: 'pat' } } })
  })
  afterEach(() => emulator.close())
  return {
    get emulator() {
      return emulator
    },
    get token() {
      return token
    },
    run: (route, inputs = {}, tools = {}) =>
      callInMemory(
        { organization: emulator.url, project: 'web', pat: token, route, retries: '0', ...inputs },
        { random: () => 0, ...tools },
      ),
    sent: () => emulator.requests.map(({ method, rawUrl }) => `${method} ${rawUrl}`),
  }
}
