import { availableParallelism } from 'node:os'

const { JEST_REPORT: report, THOROUGH: thorough } = process.env

/**
 * What tests of single modules prove, once more with whole processes; the examples of the documentation, which take a
 * process each; and the stand-ins for the service and the hosts. .ci/run tries them on two versions of Node.js
 * (test/support/thorough.ts).
 */
const onlyThorough = [
  '(emulator|hosts)/',
  'docs/(azure|github)-examples',
  'process/(azure-examples|call-recipes|explain-docs|npm-start-snapshot|start-docs)',
  'process/(damaging-lists|secrets-echoed|secrets-random|untrusted-builds|untrusted-responses)',
  'process/(certificates|faults|old-servers|organization-addresses|proxy|recorded-builds|token-shapes)',
]

/** Tests run as ES modules: @actions/core 3 and @actions/http-client 4 can only be imported. */
export default {
  testEnvironment: '<rootDir>/.ci/jest-environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: thorough ? [] : onlyThorough.map(path => `<rootDir>/test/${path}`),
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['<rootDir>/.ci/jest-transform.js', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  testSequencer: '<rootDir>/.ci/jest-sequencer.js',
  globalSetup: '<rootDir>/.ci/jest-folder.js',
  testTimeout: 30_000,
  // Many tests wait for a process of their own: one worker for each core leaves a third of them idle. As a percentage, jest
  // takes what is over 100 for a number of workers.
  maxWorkers: 2 * availableParallelism(),
  reporters: ['default', ...(report ? [['<rootDir>/.ci/jest-report.js', { file: report }]] : [])],
}
