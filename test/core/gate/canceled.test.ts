import { afterEach, describe, expect, test } from '@jest/globals'
import type { NaiveRequest } from '../../support/naive-server.ts'
import { buildOf, gate } from './gate-server.ts'

const builds = [buildOf(1, 1, { result: 'failed' })]
/** The newest builds, for the message that nothing was found. */
const nearMisses = ({ query }: NaiveRequest) => query.get('$top') === '50' && !query.has('statusFilter')
const timeline = ({ path }: NaiveRequest) => path.endsWith('/timeline')
const completed = ({ query }: NaiveRequest) => query.get('statusFilter') === 'completed'

/** Cancels the step as a host does, once such a request has come. */
const cancelAt = (isIt: (request: NaiveRequest) => boolean) => (request: NaiveRequest) => {
  if (isIt(request)) setTimeout(() => process.emit('SIGTERM'), 20)
  return isIt(request)
}

describe('A signal ends the step as canceled', () => {
  afterEach(() => void process.removeAllListeners('SIGTERM'))

  test.each<[string, (request: NaiveRequest) => boolean, Record<string, string>]>([
    ['while builds are listed', completed, {}],
    ['while the newest builds are looked up for a message', nearMisses, { commit: 'c0ffee0' }],
    ['and not as passed, whatever if-none says', nearMisses, { commit: 'c0ffee0', 'if-none': 'warn' }],
    ['while a failure is explained', timeline, { 'require-result': 'succeeded', explain: 'true' }],
  ])('%s', async (_, isIt, given) => {
    const { outputs, ending } = await gate({ builds, silent: cancelAt(isIt) }, given)
    expect(ending).toEqual({ result: 'canceled', signal: 'SIGTERM' })
    expect(outputs.outcome).toBe('canceled')
  })
})
