import { afterEach, expect, test } from '@jest/globals'
import { CanceledError } from '../../../src/core/errors/errors.ts'
import { listenForCancellation } from '../../../src/core/host/cancellation.ts'

const names = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const
const before = names.map(name => process.listeners(name))
const listeners = () => names.map(name => process.listeners(name))

afterEach(() => {
  for (const [index, name] of names.entries())
    for (const one of process.listeners(name)) if (!before[index]?.includes(one)) process.off(name, one)
})

test('A step that was not canceled listens no more when it ends', () => {
  const cancellation = listenForCancellation()
  expect(listeners()).not.toEqual(before)
  cancellation.stop()
  expect(listeners()).toEqual(before)
  expect(cancellation.signal.aborted).toBe(false)
})

test('The first signal cancels, and the second one ends what still goes on', () => {
  const cancellation = listenForCancellation()
  process.emit('SIGINT')
  expect(cancellation.signal.reason).toEqual(new CanceledError('SIGINT'))
  expect(cancellation.over.aborted).toBe(false)
  process.emit('SIGTERM')
  expect(cancellation.over.aborted).toBe(true)
  expect(cancellation.signal.reason).toEqual(new CanceledError('SIGINT'))
  cancellation.stop()
})

test.each(['SIGINT', 'SIGTERM'] as const)('A signal after the end of a step that %s canceled kills nothing', name => {
  const cancellation = listenForCancellation()
  process.emit(name)
  cancellation.stop()
  for (const each of ['SIGINT', 'SIGTERM'] as const) expect(process.emit(each)).toBe(true)
})
