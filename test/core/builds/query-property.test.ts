import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createProject } from '../../../emulator/index.js'
import { runs } from '../../support/thorough.ts'
import { naive } from './query-naive.ts'
import { anyBuilds, anyQuery, definitions, projects, smallestPage } from './query-random.ts'
import { ask, type Given } from './query-run.ts'

const anyPages = fc.record({
  more: fc.integer({ min: 0, max: 12 }),
  continuation: fc.constantFrom('inclusive' as const, 'exclusive' as const),
})

/** Where the client filters, reading stops at the last build that is wanted, before anybody knows whether more match. */
function mayStopEarly({ commit, branch = '' }: Given): boolean {
  return commit !== undefined || /[*?]/.test(branch)
}

test('What is returned is what filtering and sorting all builds gives, up to top, and truncated says whether that is all', async () => {
  await fc.assert(
    fc.asyncProperty(anyBuilds, anyQuery, anyPages, async (builds, { project, given }, { more, continuation }) => {
      const world = { projects: projects.map(name => createProject(name)), definitions, builds }
      const pageLimit = smallestPage(builds) + more
      const { ids, outputs, errors } = await ask(world, given, { pageLimit, continuation })
      const expected = naive(builds, project, given)
      const top = Number(given.top ?? '100')
      const stopped = mayStopEarly(given) && top > 0 && expected.ids.length === top && outputs.truncated === 'true'
      expect({ errors, ids, truncated: outputs.truncated }).toEqual({
        errors: [],
        ids: expected.ids,
        truncated: String(expected.truncated || stopped),
      })
    }),
    { numRuns: runs(150) },
  )
}, 3_600_000)
