import { faults } from '../../../../emulator/index.js'
import { answering, beforeStart, both, endsThat, quirks } from './start-end.ts'

export const json = { 'content-type': 'application/json; charset=utf-8' }
/** The body of a refusal. */
export const refusal = (typeKey: string, message: string, results: object[] = []) => ({
  customProperties: { ValidationResults: results },
  message,
  typeKey,
  errorCode: 0,
})

/** The service says no, and why. */
export const refused = endsThat({ came: 'not started', made: 0 }, [
  { title: 'a missing parameter', setup: { pipeline: { parameters: { env: {} } } }, says: /'env' parameter must be/ },
  {
    title: 'three errors at once',
    setup: { pipeline: { parameters: { env: {}, size: {}, flag: { type: 'boolean' } } } },
    inputs: { parameters: 'flag: yes' },
    says: /'env'[\s\S]*'size'[\s\S]*'flag'/,
  },
  {
    title: 'the shape of 2017',
    setup: { pipeline: { parameters: { env: {} } }, emulator: { quirks: { oldValidationShape: true } } },
    says: /'env' parameter must be/,
  },
  {
    title: 'a variable that is not settable',
    setup: { pipeline: { settable: [] } },
    inputs: { variables: 'x: y' },
    says: /\(x\)/,
  },
  { title: 'an unexpected parameter', inputs: { parameters: 'x: y' }, says: /Unexpected parameter 'x'/ },
  { title: 'a token that may only read', setup: { grant: { scopes: ['vso.build'] } }, says: /401/ },
  { title: 'no permission to queue', setup: { pipeline: { denied: ['Queue builds'] } }, says: /Queue builds/ },
  { title: 'no permission on the pool', setup: { pipeline: { denied: ['Use'] } }, says: /pool Azure Pipelines/ },
  {
    title: 'no permission to set values',
    setup: { pipeline: { denied: ['Edit queue build configuration'] } },
    inputs: { variables: 'x: y' },
    says: /Edit queue build configuration/,
  },
  {
    title: 'a branch that does not exist',
    setup: { pipeline: { branches: { 'refs/heads/main': 'a'.repeat(40) } } },
    inputs: { branch: 'gone' },
    says: /ref refs\/heads\/gone/,
  },
  {
    title: 'a pipeline that was deleted meanwhile',
    prepare: beforeStart(({ emulator: { world } }) => void world.definitions.splice(0)),
    says: /404|not found/,
  },
  {
    title: 'the same with 500',
    prepare: both(
      beforeStart(({ emulator: { world } }) => void world.definitions.splice(0)),
      quirks({ unknownPipeline: 'failed' }),
    ),
    says: /does not exist/,
  },
  {
    title: 'a pipeline that was disabled meanwhile',
    prepare: beforeStart(({ emulator: { world } }) => {
      for (const definition of world.definitions) definition.queueStatus = 'disabled'
    }),
    says: /disabled/,
  },
  {
    title: 'warnings that are not ignored',
    prepare: answering(
      faults.status(
        409,
        refusal('BuildRequestValidationWarningException', 'Could not queue the build.', [
          { result: 'warning', message: 'There are agents that can run the build, but they are not online.' },
        ]),
      ),
    ),
    says: /not online/,
  },
  {
    title: 'a redirect to sign in',
    prepare: answering(faults.redirectTo('https://example.com/_signin')),
    says: /sign-in/,
  },
  { title: 'a sign-in page with 203', prepare: answering(faults.htmlWith203), says: /sign-in/ },
  { title: 'the second shape of errors', prepare: answering(faults.secondErrorShape), says: /invalid/ },
  { title: 'a method that is not served', prepare: answering(faults.status(405)), says: /405/ },
  { title: 'a page that says 404', prepare: answering(faults.status(404, '<html></html>')), says: /404/ },
  {
    title: 'a PipelineValidationException with two lines',
    prepare: answering(
      faults.status(
        400,
        refusal('PipelineValidationException', "/a.yml (Line: 1, Col: 2): Bad\nUnexpected parameter 'x'"),
      ),
    ),
    says: /Line: 1[\s\S]*Unexpected parameter/,
  },
  { title: 'text in place of JSON with 400', prepare: answering(faults.status(400, 'Bad Request', json)), says: /400/ },
])
