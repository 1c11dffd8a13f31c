import { code, markdown, shorten } from '../base/text.ts'
import type { CallOutcome } from '../rest/call-outputs.ts'
import { nameOfCall } from '../rest/call-request.ts'
import type { CallSettings } from '../rest/call-settings.ts'
import { type CallResult, resultLine } from './call-log.ts'
import { type ErrorText, errorSection } from './error.ts'
import { titled } from './summary-words.ts'

/** What a page shows of a call. */
export interface CallSummary {
  readonly outcome: CallOutcome
  /** Undefined while inputs could not be read. */
  readonly settings: CallSettings | undefined
  readonly result?: CallResult
  /** What the query selected, secrets taken out; undefined without a query. */
  readonly selected?: string
  readonly error?: ErrorText
}

const outcomes: Record<CallOutcome, string> = {
  passed: 'passed ✅',
  failed: 'failed ❌',
  canceled: 'canceled 🚫',
  error: 'error ⛔',
  'dry-run': 'dry run',
}

const mostLines = 50
const mostCharacters = 4000

/** The job summary of a call: method, path, status, duration, and what the query selected. Markdown for both hosts. */
export function summarizeCall({ outcome, settings, result, selected, error }: CallSummary): string {
  const name = settings === undefined ? 'Azure DevOps call' : nameOfCall(settings.call)
  const parts = [
    `## ${titled(name)} ${outcomes[outcome]}`,
    ...(error === undefined ? [] : [errorSection(error)]),
    ...(result === undefined ? [] : [markdown(`${resultLine(result)}.`)]),
    ...(selected === undefined ? [] : [selectedSection(selected)]),
    ...(settings === undefined ? [] : [detailsOf(settings)]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** Text and nothing else, line by line: it comes from outside. */
function selectedSection(text: string): string {
  if (text === '') return 'The query selects nothing.'
  const lines = shorten(text, mostCharacters).split(/\r\n|\r|\n/)
  const shown = lines.slice(0, mostLines).map(line => code(line === '' ? ' ' : line))
  return ['Result:', [...shown, ...(lines.length > mostLines ? ['…'] : [])].join('<br>')].join('\n\n')
}

function detailsOf({ service, call, output }: CallSettings): string {
  const { method, path } = call
  const lines = [
    `Request: ${code(`${method} ${service.url}/${shorten(path.join('/'), 500)}`)}`,
    `Authentication: ${markdown(output.tokenSource)} (${output.scheme})${service.apiVersion === '' ? '' : `; API version ${code(service.apiVersion)}`}`,
  ]
  return `<details><summary>Request and settings</summary>\n\n${lines.join('<br>')}\n\n</details>`
}
