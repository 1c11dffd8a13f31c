import { createBuild, createIdentity, faults } from '../../../../emulator/index.js'
import type { BuildOverrides, Emulator, FaultAnswer } from '../../../../emulator/types.ts'
import { serviceIdentity, tokenOwner } from '../../../../emulator/world/create-identity.js'
import { type HandTurnedClock, pipelineId } from '../start-setup.ts'
import { type Around, isStart, type StartEnd } from './start-end.ts'

const reset = faults.doneThen(faults.resetsConnection)

/**
 * Adds a build that somebody else queued, when the request to start one arrives or some time after it, and then answers.
 * @param after milliseconds
 */
const beside =
  (overrides: BuildOverrides, answer: FaultAnswer, after = 0) =>
  ({ emulator, clock }: Around): void => {
    const add = () => addLookAlike(emulator, clock, overrides)
    const act: FaultAnswer = (request, response, next) => {
      if (after > 0) clock.plan(clock.now() + after, add)
      else add()
      return answer(request, response, next)
    }
    emulator.fault(isStart, act, 1)
  }

/** Adds a build that looks like one of the token's owner that was queued now. */
export function addLookAlike({ world }: Emulator, clock: HandTurnedClock, overrides: BuildOverrides): void {
  const id = Math.max(0, ...world.builds.map(build => build.id)) + 1
  const [definition] = world.definitions
  const own: BuildOverrides = {
    id,
    queueTime: new Date(clock.now()).toISOString(),
    status: 'notStarted',
    requestedBy: tokenOwner,
    requestedFor: tokenOwner,
    definition: { ...definition },
  }
  world.builds.push(createBuild({ ...own, ...overrides, buildNumber: lookAlikeNumber }))
}

/** By which tests tell such a build from the own one; the step does not look at it. */
export const lookAlikeNumber = 'look-alike'

/** Does what was asked for, and shows it in lists only after some time. */
const hiddenFor =
  (duration: number, answer: FaultAnswer) =>
  ({ emulator, clock }: Around): FaultAnswer =>
  async (request, response, next) => {
    const reply = next.reply()
    const own = emulator.world.builds.pop()
    clock.plan(clock.now() + duration, () => {
      if (own !== undefined) emulator.world.builds.push(own)
    })
    await answer(
      request,
      response,
      Object.assign(() => Promise.resolve(), { reply: () => reply }),
    )
  }

const other = createIdentity('Grace Example')
/** Others start builds meanwhile: what is theirs, and how long after the own one they were queued. */
const others: [string, BuildOverrides, number?][] = [
  ['an equal build of another identity', { requestedBy: other, requestedFor: other }],
  ['an equal build that another identity queued for this one', { requestedBy: other }],
  ['a build of a push of the same person', { requestedBy: serviceIdentity, reason: 'individualCI' }],
  ['a build of another branch', { sourceBranch: 'refs/heads/release' }],
  ['a build with a parameter', { templateParameters: { env: 'prod' } }],
  ['a build with a variable', { parameters: '{"env":"prod"}' }],
  ['an equal build of another pipeline', { definition: { id: pipelineId + 1 } }],
  ['an equal build that was queued before', { queueTime: '2026-11-23T11:59:00Z' }],
  ['an equal build that was queued a minute later', {}, 60_000],
]

export const lookAlikes: StartEnd[] = others.flatMap(([title, theirs, after]): StartEnd[] => [
  { title: `${title}, next to the own one`, came: 'adopted', made: 1, prepare: beside(theirs, reset, after) },
  {
    title: `${title}, without an own one`,
    came: 'unknown',
    made: 0,
    prepare: beside(theirs, faults.resetsConnection, after),
  },
])

export const twins: StartEnd[] = [
  {
    title: 'an equal build of the same identity',
    came: 'unknown',
    made: 1,
    prepare: beside({}, reset),
    says: /may have been started[\s\S]*buildId=2[\s\S]*buildId=1/,
  },
  {
    title: 'an equal build of the same identity that is seen 25 s sooner',
    came: 'unknown',
    made: 1,
    prepare: (around: Around) => beside({}, hiddenFor(25_000, faults.resetsConnection)(around))(around),
  },
]
