import { outputBytes } from '../base/output-size.ts'
import { shorten, visible } from '../base/text.ts'
import type { Build } from '../builds/build.ts'
import type { Kind } from './kind.ts'
import { firstLine } from './message.ts'
import type { Cause } from './root-causes.ts'

/** Why a build failed, or why that is not known. */
export interface Explanation {
  readonly build: Build
  /** The earliest first; empty where nothing names one. */
  readonly causes: readonly Cause[]
  /** What else a reader should know, a sentence each: retries, a deleted timeline, a failed request. */
  readonly notes: readonly string[]
}

/** Where nothing was said. */
const byKind: Record<Kind, string> = {
  validation: 'the pipeline is not valid',
  script: 'failed without a message',
  tests: 'tests failed',
  timeout: 'timed out',
  canceled: 'canceled',
  'agent-lost': 'the agent was lost',
  approval: 'not approved',
  unknown: 'failed without a message',
}

/** `Build > Linux x64 > Run tests`; empty for a cause that is in none. */
export function whereOf({ stage, job, task }: Cause): string {
  return [stage, job, task].filter(name => name !== '').join(' > ')
}

/** What went wrong, in one line. */
export function whatOf({ kind, messages, excerpt, noise }: Cause): string {
  const said = messages.map(firstLine).find(line => line !== '') ?? byKind[kind]
  const last = noise ? excerpt.at(-1) : undefined
  return last === undefined ? said : `${said}${/[.!?:]$/.test(said) ? '' : '.'} Last line: ${last}`
}

const maxLineLength = 1000

/** The output `failure`: why the first of the builds failed, in one line; empty where that is not known. */
export function failureLine([first]: readonly Explanation[]): string {
  const [cause, ...others] = first?.causes ?? []
  if (cause === undefined) return ''
  const where = whereOf(cause)
  const more = cause.more + cause.messages.length - 1
  const extra = [
    ...(more > 0 ? [`+${more} more`] : []),
    ...(cause.count > 1 ? [`in ${cause.count} places`] : []),
    ...(others.length > 0 ? [`and ${others.length} more ${others.length === 1 ? 'cause' : 'causes'}`] : []),
  ].join(', ')
  const line = [where, whatOf(cause)].filter(part => part !== '').join(': ')
  return visible(shorten(line, maxLineLength)) + (extra === '' ? '' : ` (${extra})`)
}

/** Bytes of one cause in `failures`, so that the output always holds the first few. */
const maxCauseBytes = 8 * 1024

/** The output `failures`: a JSON array of as many causes as fit. @param sizeOf bytes of a text as the host gets it */
export function failuresJson(explanations: readonly Explanation[], maxBytes: number): string {
  const texts: string[] = []
  let size = 2
  for (const { buildId, cause } of explanations.flatMap(({ build, causes }) =>
    causes.map(cause => ({ buildId: build.id, cause })),
  )) {
    const text = causeJson(buildId, cause)
    size += outputBytes(text) + 1
    if (size > maxBytes) break
    texts.push(text)
  }
  return `[${texts.join(',')}]`
}

function causeJson(buildId: number, cause: Cause): string {
  const { kind, count, url, messages, excerpt, more } = cause
  const all = excerpt.length === 0 ? messages : [...messages, excerpt.join('\n')]
  for (let length = 2000; ; length = Math.floor(length / 2)) {
    const cut = (text: string) => shorten(text, length)
    const [stage, job, task] = [cut(cause.stage), cut(cause.job), cut(cause.task)]
    const shown = [...all.map(cut), ...(more > 0 ? [`+${more} more`] : [])]
    const text = JSON.stringify({ buildId, stage, job, task, kind, messages: shown, count, url })
    if (outputBytes(text) <= maxCauseBytes || length <= 1) return text
  }
}
