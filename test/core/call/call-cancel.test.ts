import { afterEach, describe, expect, test } from '@jest/globals'
import { faults } from '../../../emulator/index.js'
import { emulatorForCalls } from './emulator-for-calls.ts'

const on = emulatorForCalls()

/** As the host does it, once the request has arrived. */
async function cancelWhenSent(): Promise<void> {
  while (on.emulator.requests.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  process.emit('SIGTERM')
}

describe('a call that is canceled', () => {
  afterEach(() => void process.removeAllListeners('SIGTERM'))

  test.each([
    ['GET /_apis/projects', '', 'No more requests are sent.'],
    ['POST /_apis/x', '{}', 'its outcome is unknown: check in Azure DevOps whether it was carried out.'],
    ['DELETE /_apis/x', '', 'its outcome is unknown'],
  ])('ends at once, and %s says what is known', async (route, body, message) => {
    on.emulator.fault(() => true, faults.neverAnswers)
    const began = Date.now()
    const [told] = await Promise.all([on.run(route, { body, retries: '3' }), cancelWhenSent()])
    expect(told.ending).toEqual({ result: 'canceled', signal: 'SIGTERM' })
    expect(told.outputs).toMatchObject({ outcome: 'canceled', status: '', result: '', 'result-file': '' })
    expect(told.warnings[0]).toContain(message)
    expect(on.sent()).toHaveLength(1)
    expect(Date.now() - began).toBeLessThan(5000)
    expect(told.summary).toContain('canceled')
  })
})
