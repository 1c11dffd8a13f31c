import { beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { texts, withKey } from '../package/pipeline.ts'
import { thorough } from '../support/thorough.ts'
import { runPipeline } from './azure-job.ts'
import { openBench, type StepRun, steps } from './bench.ts'
import { type Block, read } from './blocks.ts'
import { runWorkflow } from './github-job.ts'
import type { State } from './world.js'

const inParallel = 3

/**
 * Steps that run when a build failed are skipped with a green one, so further worlds are tried until each step has run, if
 * THOROUGH is set.
 */
const states: readonly State[] = ['green', 'red', 'agent lost']

/** Tests that hold of the examples of one host: each runs, and shows nothing that a reader should not copy. */
export function examplesOf(host: Block['host'], blocks: readonly Block[]): void {
  const runs = new Map<Block, StepRun[][]>()

  beforeAll(async () => {
    const waiting = [...blocks]
    const work = async () => {
      for (let block = waiting.shift(); block !== undefined; block = waiting.shift())
        runs.set(block, await runsOf(host, block))
    }
    await Promise.all(Array.from({ length: inParallel }, work))
  }, 120_000)

  describe.each(blocks.map(block => [`${block.page}:${block.line} ${block.heading}`, block] as const))(
    '%s',
    (_, block) => {
      test('runs', () => {
        const [green = [], ...others] = runs.get(block) ?? []
        const failed = green.filter(({ result }) => result === 'failed')
        expect(failed.map(({ name, log }) => `${name}\n${log}`)).toEqual([])
        expect(green.some(({ kind, result }) => kind !== 'foreign' && result === 'succeeded')).toBe(true)
        if (!thorough) return
        const never = green.filter((_, at) => ![green, ...others].some(run => run[at]?.result === 'succeeded'))
        expect(never.map(({ name }) => name)).toEqual([])
      })

      test('sets inputs and reads outputs that there are, and puts nothing from outside into a script', () => {
        expect(problemsOf(block)).toEqual([])
      })
    },
  )
}

/** What became of its steps, in one world after the other. Each has a world of its own, because some start builds. */
async function runsOf(host: Block['host'], { value }: Block): Promise<StepRun[][]> {
  const runs: StepRun[][] = []
  for (const state of states) {
    const bench = await openBench(state)
    try {
      runs.push(await (host === 'github' ? runWorkflow : runPipeline)(value, bench))
    } finally {
      await bench.close()
    }
    const [first = []] = runs
    if (!thorough || first.every((_, at) => runs.some(run => run[at]?.result === 'succeeded'))) break
  }
  return runs
}

const manifests = {
  github: (step: keyof typeof steps) => parse(read(step === 'call' ? 'call/action.yml' : 'action.yml')) as Manifest,
  azure: (step: keyof typeof steps) => {
    const { inputs, outputVariables } = JSON.parse(
      read(step === 'call' ? 'call/task.json' : 'task.json'),
    ) as TaskManifest
    const named = (list: { name: string }[]) => Object.fromEntries(list.map(({ name }) => [name, {}]))
    return { inputs: named(inputs), outputs: named(outputVariables) }
  },
}

interface Manifest {
  inputs: Record<string, object>
  outputs: Record<string, object>
}
type TaskManifest = { inputs: { name: string }[]; outputVariables: { name: string }[] }

/** What a reader should not copy, a line each. */
function problemsOf({ host, text, value }: Block): string[] {
  const own = Object.entries(steps).flatMap(([step, { uses, task }]) => {
    const manifest = manifests[host](step as keyof typeof steps)
    const found = [...withKey(value, 'uses'), ...withKey(value, 'task')]
    return found.filter(one => one.uses === uses || one.task === task).map(one => ({ ...one, manifest }))
  }) as { id?: string; name?: string; with?: object; inputs?: object; manifest: Manifest }[]
  const inputs = own.flatMap(({ with: given, inputs: set, manifest }) =>
    Object.keys(texts(given ?? set)).filter(name => !(name in manifest.inputs)),
  )
  const outputs = own.flatMap(({ id, name, manifest }) => {
    const pattern = host === 'github' ? `\\bsteps\\.${id}\\.outputs\\.([\\w-]+)` : `(?<![\\w.])${name}\\.(\\w+)`
    const read = [...text.matchAll(new RegExp(pattern, 'g'))].map(([, output]) => String(output))
    return read.filter(output => !(output in manifest.outputs))
  })
  const names = own.map(({ id, name }) => id ?? name ?? '').filter(name => /^(build|system|agent|release)$/i.test(name))
  const scripts = [...withKey(value, 'run'), ...withKey(value, 'script'), ...withKey(value, 'inlineScript')]
  const unsafe = scripts.flatMap(({ run, script, inlineScript }) =>
    // `$(program …)` is the shell's own; a macro of Azure Pipelines holds a name only.
    /\$\{\{|\$\[|\$\([\w.]+\)/.test(String(run ?? script ?? inlineScript)) ? ['a script with an expression in it'] : [],
  )
  const foreign = withKey(value, 'uses').filter(
    ({ uses }) => !Object.values(steps).some(step => step.uses === uses) && !/@[0-9a-f]{40}$/.test(String(uses)),
  )
  return [
    ...inputs.map(name => `there is no input ${name}`),
    ...outputs.map(name => `there is no output ${name}`),
    ...names.map(name => `a step is named ${name}`),
    ...unsafe,
    ...foreign.map(({ uses }) => `${uses} is not pinned to a commit`),
  ]
}
