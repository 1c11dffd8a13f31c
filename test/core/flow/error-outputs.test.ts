import { expect, test } from '@jest/globals'
import { buildOf, gate } from '../gate/gate-server.ts'

test.each([{}, { 'require-result': 'succeeded' }])(
  'a step that ends in an error after it found a build sets no output that reads like an answer: %j',
  async given => {
    const { outputs, errors } = await gate({ builds: [buildOf(1, 1)] }, { ...given, artifacts: 'drop' })
    expect(errors).toHaveLength(1)
    expect(Object.entries(outputs).filter(([, value]) => value !== '')).toEqual([['outcome', 'error']])
  },
)
