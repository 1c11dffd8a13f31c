import { scenes } from '../../../emulator/index.js'
import type { JobOutline, StageOutline, TaskOutline, TimelineOutline } from '../../../emulator/types.ts'
import type { Kind } from '../../../src/core/explain/kind.ts'

/** What the first cause of a timeline must be; undefined for one without a cause. */
export interface Expected {
  readonly kind: Kind
  /** `Stage > Job > Task`. */
  readonly where: string
  /** All of them. */
  readonly messages: readonly string[]
  readonly more?: number
  readonly count?: number
  /** How many causes there are in all, 1 when left out. */
  readonly causes?: number
  /** The line of the log that its link leads to. */
  readonly line?: number
  readonly noise?: true
  readonly attempt?: number
}

export type Row = readonly [title: string, outline: TimelineOutline, expected: Expected | undefined]

const exit = "Bash exited with code '1'."

function inJob(...tasks: (string | TaskOutline)[]): TimelineOutline {
  return { stages: [{ jobs: [{ name: 'Linux', tasks }] }] }
}

function inJobs(...jobs: JobOutline[]): TimelineOutline {
  return { stages: [{ jobs }] }
}

function inStages(...stages: StageOutline[]): TimelineOutline {
  return { stages }
}

/** A job that was ended from outside, with what the service says of it. */
function ended(
  message: string,
  result: 'failed' | 'canceled' = 'canceled',
  type: 'error' | 'warning' = 'error',
): TimelineOutline {
  const task: TaskOutline = { name: 'Work', result, output: null, percentComplete: 0 }
  return inJobs({ name: 'Linux', result, tasks: [task], issues: [{ message, type }] })
}

/** Texts that the service, the agent and the tasks are known to write; where from is said in noise.ts and kind.ts. */
const noises: readonly [title: string, message: string, kind?: Kind][] = [
  ['Bash', exit],
  ['cmd.exe', "Cmd.exe exited with code '1'."],
  ['PowerShell', "PowerShell exited with code '-1073741819'."],
  ['standard error', 'PowerShell wrote one or more lines to the standard error stream.'],
  ['a script', 'Script failed with exit code: 2'],
  ['npm', 'Npm failed with return code: 1'],
  ['the agent', 'Process completed with exit code 1 and had 3 error(s) written to the error stream.'],
  ['a process of the agent', "Exit code 1 returned from process: file name 'git', arguments 'fetch\n--force'."],
  ['a process of a task', "The process '/usr/bin/python' failed with exit code 1"],
  ['a process of a task, twice told', "Error: The process '/usr/bin/dotnet' failed with exit code 1"],
  ['dotnet', 'Dotnet command failed with non-zero exit code on the following projects : /s/Api.csproj'],
  ['MSBuild', 'build.proj(99,5): error MSB3073: The command "build.cmd Debug x86" exited with code 1.'],
  ['Visual Studio tests', 'Vstest failed with error. Check logs for failures. There might be failed tests.', 'tests'],
  [
    'test results',
    'There are one or more test failures detected in result files. Detailed summary of published test results can be viewed in the Tests tab.',
    'tests',
  ],
]

const lost: readonly [title: string, message: string][] = [
  // https://github.com/microsoft/azure-pipelines-agent/issues/3094
  [
    'is not heard of any more',
    'We stopped hearing from agent Azure Pipelines 7. Verify the agent machine is running and has a healthy network connection.',
  ],
  // https://github.com/microsoft/azure-pipelines-yaml/issues/227
  [
    'shuts down',
    'The agent has received a shutdown signal. This can happen when the agent service is stopped, or a manually started agent is canceled.',
  ],
  // https://learn.microsoft.com/azure/devops/pipelines/troubleshooting/troubleshooting
  [
    'does not renew its lock',
    'The job has been abandoned because agent did not renew the lock. Ensure agent is running, not sleeping, and has not lost communication with the service.',
  ],
  // runfo, build 618592 and others
  ['cannot be provisioned', 'An error occurred while provisioning resources (Error Type: Disconnect).'],
  // https://github.com/microsoft/azure-pipelines-agent strings.json, AgentOutOfMemoryFailure
  [
    'is out of memory',
    'The agent worker exited with code 137, which means it ran out of memory. Make sure the agent (container) host has sufficient memory configured.',
  ],
]

export const corpus: readonly Row[] = [
  // Nothing failed
  ['a build that went well', scenes.succeeded(), undefined],
  ['a build with a skipped task and a skipped job', scenes.skipped(), undefined],
  ['a build that is still running', scenes.running(), undefined],
  [
    'errors logged by a task that passed',
    inJob({ name: 'Lint', result: 'succeeded', issues: ['1 problem'] }),
    undefined,
  ],
  ['a timeline without records', { stages: [] }, undefined],

  // Tasks
  [
    'a compile error, and what only repeats it',
    scenes.compileError(),
    {
      kind: 'script',
      where: 'Build > Linux x64 > Build',
      messages: ['src/Cart/Totals.cs(42,17): error CS1002: ; expected'],
      line: 12,
    },
  ],
  [
    'more errors than were sent',
    scenes.manyErrors(),
    {
      kind: 'script',
      where: 'Job > Compile',
      messages: Array.from(
        { length: 10 },
        (_, index) => `src/app.ts(${10 + index * 3},5): error TS2304: Cannot find name 'total${index + 1}'.`,
      ),
      more: 2,
    },
  ],
  [
    'the same error twice in one task',
    inJob({ name: 'Build', issues: ['No space left', 'No space left', exit] }),
    { kind: 'script', where: 'Linux > Build', messages: ['No space left'] },
  ],
  [
    'two different errors',
    inJob({ name: 'Build', issues: ['First', 'Second'] }),
    { kind: 'script', where: 'Linux > Build', messages: ['First', 'Second'] },
  ],
  [
    'a failure without a word',
    inJob({ name: 'Build', result: 'failed' }),
    { kind: 'script', where: 'Linux > Build', messages: [], noise: true },
  ],
  [
    'warnings beside the error',
    inJob({ name: 'Build', issues: [{ message: 'Old image', type: 'warning' }, 'Broken'] }),
    { kind: 'script', where: 'Linux > Build', messages: ['Broken'] },
  ],
  [
    'a step of the agent',
    inJobs({
      name: 'Linux',
      tasks: [{ name: 'Checkout web@main', task: null, issues: ['Git fetch failed with exit code: 128'] }],
    }),
    {
      kind: 'script',
      where: 'Linux > Checkout web@main',
      messages: ['Git fetch failed with exit code: 128'],
      noise: true,
    },
  ],
  [
    'a task that ran out of its time',
    inJob({ name: 'Wait for rollout', issues: ['The task has timed out.'] }),
    { kind: 'timeout', where: 'Linux > Wait for rollout', messages: ['The task has timed out.'] },
  ],
  [
    'a task that publishes failed tests',
    inJob({ name: 'Publish', task: 'PublishTestResults', issues: ['2 of 40 tests failed'] }),
    { kind: 'tests', where: 'Linux > Publish', messages: ['2 of 40 tests failed'] },
  ],
  [
    'a manual validation that was rejected',
    inJob({ name: 'Ask', task: 'ManualValidation', issues: ['Rejected'] }),
    { kind: 'approval', where: 'Linux > Ask', messages: ['Rejected'] },
  ],
  [
    'a task that runs after a failed one and fails too',
    inJob({ name: 'Test', issues: ['1 assertion'] }, { name: 'Publish', issues: ['No results'] }),
    { kind: 'script', where: 'Linux > Test', messages: ['1 assertion'], causes: 2 },
  ],
  ...noises.map(
    ([title, message, kind = 'script']): Row => [
      `only what ${title} says of every failure`,
      inJob({ name: 'Run', issues: [message] }),
      { kind, where: 'Linux > Run', messages: [message], noise: true },
    ],
  ),
  ...noises.map(
    ([title, message, kind = 'script']): Row => [
      `something better than what ${title} says`,
      inJob({ name: 'Run', issues: [message, 'disk quota exceeded'] }),
      { kind, where: 'Linux > Run', messages: ['disk quota exceeded'] },
    ],
  ),
  [
    'dotnet telemetry before the noise',
    inJob({ name: 'Build', issues: ['(NETCORE_ENGINEERING_TELEMETRY=Build) Build failed.', 'real'] }),
    { kind: 'script', where: 'Linux > Build', messages: ['real'] },
  ],

  // Jobs
  [
    'a lost agent that only a warning tells of',
    scenes.agentLost(),
    {
      kind: 'agent-lost',
      where: 'tvOS arm64 > Download artifacts',
      messages: ['Received request to deprovision: The request was cancelled by the remote provider.'],
    },
  ],
  ...lost.map(
    ([title, message]): Row => [
      `an agent that ${title}`,
      ended(message, 'failed'),
      { kind: 'agent-lost', where: 'Linux > Work', messages: [message] },
    ],
  ),
  [
    'an agent that is gone without a word',
    ended('Odd', 'failed', 'warning'),
    { kind: 'agent-lost', where: 'Linux > Work', messages: [], noise: true },
  ],
  [
    'a job that ran out of its time',
    scenes.timedOut(),
    {
      kind: 'timeout',
      where: 'Test > Integration > Integration tests',
      messages: [
        'The job running on agent Azure Pipelines 7 ran longer than the maximum time of 60 minutes. For more information, see https://go.microsoft.com/fwlink/?linkid=2077134',
      ],
    },
  ],
  [
    'a failed task before the time ran out',
    inJobs({
      name: 'Linux',
      result: 'canceled',
      issues: ['The job running on agent A ran longer than the maximum time of 60 minutes.'],
      tasks: [
        { name: 'Test', issues: ['1 assertion'] },
        { name: 'Upload', result: 'canceled', issues: ['The operation was canceled.'] },
      ],
    }),
    { kind: 'script', where: 'Linux > Test', messages: ['1 assertion'], causes: 2 },
  ],
  [
    'a script that failed because its agent went away',
    inJobs({
      name: 'Linux',
      result: 'failed',
      issues: [lost[0]?.[1] ?? ''],
      tasks: [{ name: 'Test', issues: ['Killed'] }],
    }),
    { kind: 'agent-lost', where: 'Linux > Test', messages: [lost[0]?.[1] ?? '', 'Killed'] },
  ],
  // https://github.com/SerenityOS/serenity/issues/18887
  [
    'a job that never got an agent',
    inJobs({ name: 'Linux', result: 'failed', issues: ['No hosted parallelism has been purchased or granted.'] }),
    { kind: 'unknown', where: 'Linux', messages: ['No hosted parallelism has been purchased or granted.'] },
  ],
  [
    'a job that failed without a task or a word',
    inJobs({ name: 'Linux', result: 'failed', tasks: ['Build'] }),
    { kind: 'unknown', where: 'Linux', messages: [], noise: true },
  ],
  [
    'a job with an error of its own beside a failed task',
    inJobs({ name: 'Linux', issues: ['Container crashed'], tasks: [{ name: 'Test', issues: ['1 assertion'] }] }),
    { kind: 'script', where: 'Linux > Test', messages: ['1 assertion'], causes: 2 },
  ],
  [
    'a classic pipeline, whose root is a job',
    { jobs: [{ name: 'Agent job 1', tasks: [{ name: 'Build solution', issues: ['Broken'] }] }] },
    { kind: 'script', where: 'Agent job 1 > Build solution', messages: ['Broken'] },
  ],
  [
    'the same message in many jobs',
    inJobs(...['a', 'b', 'c'].map(name => ({ name, tasks: [{ name: 'Link', issues: ['unresolved _main', exit] }] }))),
    { kind: 'script', where: 'a > Link', messages: ['unresolved _main'], count: 3 },
  ],
  [
    'the same message of many agents',
    inJobs(
      ...['1', '2'].map(name => ({
        name,
        worker: `Agent ${name}`,
        result: 'failed' as const,
        issues: [`We stopped hearing from agent Agent ${name}.`],
      })),
    ),
    { kind: 'agent-lost', where: '1', messages: ['We stopped hearing from agent Agent 1.'], count: 2 },
  ],
  [
    'the same noise in one task of many jobs',
    inJobs(...['a', 'b'].map(name => ({ name, tasks: [{ name: 'Test', issues: [exit] }] }))),
    { kind: 'script', where: 'a > Test', messages: [exit], count: 2, noise: true },
  ],
  [
    'the same noise of different tasks',
    inJobs(
      { name: 'a', tasks: [{ name: 'Lint', issues: [exit] }] },
      { name: 'b', tasks: [{ name: 'Test', issues: [exit] }] },
    ),
    { kind: 'script', where: 'a > Lint', messages: [exit], causes: 2, noise: true },
  ],
  [
    'a later failure in an earlier job',
    inJobs(
      { name: 'first', tasks: [{ name: 'Slow', seconds: 900, issues: ['late'] }] },
      { name: 'second', tasks: [{ name: 'Fast', issues: ['early'] }] },
    ),
    { kind: 'script', where: 'second > Fast', messages: ['early'], causes: 2 },
  ],
  [
    'two failures at the same moment',
    inJobs(
      { name: 'one', tasks: [{ name: 'x', issues: ['A'] }] },
      { name: 'two', tasks: [{ name: 'x', issues: ['B'] }] },
    ),
    { kind: 'script', where: 'one > x', messages: ['A'], causes: 2 },
  ],
  [
    'a failed task in a job that was allowed to fail',
    inJobs(
      { name: 'Experiment', result: 'succeededWithIssues', tasks: [{ name: 'Try', issues: ['no'] }] },
      { name: 'Real', tasks: [{ name: 'Do', seconds: 60, issues: ['yes'] }] },
    ),
    { kind: 'script', where: 'Real > Do', messages: ['yes'] },
  ],
  [
    'a partially succeeded build',
    scenes.tolerated(),
    { kind: 'script', where: 'Build > Linux x64 > Lint', messages: ['src/app.ts: 3 problems (3 errors, 0 warnings)'] },
  ],
  [
    'a job that was retried and passed beside one that failed',
    scenes.retried(),
    { kind: 'script', where: 'Broken > Run tests', messages: ['Assertion failed: 3 of 4'] },
  ],
  [
    'a stage that failed again',
    scenes.stageRetried(),
    { kind: 'script', where: 'Deploy > Web > Swap slots', messages: ['Slot is locked (attempt 2)'], attempt: 2 },
  ],
  [
    'a large timeline',
    scenes.large(),
    { kind: 'script', where: 'Platform 1 > Link', messages: ['error: unresolved external symbol _main'], count: 3 },
  ],

  // Canceled
  [
    'a build that somebody canceled',
    scenes.canceled(),
    { kind: 'canceled', where: 'Build > Linux x64 > Build', messages: ['The operation was canceled.'], noise: true },
  ],
  [
    'jobs that were canceled because another failed',
    inJobs(
      {
        name: 'a',
        result: 'canceled',
        tasks: [{ name: 'x', result: 'canceled', issues: ['The operation was canceled.'] }],
      },
      { name: 'b', tasks: [{ name: 'y', seconds: 90, issues: ['Broken'] }] },
    ),
    { kind: 'script', where: 'b > y', messages: ['Broken'] },
  ],
  [
    'a stage that was canceled before a job began',
    inStages({ name: 'Build', result: 'canceled' }),
    { kind: 'canceled', where: 'Build', messages: [], noise: true },
  ],
  [
    'a build that was canceled while it waited for an approval',
    inStages({ name: 'Deploy', result: 'canceled', checks: [{ type: 'Approval', result: 'canceled' }] }),
    { kind: 'canceled', where: 'Deploy', messages: ['Canceled while it waited for an approval.'] },
  ],

  // Phases, stages and checks
  [
    'an approval that was rejected',
    scenes.rejected(),
    { kind: 'approval', where: 'Deploy', messages: ['The stage did not get an approval: rejected or timed out.'] },
  ],
  [
    'a stage that was skipped because it was not approved',
    inStages({ name: 'Deploy', result: 'skipped', checks: [{ type: 'Approval', result: 'failed' }] }),
    { kind: 'approval', where: 'Deploy', messages: ['The stage did not get an approval: rejected or timed out.'] },
  ],
  [
    'a permission that was not given',
    inStages({ name: 'Deploy', result: 'failed', checks: [{ type: 'Authorization', result: 'failed' }] }),
    {
      kind: 'approval',
      where: 'Deploy',
      messages: ['The stage did not get a permission on a resource: rejected or timed out.'],
    },
  ],
  [
    'a check that did not pass',
    inStages({
      name: 'Deploy',
      result: 'failed',
      checks: [{ type: 'TaskCheck', name: 'Business Hours', result: 'failed' }],
    }),
    {
      kind: 'approval',
      where: 'Deploy',
      messages: ['The stage did not get a check (Business Hours): rejected or timed out.'],
    },
  ],
  [
    'a check with words of its own',
    inStages({
      name: 'Deploy',
      result: 'failed',
      checks: [{ type: 'TaskCheck', result: 'failed', issues: ['Branch control: refs/heads/x is not allowed'] }],
    }),
    { kind: 'approval', where: 'Deploy', messages: ['Branch control: refs/heads/x is not allowed'] },
  ],
  [
    'a stage that failed although nothing in it did',
    inStages({ name: 'Build', result: 'failed', jobs: [{ name: 'Linux', tasks: ['Build'] }] }),
    { kind: 'unknown', where: 'Build', messages: [], noise: true },
  ],
  [
    'a phase that failed without a job',
    inStages({ name: 'Build', jobs: [{ name: 'Linux', jobless: true, result: 'failed', issues: ['No agent pool'] }] }),
    { kind: 'unknown', where: 'Build > Linux', messages: ['No agent pool'] },
  ],
  [
    'a condition that cannot be evaluated',
    inStages({
      name: 'Build',
      result: 'failed',
      jobs: [{ name: 'Linux', jobless: true, result: 'abandoned', resultCode: "Evaluating: eq(variables['x']\n" }],
    }),
    {
      kind: 'unknown',
      where: 'Build > Linux',
      messages: ["The condition of the job cannot be evaluated.\nEvaluating: eq(variables['x']"],
    },
  ],
  [
    'abandoned jobs are no cause',
    inStages({ name: 'Build', result: 'failed', jobs: [{ name: 'Linux', result: 'abandoned', issues: ['gone'] }] }),
    { kind: 'unknown', where: 'Build', messages: [], noise: true },
  ],
]
