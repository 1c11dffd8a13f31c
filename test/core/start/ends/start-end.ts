import type { Emulator, FaultAnswer, RequestRecord } from '../../../../emulator/types.ts'
import type { Front } from '../front.ts'
import type { HandTurnedClock, StartSetup } from '../start-setup.ts'

/** What a step must make of an end of its request. */
export type Came = 'started' | 'adopted' | 'false start' | 'not started' | 'unknown'

export interface Around {
  readonly emulator: Emulator
  readonly clock: HandTurnedClock
  readonly front: Front
  /** Lets real timers run out. */
  readonly timeOut: (milliseconds: number) => void
}

/** One way for the request that starts a build to end. */
export interface StartEnd {
  readonly title: string
  readonly came: Came
  /** How many builds the step made. */
  readonly made: 0 | 1
  /** How many requests to start one the service saw; 1 unless said. */
  readonly posts?: number
  readonly inputs?: Record<string, string>
  readonly setup?: Omit<StartSetup, 'settings' | 'prepare'>
  readonly prepare?: (around: Around) => void
  /** What an error or a warning says. */
  readonly says?: RegExp
}

export const isStart = ({ method }: RequestRecord) => method === 'POST'

/** Gives the answer to every request that starts a build, or to the first so many. */
export const answering =
  (answer: FaultAnswer, times?: number) =>
  ({ emulator }: Around) =>
    void emulator.fault(isStart, answer, times)

export const quirks =
  (change: Partial<Emulator['quirks']>) =>
  ({ emulator }: Around) =>
    void Object.assign(emulator.quirks, change)

export const both =
  (...prepare: ((around: Around) => void)[]) =>
  (around: Around) => {
    for (const one of prepare) one(around)
  }

/** Acts as soon as everything before the start has been answered. */
export const beforeStart =
  (act: (around: Around) => void | Promise<void>) =>
  (around: Around): void => {
    around.emulator.fault(
      ({ method, path }) => method === 'GET' && path.endsWith('/builds'),
      async (_request, _response, next) => {
        await act(around)
        await next()
      },
      1,
    )
  }

/** Ends that come to the same. */
export function endsThat(
  common: Pick<StartEnd, 'came' | 'made'>,
  ends: readonly (Omit<StartEnd, 'came' | 'made'> & Partial<StartEnd>)[],
): StartEnd[] {
  return ends.map(end => ({ ...common, ...end }))
}
