// A reporter of jest (https://jestjs.io/docs/configuration#reporters-arraymodulename--modulename-options) that writes
// what a run came to into the file that JEST_REPORT names, as JSON. npm cit takes no arguments that could ask for it.
import { writeFileSync } from 'node:fs'

/** @import { AggregatedResult } from '@jest/reporters' */

export default class JestReport {
  /**
   * @param {unknown} _config
   * @param {{ file: string }} options
   */
  constructor(_config, { file }) {
    this.file = file
  }

  /**
   * @param {unknown} _contexts
   * @param {AggregatedResult} results
   */
  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results
    const report = {
      passed: numPassedTests,
      // A file that cannot be run has no tests that could fail.
      failed: numFailedTests + numRuntimeErrorTestSuites,
      skipped: numPendingTests + numTodoTests,
    }
    writeFileSync(this.file, `${JSON.stringify(report)}\n`)
  }
}
