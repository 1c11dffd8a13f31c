// Which files of tests begin first: those that wait for long, so that none of them is left over at the end. Jest itself
// knows how long they took last time, but not on a fresh machine, and takes the largest first there.
import Sequencer from '@jest/test-sequencer'

/** @import { Test } from '@jest/test-result' */

/** The longest first. */
const longest = [
  'process/npm-start.test.ts',
  'process/start-build.test.ts',
  'process/wait.test.ts',
  'process/start-cancel.test.ts',
  'core/call/call-faults.test.ts',
  'process/proxy.test.ts',
  'process/gate.test.ts',
  'core/call/call-files.test.ts',
  'process/npm-start-snapshot.test.ts',
  'core/artifacts/download-artifacts.test.ts',
  'core/untrusted/text-sizes.test.ts',
  'process/call.test.ts',
  'process/start-docs.test.ts',
  'docs/github-examples.test.ts',
  'process/cancel.test.ts',
]

/** @param {Test} test */
const rankOf = ({ path }) => {
  const at = longest.findIndex(end => path.replaceAll('\\', '/').endsWith(`/test/${end}`))
  return at < 0 ? longest.length : at
}

export default class LongestFirst extends Sequencer {
  /** @override @param {Test[]} tests */
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}
