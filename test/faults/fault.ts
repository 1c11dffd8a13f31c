import { createBuild } from '../../emulator/index.js'
import type { Emulator, FaultAnswer, Grant } from '../../emulator/types.ts'
import type { Inputs, StepSetup } from '../support/step.ts'

/** One thing that goes wrong, and what the step must make of it. */
export interface Fault {
  readonly title: string
  /** Given to every request. */
  readonly answer?: FaultAnswer
  /** What the token may do; not accepted at all with `false`. */
  readonly grant?: Partial<Grant> | false
  readonly inputs?: Inputs | ((emulator: Emulator) => Inputs)
  /** A permanent failure is asked once; a transient one again, as often as `retries` allows. */
  readonly asked: keyof typeof requests
  /** The first line of the error: what happened. */
  readonly what: string
  /** What else the error says. */
  readonly words?: readonly (string | RegExp)[]
  /** What the log says before it. */
  readonly says?: RegExp
}

const retries = 1

/** How many requests the step must have sent. */
const requests = {
  never: 0,
  once: 1,
  again: retries + 1,
  'at a lower version': 2,
  'at three lower versions': 4,
}

/** The name that goes before the colon in the Basic credential. */
export const username = 'Ada'

export function expectedRequests({ asked }: Fault): number {
  return requests[asked]
}

/** How to run a step that meets the fault. */
export function setupOf({ answer, grant, inputs }: Fault): StepSetup {
  return {
    ...(grant !== undefined && { grant }),
    builds: [createBuild({ project: { name: 'web' } })],
    prepare: emulator => answer !== undefined && emulator.fault(() => true, answer),
    inputs: emulator => ({
      username,
      retries: String(retries),
      'request-timeout': '5s',
      'query-timeout': '20s',
      ...(typeof inputs === 'function' ? inputs(emulator) : inputs),
    }),
  }
}
