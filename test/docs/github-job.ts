import { type Bench, runScript, type StepRun, steps, withOrganization } from './bench.ts'
import { evaluate, truthy } from './expressions.ts'

interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly with?: Record<string, unknown>
  readonly env?: Record<string, unknown>
}

interface Job {
  readonly needs?: string | readonly string[]
  readonly if?: string
  readonly env?: Record<string, unknown>
  readonly outputs?: Record<string, string>
  readonly strategy?: { readonly matrix?: Record<string, unknown> }
  readonly steps: readonly Step[]
}

type Values = Record<string, unknown>

/** Runs a workflow, its jobs, or steps alone, one after the other, as GitHub does. @returns what became of each step */
export async function runWorkflow(value: unknown, bench: Bench): Promise<StepRun[]> {
  const jobs: Record<string, Job> = Array.isArray(value) ? { job: { steps: value } } : (value as { jobs: never }).jobs
  const runs: StepRun[] = []
  const needs: Record<string, { result: string; outputs: Record<string, string> }> = {}
  for (const [name, job] of Object.entries(jobs)) {
    const needed = [job.needs ?? []].flat()
    const values = { ...standard(bench), needs, matrix: {} }
    const failed = needed.some(other => needs[other]?.result !== 'success')
    if (!isMet(job.if, values, failed)) {
      needs[name] = { result: 'skipped', outputs: {} }
      runs.push(...job.steps.map(step => skipped(step)))
      continue
    }
    for (const matrix of combinations(job.strategy?.matrix ?? {}, values)) {
      const { result, outputs, ran } = await runJob(job, { ...values, matrix }, bench)
      needs[name] = { result, outputs }
      runs.push(...ran)
    }
  }
  return runs
}

function standard({ url, pat, commit }: Bench): Values {
  return {
    secrets: { AZURE_DEVOPS_PAT: pat },
    vars: { AZURE_DEVOPS_ORGANIZATION: url, AZURE_CLIENT_ID: 'client', AZURE_TENANT_ID: 'tenant' },
    github: { sha: commit, ref: 'refs/heads/main', event: {} },
    inputs: { 'build-id': '7', commit, environment: 'test' },
  }
}

/** Each combination of a matrix; one without anything if there is none. */
function combinations(matrix: Values, values: Values): Values[] {
  return Object.entries(matrix).reduce<Values[]>(
    (rows, [name, list]) => {
      const items = (typeof list === 'string' ? resolve(list, values) : list) as unknown[]
      return rows.flatMap(row => items.map(item => ({ ...row, [name]: item })))
    },
    [{}],
  )
}

async function runJob(job: Job, values: Values, bench: Bench) {
  const known: Record<string, { outputs: Record<string, string> }> = {}
  const folder = bench.folder()
  const own = { ...values, steps: known, runner: { temp: folder } }
  const jobEnv = texts(job.env, own)
  const ran: StepRun[] = []
  let failed = false
  for (const step of job.steps) {
    if (!isMet(step.if, own, failed)) {
      ran.push(skipped(step))
      continue
    }
    const env = { ...jobEnv, ...texts(step.env, own) }
    const run = await runStep(step, texts(step.with, own), env, folder, bench)
    if (step.id !== undefined) known[step.id] = { outputs: run.outputs }
    failed ||= run.result === 'failed'
    ran.push(run)
  }
  return { result: failed ? 'failure' : 'success', outputs: texts(job.outputs, own), ran }
}

async function runStep(
  step: Step,
  given: Record<string, string>,
  env: Record<string, string>,
  folder: string,
  bench: Bench,
): Promise<StepRun> {
  if (step.run !== undefined) {
    const { succeeded, log, outputs } = runScript(step.run, env, folder, bench)
    return { name: nameOf(step), kind: 'script', result: succeeded ? 'succeeded' : 'failed', outputs, log }
  }
  const own = Object.values(steps).find(({ uses }) => uses === step.uses)
  if (own === undefined) return { name: nameOf(step), kind: 'foreign', result: 'succeeded', outputs: {}, log: '' }
  const inputs = { 'poll-interval': '1s', ...withOrganization(given, bench) }
  if (own === steps.call) delete (inputs as Record<string, string>)['poll-interval']
  const options = { inputs, env, secrets: [bench.pat] }
  const { result, outputs, log } = bench.keep(await own.github.run(options))
  const ended = result === 'succeeded' ? 'succeeded' : 'failed'
  return { name: nameOf(step), kind: 'own', result: ended, outputs, log: log.join('\n') }
}

function skipped(step: Step): StepRun {
  const kind = step.run !== undefined ? 'script' : 'foreign'
  return { name: nameOf(step), kind, result: 'skipped', outputs: {}, log: '' }
}

function nameOf({ id, name, uses, run }: Step): string {
  return name ?? id ?? uses ?? run ?? 'step'
}

function isMet(condition: string | undefined, values: Values, failed: boolean): boolean {
  const text = condition?.replace(/^\$\{\{(.*)\}\}$/, '$1').trim() ?? 'success()'
  const whole = /\b(success|failure|always|cancelled)\(\)/.test(text) ? text : `success() && (${text})`
  return truthy(evaluate(whole, { values, functions: functionsFor(failed) }))
}

function functionsFor(failed: boolean) {
  return {
    success: () => !failed,
    failure: () => failed,
    always: () => true,
    contains: (list: unknown, item: unknown) => (list as { includes(item: unknown): boolean }).includes(item),
    fromJSON: (text: unknown) => JSON.parse(String(text)) as unknown,
  }
}

/** A value as it is when the whole text is one expression. */
function resolve(text: string, values: Values): unknown {
  const [, whole] = /^\$\{\{([^}]*)\}\}$/.exec(text.trim()) ?? []
  const scope = { values, functions: functionsFor(false) }
  if (whole !== undefined) return evaluate(whole, scope)
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, scope) ?? ''))
}

function texts(mapping: Record<string, unknown> | undefined, values: Values): Record<string, string> {
  const entries = Object.entries(mapping ?? {})
  return Object.fromEntries(entries.map(([name, value]) => [name, String(resolve(String(value), values) ?? '')]))
}
