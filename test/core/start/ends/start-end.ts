import type { Emulator, FaultAnswer, RequestRecord } from '../../../../emulator/types.ts'
import type { Front } from '../front.ts'
import type { HandTurnedClock, StartScene } from '../start-scene.ts'

/** What a step must make of an end of its request. */
export type Came = 'started' | 'adopted' | 'false start' | 'not started' | 'unknown'

export interface Stage {
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
  readonly scene?: Omit<StartScene, 'settings' | 'prepare'>
  readonly prepare?: (stage: Stage) => void
  /** What an error or a warning says. */
  readonly says?: RegExp
}

export const isStart = ({ method }: RequestRecord) => method === 'POST'

/** Gives the answer to every request that starts a build, or to the first so many. */
export const answering =
  (answer: FaultAnswer, times?: number) =>
  ({ emulator }: Stage) =>
    void emulator.fault(isStart, answer, times)

export const quirks =
  (change: Partial<Emulator['quirks']>) =>
  ({ emulator }: Stage) =>
    void Object.assign(emulator.quirks, change)

export const both =
  (...prepare: ((stage: Stage) => void)[]) =>
  (stage: Stage) => {
    for (const one of prepare) one(stage)
  }

/** Acts as soon as everything before the start has been answered. */
export const beforeStart =
  (act: (stage: Stage) => void | Promise<void>) =>
  (stage: Stage): void => {
    stage.emulator.fault(
      ({ method, path }) => method === 'GET' && path.endsWith('/builds'),
      async (_request, _response, next) => {
        await act(stage)
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
