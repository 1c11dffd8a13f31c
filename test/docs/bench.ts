import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Result } from '../../hosts/types.js'
import { azure, callBundles, gitHub, newToken } from '../support/step.ts'
import { writePrograms } from './programs.js'
import { type State, startDocsService } from './world.js'

/** What became of a step of an example. */
export interface StepRun {
  readonly name: string
  /** Of this project, a script, or of somebody else, which is not run. */
  readonly kind: 'own' | 'script' | 'foreign'
  readonly result: 'succeeded' | 'failed' | 'skipped'
  /** Under the names that the host has for them. */
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
}

/** Where examples run: an Azure DevOps with what they name, and tokens for it. */
export interface Bench {
  readonly url: string
  readonly pat: string
  /** A JSON Web Token: of the job on Azure Pipelines, and of Microsoft Entra. */
  readonly jwt: string
  readonly commit: string
  /** For files of one job, with a folder `dist` that somebody built. */
  folder(): string
  /** Called with every result, whose folders are needed until the end. */
  keep(result: Result): Result
  close(): Promise<void>
}

/** @param state of the newest builds */
export async function openBench(state: State): Promise<Bench> {
  const commit = randomBytes(20).toString('hex')
  const pat = newToken()
  const jwt = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(20).toString('base64url')}.${randomBytes(20).toString('base64url')}`
  const tokens = { [pat]: { kind: 'pat' as const }, [jwt]: { kind: 'bearer' as const } }
  const service = await startDocsService({ commit, state, tokens })
  const root = mkdtempSync(join(tmpdir(), 'docs-'))
  writePrograms(root)
  const results: Result[] = []
  return {
    url: service.emulator.url,
    ...{ pat, jwt, commit },
    folder: () => {
      const folder = mkdtempSync(join(root, 'block-'))
      mkdirSync(join(folder, 'dist'))
      return folder
    },
    keep: result => {
      results.push(result)
      return result
    },
    close: async () => {
      for (const { dispose } of results) dispose()
      rmSync(root, { recursive: true, force: true })
      await service.close()
    },
  }
}

export interface ScriptRun {
  readonly succeeded: boolean
  readonly log: string
  /** What was written to GITHUB_OUTPUT. */
  readonly outputs: Record<string, string>
}

/** Runs a script as both hosts do on Linux: with bash, which ends at the first error. */
export function runScript(script: string, env: Record<string, string>, folder: string, bench: Bench): ScriptRun {
  const output = join(folder, 'output')
  writeFileSync(output, '')
  const variables = {
    PATH: `${join(folder, '..')}:${process.env.PATH}`,
    ...{ GITHUB_OUTPUT: output, GITHUB_SHA: bench.commit, RUNNER_TEMP: folder },
    ...{ AGENT_TEMPDIRECTORY: folder, BUILD_ARTIFACTSTAGINGDIRECTORY: folder },
    ...{ MADE_UP_JWT: bench.jwt, HOME: folder },
    ...env,
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    env: variables,
    encoding: 'utf8',
  })
  const lines = readFileSync(output, 'utf8').split('\n')
  const outputs = lines.flatMap(line => {
    const at = line.indexOf('=')
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
  })
  return { succeeded: status === 0, log: `${stdout}${stderr}`, outputs: Object.fromEntries(outputs) }
}

/** Both steps, by their names in a workflow and in a pipeline. */
export const steps = {
  builds: {
    uses: 'azure-devops-builds/azure-devops-builds@v1',
    task: 'AzureDevOpsBuilds@1',
    ...{ github: gitHub, azure },
  },
  call: {
    uses: 'azure-devops-builds/azure-devops-builds/call@v1',
    task: 'AzureDevOpsCall@1',
    ...{ github: callBundles[0], azure: callBundles[1] },
  },
} as const

/** What examples name as their organization is the one of the bench. */
export function withOrganization(inputs: Record<string, string>, { url }: Bench): Record<string, string> {
  return inputs.organization ? { ...inputs, organization: url } : inputs
}
