/** @import { TimelineOutline } from './timeline-types.ts' */

/**
 * Outlines of what builds go through, each with what it rests on. `createTimeline(scenes.agentLost())` makes the whole of it.
 * Real timelines: https://github.com/jaredpar/runfo DevOps.Util.UnitTests/JsonData/5.0
 */

/** A pipeline without stages that goes well. @returns {TimelineOutline} */
export function succeeded() {
  return { stages: [{ jobs: [{ name: 'Job', tasks: ['Restore', 'Build', 'Test'] }] }] }
}

/** A compiler's error, and the two that only repeat it (runfo, build 618592, record "Build"). @returns {TimelineOutline} */
export function compileError() {
  const output = [
    '  Determining projects to restore...',
    '  All projects are up-to-date for restore.',
    '  Api -> /home/vsts/work/1/s/src/Api/bin/Debug/Api.dll',
  ]
  const message = 'src/Cart/Totals.cs(42,17): error CS1002: ; expected'
  const source = { path: 'src/Cart/Totals.cs', line: 42, column: 17, code: 'CS1002' }
  const issues = [{ message, source }, 'Build failed.', "Bash exited with code '1'."]
  return stagesOf({ name: 'Build', task: 'Bash', output, issues })
}

/** Only that a script failed; why is in its log. @returns {TimelineOutline} */
export function noiseOnly() {
  const output = [
    '> web@1.4.0 test',
    '> jest --ci',
    'PASS test/cart.test.ts',
    'FAIL test/totals.test.ts',
    '  ● totals › rounds half up',
    '    Expected: 2.35',
    '    Received: 2.34',
    'Tests:       1 failed, 41 passed, 42 total',
  ]
  return stagesOf({ name: 'Run tests', task: 'Bash', output, issues: ["Bash exited with code '1'."] })
}

/** @param {import('./timeline-types.ts').TaskOutline} task */
function stagesOf(task) {
  /** @type {TimelineOutline} */
  const outline = {
    stages: [
      {
        name: 'Build',
        jobs: [
          { name: 'Linux x64', tasks: ['Restore', task, 'Publish'] },
          { name: 'Windows x64', tasks: ['Restore', task.name] },
        ],
      },
      { name: 'Deploy', result: 'skipped', jobs: [] },
    ],
  }
  return outline
}

/** The agent goes away in the middle of a task (runfo, build 618592, job "Installer Build and Test mono tvOS_arm64 Debug"). @returns {TimelineOutline} */
export function agentLost() {
  const message = 'Received request to deprovision: The request was cancelled by the remote provider.'
  const lost = {
    name: 'Download artifacts',
    task: 'DownloadBuildArtifacts',
    result: /** @type {const} */ ('failed'),
    output: null,
    percentComplete: 0,
    seconds: 4877,
  }
  const issues = [{ message, type: /** @type {const} */ ('warning') }]
  return {
    stages: [
      { jobs: [{ name: 'tvOS arm64', tasks: ['Restore', lost, 'Build'], issues, phase: { result: 'canceled' } }] },
    ],
  }
}

/** More errors than the agent sends (https://github.com/microsoft/azure-pipelines-agent ExecutionContext.cs). @returns {TimelineOutline} */
export function manyErrors() {
  const issues = Array.from({ length: 12 }, (_, index) => {
    const line = 10 + index * 3
    const source = { path: 'src/app.ts', line, column: 5, code: 'TS2304' }
    return { message: `src/app.ts(${line},5): error TS2304: Cannot find name 'total${index + 1}'.`, source }
  })
  return { stages: [{ jobs: [{ name: 'Job', tasks: [{ name: 'Compile', issues, errorCount: 12 }] }] }] }
}

/** The time of a job is over (Azure/azure-sdk-for-js#22911). @returns {TimelineOutline} */
export function timedOut() {
  const message =
    'The job running on agent Azure Pipelines 7 ran longer than the maximum time of 60 minutes. For more information, see https://go.microsoft.com/fwlink/?linkid=2077134'
  const task = {
    name: 'Integration tests',
    result: /** @type {const} */ ('canceled'),
    issues: ['The operation was canceled.'],
    seconds: 3500,
  }
  return {
    stages: [
      {
        name: 'Test',
        jobs: [{ name: 'Integration', tasks: ['Restore', task, 'Publish'], result: 'canceled', issues: [message] }],
      },
    ],
  }
}

/** A stage that waits for somebody to approve it (eight public clients). @param {'Approval' | 'Authorization' | 'TaskCheck'} [type] @returns {TimelineOutline} */
export function waiting(type = 'Approval') {
  const name = type === 'TaskCheck' ? 'Business Hours' : undefined
  return {
    stages: [
      { name: 'Build', jobs: [{ name: 'Linux x64', tasks: ['Restore', 'Build'] }] },
      { name: 'Deploy', checks: [{ type, state: 'inProgress', ...(name && { name }) }] },
    ],
  }
}

/** A person said no; that the stage and its checkpoint have failed is assumed (azure-pipelines-yaml#344: the run has). @returns {TimelineOutline} */
export function rejected() {
  return {
    stages: [
      { name: 'Build', jobs: [{ name: 'Linux x64', tasks: ['Restore', 'Build'] }] },
      { name: 'Deploy', result: 'failed', checks: [{ type: 'Approval', result: 'failed' }] },
    ],
  }
}

/** In the middle of a task. @returns {TimelineOutline} */
export function running() {
  return {
    stages: [
      {
        name: 'Build',
        jobs: [
          {
            name: 'Linux x64',
            tasks: ['Restore', { name: 'Run tests', state: 'inProgress', percentComplete: 40 }, 'Publish'],
          },
        ],
      },
      { name: 'Deploy', state: 'pending', jobs: [{ name: 'Deploy web', state: 'pending' }] },
    ],
  }
}

/** No agent has taken the job; its shape is assumed. @returns {TimelineOutline} */
export function noAgent() {
  return { stages: [{ name: 'Build', jobs: [{ name: 'macOS', state: 'pending', phase: { state: 'inProgress' } }] }] }
}

/**
 * The organization has no agents of Microsoft's; the build fails some minutes after it was started (observed:
 * SerenityOS/serenity#18887). That the job has the issue itself, and no task, is assumed.
 * @returns {TimelineOutline}
 */
export function noParallelism() {
  const issue =
    'No hosted parallelism has been purchased or granted. To request a free parallelism grant, please fill out the ' +
    'following form https://aka.ms/azpipelines-parallelism-request'
  return { stages: [{ name: 'Build', jobs: [{ name: 'Linux x64', result: 'failed', issues: [issue], tasks: [] }] }] }
}

/** A person stopped it. @returns {TimelineOutline} */
export function canceled() {
  const task = { name: 'Build', result: /** @type {const} */ ('canceled'), issues: ['The operation was canceled.'] }
  return {
    stages: [{ name: 'Build', jobs: [{ name: 'Linux x64', tasks: ['Restore', task, 'Publish'], result: 'canceled' }] }],
  }
}

/** One task failed and may: `continueOnError`. @returns {TimelineOutline} */
export function tolerated() {
  const task = {
    name: 'Lint',
    result: /** @type {const} */ ('succeededWithIssues'),
    issues: ['src/app.ts: 3 problems (3 errors, 0 warnings)'],
  }
  return { stages: [{ name: 'Build', jobs: [{ name: 'Linux x64', tasks: ['Restore', task, 'Build'] }] }] }
}

/** A job that was retried alone and then passed (runfo, build 799195), and another one that failed. @returns {TimelineOutline} */
export function retried() {
  const task = { name: 'Run tests', issues: ['Assertion failed: 3 of 4'] }
  return {
    stages: [
      {
        jobs: [
          { name: 'Flaky', tasks: ['Test'], firstAttempt: 'abandoned' },
          { name: 'Broken', tasks: [task] },
        ],
      },
    ],
  }
}

/** A stage that was retried and failed again (runfo, build 795146). @returns {TimelineOutline} */
export function stageRetried() {
  /** @type {(attempt: number) => TimelineOutline} */
  const at = attempt => ({
    stages: [
      {
        name: 'Deploy',
        attempt,
        jobs: [
          { name: 'Web', attempt, tasks: [{ name: 'Swap slots', issues: [`Slot is locked (attempt ${attempt})`] }] },
        ],
      },
    ],
  })
  return { ...at(2), earlier: at(1) }
}

/** A task and a job whose conditions are false (runfo; PGielniak/azdo-pipeline-emulator). @returns {TimelineOutline} */
export function skipped() {
  const resultCode =
    "Evaluating: eq(variables['Build.Reason'], 'Schedule')\nExpanded: eq('IndividualCI', 'Schedule')\nResult: False\n"
  const task = { name: 'Nightly only', result: /** @type {const} */ ('skipped'), resultCode }
  return {
    stages: [
      {
        jobs: [
          { name: 'Job', tasks: [task, 'Build'] },
          { name: 'Nightly', jobless: true, resultCode },
        ],
      },
    ],
  }
}

/**
 * As large as they come: 142 jobs and 2,750 records (runfo, build 618592), of which `failing` jobs fail with the same message.
 * @param {number} [failing]
 * @returns {TimelineOutline}
 */
export function large(failing = 3) {
  const jobs = Array.from({ length: 142 }, (_, job) => {
    const tasks = Array.from({ length: 13 }, (_, index) => ({ name: `Step ${index + 1}` }))
    const issues = job < failing ? ['error: unresolved external symbol _main'] : []
    return { name: `Platform ${job + 1}`, tasks: [...tasks, { name: 'Link', issues }] }
  })
  return { stages: [{ jobs }] }
}
