import { availableParallelism } from 'node:os'

const { JEST_REPORT: report } = process.env

/** Tests run as ES modules: @actions/core 3 and @actions/http-client 4 can only be imported. */
export default {
  testEnvironment: '<rootDir>/.ci/jest-environment.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['<rootDir>/.ci/jest-transform.js', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  testSequencer: '<rootDir>/.ci/jest-sequencer.js',
  globalSetup: '<rootDir>/.ci/jest-folder.js',
  testTimeout: 30_000,
  // Many tests wait for a process of their own: on two cores, two workers leave a third of them idle. As a percentage,
  // jest takes what is over 100 for a number of workers.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  reporters: ['default', ...(report ? [['<rootDir>/.ci/jest-report.js', { file: report }]] : [])],
}
