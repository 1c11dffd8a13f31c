import { describe, expect, test } from '@jest/globals'
import { startCauses } from '../../../src/core/errors/causes/start.ts'
import { type CauseName, causes } from '../../../src/core/errors/causes.ts'
import { ServiceError } from '../../../src/core/errors/errors.ts'
import { hidingValues } from '../../../src/core/start/hide-values.ts'
import { explainMessages, explainRefusal } from '../../../src/core/start/refusal.ts'

const keep = (text: string) => text

/** Texts of the service, as users quote them, and the cause of each. */
const texts: [CauseName, string][] = [
  ['parameter-unexpected', "/devops/build.yaml (Line: 38, Col: 17): Unexpected parameter 'testFolder'"],
  ['parameter-unexpected', "Unexpected parameter 'x'"],
  ['parameter-missing', "A value for the 'env' parameter must be provided."],
  ['parameter-invalid', "The 'p' parameter value 'gamma' is not a valid value."],
  ['parameter-invalid', "The 'p' parameter value 'yes' is not a valid Boolean."],
  ['parameter-invalid', "The 'p' parameter value 'a\nb' is not a valid Number.".replace('\n', ' ')],
  [
    'variable-not-settable',
    "You can't set the following variables (my_variable). If you want to be able to set these variables, then edit the pipeline and select Settable at queue time on the variables tab of the pipeline editor.",
  ],
  ['variable-not-settable', 'See https://aka.ms/AzPipelines/SettingVariablesAtQueueTime - x'],
  [
    'start-permission-missing',
    'TF215106: Access denied. Ada Example needs Queue builds permissions for build pipeline 17494:deploy in team project web to perform the action.',
  ],
  [
    'start-configuration-permission-missing',
    'TF215106: Access denied. Ada Example needs Edit queue build configuration permissions for build pipeline 1:x in team project web to perform the action.',
  ],
  ['pool-permission-missing', 'Ada Example needs Use permissions for pool Default to perform the action.'],
  [
    'stop-permission-missing',
    'TF215106: Access denied. Ada Example needs Stop builds permissions for build pipeline 1:x in team project web to perform the action.',
  ],
  ['start-denied', 'TF215106: Access denied. Ada Example needs Manage build queue permissions for build pipeline 1:x.'],
  ['pool-unknown', 'No agent pool found with identifier 769.'],
  [
    'pool-unknown',
    'The pipeline is not valid. Could not find a pool with name x. The pool does not exist or has not been authorized for use. For authorization details, refer to https://aka.ms/yamlauthz.',
  ],
  [
    'source-unreachable',
    'The pipeline is not valid. Could not get the latest source version for repository r hosted on https://github.com/ using ref refs/heads/b. GitHub reported the error, "Not Found"',
  ],
  [
    'source-unreachable',
    "Unable to resolve the reference 'refs/heads/main' to a specific version. Verify the reference exists in the source repository.",
  ],
  [
    'yaml-missing',
    'An error occurred while loading the YAML build pipeline. File /x.yml not found in repository r branch refs/heads/b version abc.',
  ],
  [
    'resource-unauthorized',
    'The pipeline is not valid. Job j: Step input azureSubscription references service connection x which could not be found. The service connection does not exist, has been disabled or hasn’t been authorized for use.',
  ],
  ['task-missing', "The pipeline is not valid. A task is missing. The pipeline references a task called 't'."],
  ['yaml-invalid', '/azure-pipelines.yml (Line: 3, Col: 1): Unexpected value'],
  ['yaml-invalid', 'An error occurred while loading the YAML build pipeline. Mapping values are not allowed.'],
  [
    'agents-offline',
    'There are agents that are capable of running the build, but they are not online. The build waits until one is.',
  ],
  [
    'parallelism-missing',
    'No hosted parallelism has been purchased or granted. To request a free parallelism grant, please fill out https://aka.ms/azpipelines-parallelism-request',
  ],
  ['start-refused', 'Something that nobody has seen before.'],
]

describe('each message of a refusal has its cause:', () => {
  test.each(texts)('%s, %s', (reason, text) => {
    expect(explainMessages([text], keep)).toEqual([{ said: expect.any(String), reason }])
  })

  test('every cause with a text as its sign is among them', () => {
    const byText = Object.entries(startCauses).filter(
      ([, cause]) => 'signs' in cause && cause.signs.some(sign => 'text' in sign),
    )
    expect([...new Set(texts.map(([reason]) => reason))]).toEqual(expect.arrayContaining(byText.map(([name]) => name)))
  })
})

test('a message of several lines is several messages', () => {
  expect(explainMessages(["Unexpected parameter 'x'\r\n\nA task is missing. x"], keep)).toEqual([
    { said: "Unexpected parameter 'x'", reason: 'parameter-unexpected' },
    { said: 'A task is missing. x', reason: 'task-missing' },
  ])
})

test('nobody is named', () => {
  const said = texts.flatMap(([, text]) => explainMessages([text], keep)).map(one => one.said)
  expect(said.join('\n')).not.toContain('Ada')
  expect(said).toContain(
    'TF215106: Access denied. The owner of the token needs Queue builds permissions for build pipeline 17494:deploy in team project web to perform the action.',
  )
})

describe('a refusal', () => {
  const error = (
    given: { results?: string[]; text?: string; typeKey?: string },
    reason: CauseName = 'request-refused',
  ) =>
    new ServiceError(reason, {
      details: ['The start of pipeline 7 failed: HTTP 400, "the value hunter2 is wrong".'],
      transient: false,
      arrived: 'refused',
      request: { method: 'POST', status: 400, ...given },
      original: new Error('hunter2'),
    })
  const hide = hidingValues(['hunter2'])

  test('with one message has the cause of that message', () => {
    const explained = explainRefusal(error({ results: ["Unexpected parameter 'x'"] }), hide)
    expect([explained.reason, explained.explained]).toEqual([
      'parameter-unexpected',
      [{ said: "Unexpected parameter 'x'", reason: 'parameter-unexpected' }],
    ])
  })

  test('with several has all of them', () => {
    const results = ["Unexpected parameter 'x'", "The 'p' parameter value 'hunter2' is not a valid Number."]
    const explained = explainRefusal(error({ results }), hide)
    expect(explained.reason).toBe('start-refused')
    expect(explained.explained.map(one => one.reason)).toEqual(['parameter-unexpected', 'parameter-invalid'])
  })

  test('without results is explained by its text', () => {
    const text = "You can't set the following variables (x)."
    const explained = explainRefusal(error({ text, typeKey: 'PipelineValidationException' }), hide)
    expect(explained.explained).toEqual([{ said: text, reason: 'variable-not-settable' }])
  })

  test('that is about something else stays what it is', () => {
    const explained = explainRefusal(error({ text: 'hunter2' }, 'scope-missing'), hide)
    expect([explained.reason, explained.explained]).toEqual(['scope-missing', []])
    expect(explained.details).toEqual(['The start of pipeline 7 failed: HTTP 400, "the value *** is wrong".'])
  })

  test('has no value in anything that it holds', () => {
    const all = [
      error({ results: ["The 'p' parameter value 'hunter2' is not a valid Number."], text: 'hunter2' }),
      error({ text: 'hunter2' }),
      error({ text: 'hunter2' }, 'scope-missing'),
    ].map(one => explainRefusal(one, hide))
    for (const { message, details, explained, request, cause, stack } of all)
      expect(JSON.stringify([message, details, explained, request, String(cause), stack])).not.toContain('hunter2')
  })
})

test('every cause says what happened, why, and what to do, in whole sentences', () => {
  for (const name of Object.keys(startCauses) as (keyof typeof startCauses)[])
    for (const sentence of [causes[name].what, causes[name].why, causes[name].fix])
      expect(sentence).toMatch(/^[A-Z{].*\.$/)
})
