import { tmpdir } from 'node:os'
import { isAbsolute } from 'node:path'
import * as core from '@actions/core'
import { minTokenLength } from '../core/credential/credential.ts'
import { environmentProxy } from '../core/host/environment-proxy.ts'
import type { Host } from '../core/host/host.ts'
import { inputNames } from '../core/inputs/inputs.ts'

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const

/** The host of the builds step. */
export const githubHost: Host = githubHostOf(inputNames)

/**
 * GitHub Actions: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
 * @param names of the inputs of the step
 */
export function githubHostOf<Input extends string>(names: readonly Input[]): Host<Input, string> {
  return {
    read: () => ({
      inputs: Object.fromEntries(names.map(name => [name, core.getInput(name)])) as Record<Input, string>,
      context: { host: 'github', commandFiles: commandFiles() },
    }),
    mask,
    network(url) {
      const proxy = environmentProxy(url)
      return proxy === undefined ? {} : { proxy }
    },
    temporaryFolder: () => process.env.RUNNER_TEMP || tmpdir(),
    info: core.info,
    debug: core.debug,
    warn: (message, title) => core.warning(message, title === undefined ? {} : { title }),
    error: (message, title) => core.error(message, title === undefined ? {} : { title }),
    group(title, lines) {
      core.startGroup(title)
      lines.forEach(core.info)
      core.endGroup()
    },
    progress: () => undefined,
    setOutput: core.setOutput,
    async writeSummary(markdown) {
      // Servers before GitHub Enterprise Server 3.6 have no summaries, and @actions/core throws there.
      if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(markdown).write()
    },
    end(ending) {
      process.exitCode = ending.result === 'canceled' ? exitCodes[ending.signal] : Number(ending.result === 'failed')
    },
  }
}

/** A combining mark, also behind characters that a search by culture ignores. */
const leadingMarks =
  /^[\p{C}\p{Lm}\p{M}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u0e33\u0eb3\u180a\u1cd3\ufe73]*[\p{M}\p{Cn}\p{Emoji_Modifier}\u0e33\u0eb3\uff9e\uff9f]/u

/**
 * The runner sees no command if a combining mark follows its `::`, and would show the secret, and carry out a `##[` in
 * it: such marks at its beginning are left out, and hidden by what surrounds them.
 */
function mask(secret: string): void {
  const visible = secret.replace(leadingMarks, '')
  // A mask of few characters would blank out the log.
  if (visible === secret || visible.length >= minTokenLength) core.setSecret(visible)
}

/** `GITHUB_OUTPUT`, `GITHUB_ENV`, and whatever other files of its own the runner names: what is in them are commands. */
function commandFiles(): string[] {
  const own = Object.entries(process.env).filter(
    ([name, value]) => name.startsWith('GITHUB_') && isAbsolute(value ?? ''),
  )
  return own.flatMap(([, path]) => path ?? [])
}
