import { camelCase, kebabCase } from '../../hosts/names.js'
import {
  expanded,
  expression,
  functionsFor,
  readVariables,
  standardVariables,
  type Variables,
} from './azure-variables.ts'
import { type Bench, runScript, type StepRun, steps, withOrganization } from './bench.ts'
import { evaluate, truthy } from './expressions.ts'

interface Step {
  readonly name?: string
  readonly displayName?: string
  readonly condition?: string
  readonly task?: string
  readonly script?: string
  readonly inputs?: Record<string, unknown>
  readonly env?: Record<string, unknown>
}

interface Job {
  readonly job?: string
  readonly condition?: string
  readonly variables?: unknown
  readonly strategy?: { readonly matrix?: unknown }
  readonly steps: readonly Step[]
}

interface Stage {
  readonly stage?: string
  readonly variables?: unknown
  readonly jobs: readonly Job[]
}

/** Outputs of the jobs before, as `dependencies` and `stageDependencies` have them. */
type Outputs = Record<string, { outputs: Variables }>
type Whole = { variables?: unknown; stages?: Stage[]; jobs?: Job[]; steps?: Step[]; strategy?: Job['strategy'] }

/** Runs a pipeline, or its stages, jobs, or steps alone, one after the other. @returns what became of each step */
export async function runPipeline(value: unknown, bench: Bench): Promise<StepRun[]> {
  const whole: Whole = Array.isArray(value) ? { steps: value } : (value as Whole)
  const { steps: alone = [], strategy } = whole
  const jobs = whole.jobs ?? [{ steps: alone, ...(strategy === undefined ? {} : { strategy }) }]
  const stageDependencies: Record<string, Outputs> = {}
  const runs: StepRun[] = []
  for (const { stage = 'Stage', variables, jobs: own } of whole.stages ?? [{ jobs }]) {
    const dependencies: Outputs = {}
    stageDependencies[stage] = dependencies
    const values = { dependencies, stageDependencies }
    const given = { ...readVariables(whole.variables, values, bench), ...readVariables(variables, values, bench) }
    for (const job of own) runs.push(...(await runJobs(job, given, values, bench)))
  }
  return runs
}

/** A job, once for each entry of its matrix. */
async function runJobs(job: Job, given: Variables, values: { dependencies: Outputs }, bench: Bench) {
  const scope = { values: { ...values, variables: given }, functions: functionsFor(false) }
  if (job.condition !== undefined && !truthy(evaluate(job.condition, scope)))
    return job.steps.filter(isRun).map(step => runOf(step, 'skipped'))
  const matrix = job.strategy?.matrix ?? { job: {} }
  const rows = typeof matrix === 'string' ? JSON.parse(String(expression(matrix, scope.values))) : matrix
  const runs: StepRun[] = []
  for (const row of Object.values(rows as Record<string, Variables>)) {
    const own = { ...standardVariables(bench), ...given, ...readVariables(job.variables, values, bench), ...row }
    const { outputs, ran } = await runJob(job, own, bench)
    values.dependencies[job.job ?? 'job'] = { outputs }
    runs.push(...ran)
  }
  return runs
}

async function runJob(job: Job, variables: Variables, bench: Bench) {
  const folder = bench.folder()
  const outputs: Variables = {}
  const ran: StepRun[] = []
  let failed = false
  for (const step of job.steps.filter(isRun)) {
    const seen = { ...variables, ...outputs, 'Agent.TempDirectory': folder }
    const scope = { values: { variables: seen }, functions: functionsFor(failed) }
    if (!truthy(evaluate(step.condition ?? 'succeeded()', scope))) {
      ran.push(runOf(step, 'skipped'))
      continue
    }
    const { run, set } = await runStep(step, seen, folder, bench)
    for (const [name, value] of Object.entries(run.outputs)) outputs[`${step.name}.${name}`] = value
    Object.assign(variables, set)
    failed ||= run.result === 'failed'
    ran.push(run)
  }
  return { outputs, ran }
}

/** What became of a step, and the variables that it set. */
type Came = { readonly run: StepRun; readonly set: Variables }

async function runStep(step: Step, variables: Variables, folder: string, bench: Bench): Promise<Came> {
  const expand = (values: Record<string, unknown> | undefined) => expanded(values, variables)
  const inline = step.task === 'AzureCLI@2' ? String(step.inputs?.inlineScript) : step.script
  if (inline !== undefined) {
    const { succeeded, log } = runScript(inline, expand(step.env), folder, bench)
    const commands = [...log.matchAll(/##vso\[task\.setvariable variable=(\w+);(\w+)=true\](.*)/g)].map(match =>
      match.map(String),
    )
    const of = (kind: string) => commands.filter(([, , is]) => is === kind).map(([, name, , value]) => [name, value])
    const outputs = Object.fromEntries(of('isOutput')) as Variables
    const set = Object.fromEntries(of('isSecret')) as Variables
    return { run: { ...runOf(step, succeeded ? 'succeeded' : 'failed'), outputs, log }, set }
  }
  const own = Object.values(steps).find(({ task }) => task === step.task)
  if (own === undefined) return { run: runOf(step, 'succeeded'), set: {} }
  const given = withOrganization(expand(step.inputs), bench)
  const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [kebabCase(name), value]))
  const { connection } = inputs
  const result = bench.keep(
    await own.azure.run({
      inputs: own === steps.builds ? { 'poll-interval': '1s', ...inputs } : inputs,
      ...{ collectionUri: `${bench.url}/`, teamProject: 'web', jobToken: bench.jwt },
      ...(connection ? { endpoints: { [connection]: { url: bench.url, parameters: { apitoken: bench.pat } } } } : {}),
      stepName: step.name ?? 'AzureDevOps1',
      secrets: [bench.pat],
    }),
  )
  const seen = Object.entries(result.outputsInNextStep).map(([name, value]) => [camelCase(name), value])
  const outputs = Object.fromEntries(seen) as Variables
  const ended = result.result === 'succeeded' ? 'succeeded' : 'failed'
  return { run: { ...runOf(step, ended), outputs, log: result.log.join('\n') }, set: {} }
}

/** `checkout: none` and the like are no steps of ours. */
function isRun({ task, script }: Step): boolean {
  return task !== undefined || script !== undefined
}

function runOf(step: Step, result: StepRun['result']): StepRun {
  const own = Object.values(steps).some(({ task }) => task === step.task)
  const kind = own ? 'own' : step.script !== undefined || step.task === 'AzureCLI@2' ? 'script' : 'foreign'
  const name = step.displayName ?? step.name ?? step.task ?? step.script ?? 'step'
  return { name, kind, result, outputs: {}, log: '' }
}
