import { createBuild, startEmulator } from '../../emulator/index.js'
import type { Emulator, FaultAnswer, Grant, RequestRecord } from '../../emulator/types.ts'
import type { AzureOptions, Result } from '../../hosts/types.js'
import { type Bundle, newToken, nodeForSteps } from '../support/step.ts'

/** One thing that goes wrong, and what the step must make of it. */
export interface Fault {
  readonly title: string
  /** Given to every request, unless `only` says which. */
  readonly answer?: FaultAnswer
  readonly only?: (request: RequestRecord) => boolean
  /** What the token may do; not accepted at all with `false`. */
  readonly grant?: Partial<Grant> | false
  readonly inputs?: Record<string, string> | ((emulator: Emulator) => Record<string, string>)
  /** A permanent answer is asked once; a passing one again, as often as `retries` allows. */
  readonly asked: 'once' | 'again' | number
  /** How the error begins: what happened. */
  readonly what: string
  /** What else the errors say. */
  readonly words?: readonly (string | RegExp)[]
  /** What the log says on the way. */
  readonly says?: RegExp
}

export interface FaultRun {
  readonly result: Result
  readonly token: string
  readonly username: string
  readonly requests: readonly RequestRecord[]
}

const retries = 1

/** How many requests the step must have sent. */
export function expectedRequests({ asked }: Fault): number {
  if (asked === 'once') return 1
  return asked === 'again' ? retries + 1 : asked
}

/** Runs a committed bundle against an emulator of its own, so that many can run side by side. */
export async function runFault(bundle: Bundle, fault: Fault, options: AzureOptions = {}): Promise<FaultRun> {
  const token = newToken()
  const username = 'Ada'
  const emulator = await startEmulator()
  emulator.world.builds.push(createBuild({ project: { name: 'web' } }))
  if (fault.grant !== false) emulator.acceptToken(token, fault.grant)
  if (fault.answer !== undefined) emulator.fault(fault.only ?? (() => true), fault.answer)
  const more = typeof fault.inputs === 'function' ? fault.inputs(emulator) : fault.inputs
  const inputs = {
    organization: emulator.url,
    project: 'web',
    pat: token,
    username,
    retries: String(retries),
    'request-timeout': '5s',
    'query-timeout': '20s',
    ...more,
  }
  try {
    const result = await bundle.run({ node: nodeForSteps, debug: true, ...options, inputs })
    return { result, token, username, requests: [...emulator.requests] }
  } finally {
    await emulator.close()
  }
}
