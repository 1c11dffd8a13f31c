import { expect, test } from '@jest/globals'
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  subarray,
} from 'fast-check'
import { createIdentity } from '../../../emulator/index.js'
import type { BuildOverrides } from '../../../emulator/types.ts'
import { serviceIdentity } from '../../../emulator/world/create-identity.js'
import { StepError } from '../../../src/core/errors/errors.ts'
import { runs } from '../../support/thorough.ts'
import { addLookAlike, lookAlikeNumber } from './ends/look-alikes.ts'
import { lost } from './ends/lost.ts'
import { isStart } from './ends/start-end.ts'
import { fullCommit } from './queued.ts'
import { pipelineId, runStartBuild } from './start-setup.ts'

/** What the step asks for. */
const asked = record({
  branch: constantFrom(undefined, 'refs/heads/release'),
  commit: constantFrom(undefined, fullCommit),
  parameters: constantFrom<Record<string, string>>({}, { env: 'prod' }, { env: '{"a":[1,true]}' }),
  variables: constantFrom<Record<string, string>>({}, { debug: 'true' }),
})

const grace = createIdentity('Grace Example')

/** Each makes a build another one, in a way that the service shows. */
const different: Record<string, BuildOverrides> = {
  identity: { requestedBy: grace, requestedFor: grace },
  'the identity that it is requested by': { requestedBy: grace },
  'the identity of the service': { requestedBy: serviceIdentity, reason: 'individualCI' },
  reason: { reason: 'schedule' },
  pipeline: { definition: { id: pipelineId + 1 } },
  branch: { sourceBranch: 'refs/heads/other' },
  'more parameters': { templateParameters: { env: 'prod', more: 'x' } },
  'other parameters': { templateParameters: { env: 'test' } },
  'more variables': { parameters: '{"debug":"true","more":"x"}' },
  'unreadable variables': { parameters: "{'debug': 'true'}" },
}

const someDifferences = subarray(Object.keys(different), { minLength: 1, maxLength: 3 })

/** When it is queued, after the request was sent, and how much later lists have it; milliseconds. */
const course = record({ queued: integer({ min: 0, max: 25_000 }), lag: integer({ min: 0, max: 60_000 }) })

const lookAlike = record({
  differs: oneof({ weight: 4, arbitrary: someDifferences }, { weight: 1, arbitrary: constant(['time']) }),
  queued: integer({ min: -3600_000, max: 85_000 }),
  lag: integer({ min: 0, max: 60_000 }),
})

const setup = record({
  asked,
  /** Undefined where the request is lost before the service makes a build of it. */
  own: option(course, { nil: undefined }),
  lookAlikes: array(lookAlike, { maxLength: 6 }),
  /**
   * Equal in everything. It is there only together with the own one, and lists show both within half a minute: otherwise
   * nothing at all tells them apart.
   */
  twin: option(record({ queued: integer({ min: 0, max: 25_000 }), seen: integer({ min: -29_000, max: 29_000 }) }), {
    nil: undefined,
  }),
  /** Of the request that starts it: see `lost`. */
  end: integer({ min: 0, max: lost.length - 1 }),
  lateCommit: boolean(),
})

test('among any builds that others start meanwhile, the step finds its own or none', async () => {
  let adopted = 0
  const looks = asyncProperty(setup, async ({ asked: { branch, commit, parameters, variables }, own, ...rest }) => {
    const equal: BuildOverrides = {
      sourceBranch: branch ?? 'refs/heads/main',
      ...(commit === undefined ? {} : { sourceVersion: commit }),
      ...(Object.keys(parameters).length > 0 ? { templateParameters: parameters } : {}),
      ...(Object.keys(variables).length > 0 ? { parameters: JSON.stringify(variables) } : {}),
    }
    const twin = own === undefined ? undefined : rest.twin
    const ran = await runStartBuild({
      settings: {
        ref: branch,
        commit,
        parameters: new Map(Object.entries(parameters)),
        variables: new Map(Object.entries(variables)),
      },
      pipeline: {
        parameters: parameters.env === undefined ? {} : { env: {} },
        course: [{ after: 2000, status: 'inProgress' }],
      },
      prepare: (emulator, clock) => {
        const { world } = emulator
        emulator.quirks.lateCommit = rest.lateCommit
        /** Adds a build now, and shows it later. */
        const appear = (add: () => void, lag: number) => {
          add()
          const build = world.builds.pop()
          clock.plan(clock.now() + lag, () => build && world.builds.push(build))
        }
        for (const { differs, queued, lag } of rest.lookAlikes) {
          const names: readonly string[] = differs
          const overrides: BuildOverrides = Object.assign({}, equal, ...names.map(name => different[name]))
          // Equal in everything but the time: only before the start, or long after it.
          const at = differs[0] === 'time' && queued > -6000 ? Math.max(queued, 0) + 36_000 : queued
          const queueTime = new Date(clock.now() + at).toISOString()
          const add = () => appear(() => addLookAlike(emulator, clock, { ...overrides, queueTime }), lag)
          if (at < 0) add()
          else clock.plan(clock.now() + at, add)
        }
        emulator.fault(
          isStart,
          async (request, response, next) => {
            if (own !== undefined) clock.plan(clock.now() + own.queued, () => appear(next.reply, own.lag))
            if (own !== undefined && twin !== undefined) {
              const lag = Math.max(0, own.queued + own.lag + twin.seen - twin.queued)
              clock.plan(clock.now() + twin.queued, () => appear(() => addLookAlike(emulator, clock, equal), lag))
            }
            await lost[rest.end]?.[1](request, response, next)
          },
          1,
        )
      },
    })
    const made = ran.emulator.world.builds.filter(({ buildNumber }) => buildNumber !== lookAlikeNumber)
    expect(made.length).toBeLessThanOrEqual(own === undefined ? 0 : 1)
    expect(ran.posts).toBe(1)
    if (ran.started === undefined) {
      expect(ran.error).toBeInstanceOf(StepError)
      expect((ran.error as StepError).reason).toBe('start-unknown')
      // Without a twin the own one is always found.
      if (own !== undefined) expect(twin).toBeDefined()
      return
    }
    expect(ran.started.found.build.id).toBe(made[0]?.id)
    adopted++
  })
  const tries = Math.max(40, runs(150))
  await assert(looks, { numRuns: tries })
  expect(adopted).toBeGreaterThan(tries / 15)
})
