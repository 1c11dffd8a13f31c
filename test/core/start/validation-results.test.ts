import { expect, test } from '@jest/globals'
import { readValidationResults } from '../../../src/core/start/validation-results.ts'

const error = { result: 'error', message: 'a' }
const warning = { result: 'warning', message: 'b' }

test.each<[string, unknown, object[]]>([
  ['of a build', { validationResults: [error, warning] }, [error, warning]],
  ['of a refusal', { customProperties: { ValidationResults: [error] } }, [error]],
  [
    'of a refusal of 2017, with names in another case',
    { ValidationResults: [{ Result: 'Error', Message: 'a' }] },
    [error],
  ],
  [
    'with numbers',
    {
      validationResults: [
        { result: 2, message: 'a' },
        { result: 1, message: 'b' },
      ],
    },
    [error, warning],
  ],
  [
    'that are fine',
    {
      validationResults: [
        { result: 'ok', message: 'a' },
        { result: 0, message: 'a' },
      ],
    },
    [],
  ],
  ['without words', { validationResults: [{ result: 'error' }, { result: 'error', message: '' }, null, 'x'] }, []],
  ['of something else', { validationResults: 'error' }, []],
  ['of nothing', null, []],
])('results %s are read', (_, json, expected) => expect(readValidationResults(json)).toEqual(expected))

test('an untrusted list is not read to its end', () => {
  expect(readValidationResults({ validationResults: Array.from({ length: 5000 }, () => error) })).toHaveLength(100)
})
