import { expect } from '@jest/globals'
import fc from 'fast-check'
import { runs } from '../../support/thorough.ts'
import { type Expected, isJudged, mayBeCut, mustBeCut, naiveJudge } from './naive-judge.ts'
import { anyManner, anyPlans, type Given, questions } from './random-cases.ts'
import type { Gate } from './turned-emulators.ts'

/** Compares the verdict with that of a judge who sees everything. */
export async function checkGate(gate: Gate, wait: boolean, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyPlans, questions(wait), anyManner, async (plans, given, manner) => {
      const { outputs, ending, log, builds = [] } = await gate.run(plans, given, manner)
      const expected = naiveJudge(plans, given, manner)
      const passes = ending.result === 'passed'
      // The promise that matters most, whatever else is true.
      if (passes) expect({ passes: expected.passes, log }).toEqual({ passes: true, log })
      // What is not documented must pass nothing; it may fail something.
      if (manner.countsBy !== 'order') return
      expectTrueCounts(log, Number(outputs.count), plans.length * (given.project ?? '').split(',').length)
      const isCut = log.some(line => line.startsWith('The list is incomplete'))
      const isSurelyCut = mustBeCut(plans, given, manner) && expected.outcome !== 'error'
      if (isSurelyCut) expect({ isCut, log }).toEqual({ isCut: true, log })
      if (isCut) {
        expect({ mayBeCut: mayBeCut(plans, given, manner), log }).toEqual({ mayBeCut: true, log })
        const known = isSurelyCut ? [] : behindCut(given, expected)
        if (isJudged(given)) expect(['failed', 'timed-out', ...known]).toContain(outputs.outcome)
        return
      }
      const ids = builds.map(({ id }) => id)
      const inOrder =
        given.top === '0' && !/^[^,*]+$/.test(given.project ?? '') ? sorted : (all: readonly unknown[]) => all
      expect({ outcome: outputs.outcome, passes, ids: inOrder(ids), log }).toEqual({
        ...expected,
        ids: inOrder(expected.ids),
        log,
      })
    }),
    { numRuns: runs(numRuns) },
  )
}

/** What the log says that was checked adds up, and is no more than there is. */
function expectTrueCounts(log: readonly string[], count: number, most: number): void {
  const line = log.find(text => text.startsWith('Checked '))
  if (line === undefined) return
  const [, checked, matching, others = '', later = '0'] =
    /^Checked (\d+) builds?: (\d+) match(?:es)?(.*?)\.(?: (\d+) builds? matched later\.)?$/.exec(line) ?? []
  const returned = /^, (\d+) returned/.exec(others)?.[1] ?? matching
  const leftOut = [...others.matchAll(/(\d+) (?:is|are) /g)].map(([, number]) => Number(number))
  expect({ line, checked: Number(checked) }).toEqual({
    line,
    checked: leftOut.reduce((sum, number) => sum + number, Number(matching)),
  })
  expect({ line, count: Number(returned) + Number(later) }).toEqual({ line, count })
  expect({ line, isTrue: Number(checked) <= most }).toEqual({ line, isTrue: true })
}

/** The newest build alone may be known whatever was cut, but only if unfinished builds are all there. */
function behindCut({ 'require-result': required, wait }: Given, { outcome }: Expected): readonly string[] {
  return (required ?? (wait === undefined ? 'any' : 'succeeded')) === 'any' ? [outcome] : []
}

/** Without a limit, builds are in order within each project only. */
function sorted(ids: readonly unknown[]): unknown[] {
  return [...ids].sort()
}
