import { describe, expect, test } from '@jest/globals'
import { formOf, inWords } from '../../scripts/generate/form.js'

describe('the form of Azure Pipelines', () => {
  test('has one list to pick from for a choice, and a variable can be typed instead', () => {
    expect(formOf({ type: 'choice', values: ['fail', 'warn'] })).toEqual({
      type: 'pickList',
      options: { fail: 'Fail', warn: 'Warn' },
      properties: { EditableOptions: 'True' },
    })
  })

  test('lets several values of a closed set be picked', () => {
    expect(formOf({ type: 'choices', values: ['succeeded', 'partiallySucceeded'] })).toEqual({
      type: 'pickList',
      options: { succeeded: 'Succeeded', partiallySucceeded: 'Partially succeeded' },
      properties: { EditableOptions: 'True', MultiSelectFlatList: 'True' },
    })
  })

  test('shows an input that depends on another one only with it', () => {
    expect(formOf({ type: 'duration', visibleRule: 'wait = true' })).toEqual({
      type: 'string',
      visibleRule: 'wait = true',
    })
    expect(formOf({ type: 'duration' })).toEqual({ type: 'string' })
  })

  const types: [string, string][] = [
    ['text', 'string'],
    ['secret', 'string'],
    ['boolean', 'boolean'],
    ['list', 'multiLine'],
    ['map', 'multiLine'],
    ['number', 'string'],
    ['connection', 'connectedService:ExternalTfs'],
  ]
  test.each(types)('edits the type %s as %s', (type, control) => {
    expect(formOf({ type }).type).toBe(control)
  })

  const labels: [string, string][] = [
    ['fail', 'Fail'],
    ['onlyDeleted', 'Only deleted'],
    ['queueTimeDescending', 'Queue time descending'],
    ['batchedCI', 'Batched CI'],
  ]
  test.each(labels)('calls %s %s', (value, label) => {
    expect(inWords(value)).toBe(label)
  })
})
