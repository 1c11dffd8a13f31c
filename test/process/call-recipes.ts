import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { repository } from '../../hosts/repository.js'
import type { AzureOptions, Result } from '../../hosts/types.js'
import { texts } from '../package/pipeline.ts'
import { callBundles } from '../support/step.ts'

export const recipesPage = 'docs/from-curl-to-call.md'

/** A step of a workflow or pipeline, as the page has it. */
interface Step {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly task?: string
  readonly run?: string
  readonly script?: string
  readonly with?: object
  readonly inputs?: object
  readonly env?: object
}

export interface Recipe {
  /** `Comment on a pull request`. */
  readonly title: string
  readonly text: string
  readonly scope: string
  readonly steps: { readonly github: readonly Step[]; readonly azure: readonly Step[] }
}

/** The recipes of the page, in its order. */
export function readRecipes(): Recipe[] {
  const page = readFileSync(join(repository, recipesPage), 'utf8')
  const sections = page.split(/^### \d+\. /m).slice(1)
  return sections.map(section => {
    const text = section.split(/^## /m)[0] ?? ''
    const [github = [], azure = []] = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
      ([, block]) => parse(block ?? '') as Step[],
    )
    const title = text.split('\n')[0] ?? ''
    const scope = /Scope: \*\*(.+)\*\*/.exec(text)?.[1] ?? ''
    return { title, text, scope, steps: { github, azure } }
  })
}

export type HostName = 'github' | 'azure'

/** What the steps of a recipe run with. */
export interface Kitchen {
  readonly organization: string
  readonly token: string
  /** What `runner.temp` and `Agent.TempDirectory` are. */
  readonly temp: string
}

/** Runs the call step's committed bundle as its host does; the inputs have their kebab-case names on both. */
export function runCall(host: HostName, options: AzureOptions): Promise<Result> {
  const [onGitHub, onAzure] = callBundles
  return (host === 'github' ? onGitHub : onAzure).run(options)
}

/** Runs the steps one after the other, as a job does. @returns the outputs of each, by its name */
export async function cook(host: HostName, { steps }: Recipe, kitchen: Kitchen): Promise<Record<string, string>[]> {
  const known = new Map<string, Record<string, string>>()
  const results: Record<string, string>[] = []
  for (const step of steps[host]) {
    const script = step.run ?? step.script
    if (script !== undefined) {
      runScript(script, fill(texts(step.env), known, kitchen), kitchen)
      continue
    }
    const outputs = await runStep(host, step, known, kitchen)
    known.set(step.id ?? step.name ?? '', outputs)
    results.push(outputs)
  }
  return results
}

async function runStep(
  host: HostName,
  step: Step,
  known: ReadonlyMap<string, Record<string, string>>,
  { organization, token, temp }: Kitchen,
): Promise<Record<string, string>> {
  const given = fill(texts(step.with ?? step.inputs), known, { organization, token, temp })
  const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [kebab(name), value]))
  // On Azure the organization, the project, and the token are the job's own.
  const job = { jobToken: token, collectionUri: `${organization}/`, teamProject: 'web' }
  const own = host === 'github' ? { inputs: { ...inputs, organization } } : { inputs, ...job }
  const result = await runCall(host, { ...own, stepName: step.name ?? 'call' })
  try {
    if (result.result !== 'succeeded') throw new Error(result.log.join('\n'))
    return result.outputs
  } finally {
    result.dispose()
  }
}

function runScript(script: string, env: Record<string, string>, { temp }: Kitchen): void {
  const variables = { PATH: process.env.PATH ?? '', RUNNER_TEMP: temp, AGENT_TEMPDIRECTORY: temp, ...env }
  const { status, stderr } = spawnSync('bash', ['-e', '-c', script], { env: variables, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** What the hosts put in place of expressions and macros. */
function fill(
  values: Record<string, string>,
  known: ReadonlyMap<string, Record<string, string>>,
  { token, temp }: Kitchen,
): Record<string, string> {
  const filled = Object.entries(values).map(([name, value]) => [
    name,
    value
      .replace(/\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}/g, (_, id, output) => known.get(id)?.[output] ?? '?')
      .replace(/\$\((\w+)\.(\w+)\)/g, (all, id, output) => known.get(id)?.[kebab(output)] ?? all)
      .replace(/\$\{\{ secrets\.AZURE_DEVOPS_PAT \}\}/g, token)
      .replaceAll('$(Agent.TempDirectory)', temp)
      .replace(/\$\{\{ runner\.temp \}\}/g, temp),
  ])
  return Object.fromEntries(filled) as Record<string, string>
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}
