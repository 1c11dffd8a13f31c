import { describe, expect, test } from '@jest/globals'
import { evaluate, type Scope } from './expressions.ts'

const scope: Scope = {
  values: {
    steps: { gate: { outputs: { 'build-id': '7', failure: '' } } },
    variables: { 'ci.buildResult': 'Succeeded' },
    list: [{ kind: 'script' }, { kind: 'tests' }],
    github: { event: {}, sha: 'abc' },
  },
  functions: {
    eq: (one, other) => String(one).toLowerCase() === String(other).toLowerCase(),
    contains: (list, item) => (list as unknown[]).includes(item),
    failure: () => true,
  },
}

/** The reader of expressions with which the examples are run. */
describe('An expression', () => {
  test.each<[string, unknown]>([
    ["steps.gate.outputs.build-id == '7'", true],
    ["failure() && steps.gate.outputs.failure != ''", false],
    ["eq(variables['ci.buildResult'], 'succeeded')", true],
    ["contains(list.*.kind, 'tests')", true],
    ['github.event.pull_request.head.sha || github.sha', 'abc'],
    ["!(1 == 2) && 'it''s'", "it's"],
    ['steps.other.outputs.count', undefined],
  ])('%s is %j', (text, value) => {
    expect(evaluate(text, scope)).toEqual(value)
  })

  test.each(['secrets.TOKEN', 'unknown()', "'open", 'steps.gate) ', '1 + 1'])('%s is refused', text => {
    expect(() => evaluate(text, scope)).toThrow()
  })
})
