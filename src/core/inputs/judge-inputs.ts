import type { Input } from './input.ts'
import { results } from './which-inputs.ts'

export const ifNoneChoices = ['fail', 'warn', 'ignore'] as const

/** Start, wait, judge. */
export const judgeInputs = {
  start: {
    label: 'Start',
    group: 'judge',
    type: 'boolean',
    default: 'false',
    help: 'Start a new build of the one pipeline in {pipelines}, on {branch} and {commit} if set, instead of finding one. Needs the **Build (Read & execute)** scope. The step never starts a build twice.',
  },
  parameters: {
    label: 'Template parameters',
    group: 'judge',
    type: 'map',
    help: 'Template parameters of the started build: one `name: value` per line, or a JSON object. Values are hidden in the log, the summary, and the builds file; outputs are verbatim.',
    visibleRule: 'start = true',
  },
  variables: {
    label: 'Variables',
    group: 'judge',
    type: 'map',
    help: 'Queue-time variables of the started build: one `name: value` per line, or a JSON object. Values are hidden in the log, the summary, and the builds file; outputs are verbatim.',
    visibleRule: 'start = true',
  },
  wait: {
    label: 'Wait',
    group: 'judge',
    type: 'boolean',
    default: 'false',
    help: 'Wait until the builds are completed. Builds that do not exist yet are waited for as well, for {appear-timeout}.',
  },
  'appear-timeout': {
    label: 'Appear timeout',
    group: 'judge',
    type: 'duration',
    default: '5m',
    help: 'With {wait}: how long to wait until every pipeline in {pipelines} has a matching build, or any pipeline if none is named, and until the commit of queued builds is known if {commit} is set.',
    visibleRule: 'wait = true && start != true',
  },
  'wait-timeout': {
    label: 'Wait timeout',
    group: 'judge',
    type: 'duration',
    default: '60m',
    help: 'With {wait}: how long to wait until all of them are completed. Then the step fails with the outcome `timed-out`.',
    visibleRule: 'wait = true',
  },
  'poll-interval': {
    label: 'Poll interval',
    group: 'judge',
    type: 'duration',
    least: 1,
    default: '15s',
    help: "With {wait}: time between checks, plus up to 10% so that jobs don't poll together.",
    visibleRule: 'wait = true',
  },
  'require-result': {
    label: 'Required result',
    group: 'judge',
    type: 'choices',
    values: [...results, 'any'],
    help: 'Every judged build must be completed with one of these results, or the step fails. `succeeded` with {wait}, nothing without; `any` judges nothing.',
  },
  'max-age': {
    label: 'Maximum age',
    group: 'judge',
    type: 'duration',
    help: 'The newest judged build must have finished within this time, or the step fails.',
  },
  'if-none': {
    label: 'If none',
    group: 'judge',
    type: 'choice',
    values: ifNoneChoices,
    default: 'fail',
    help: 'When no build matches, or a pipeline in {pipelines} or an ID in {build-ids} has no matching build: `fail`, `warn`, or `ignore`.',
    visibleRule: 'start != true',
  },
  'on-cancel': {
    label: 'On cancel',
    group: 'judge',
    type: 'choice',
    values: ['leave', 'stop'],
    default: 'leave',
    help: 'When this job is canceled: `leave` the build that this step started running, or `stop` it.',
    visibleRule: 'start = true',
  },
} as const satisfies Record<string, Input>
