import { counted, shorten } from '../base/text.ts'
import { formatDuration } from '../base/time.ts'
import { expiryWarning } from '../credential/expiry.ts'
import { inputNameOn, spellNames } from '../inputs/raw-inputs.ts'
import { nameOfCall, requestOfCall } from '../rest/call-request.ts'
import type { CallSettings } from '../rest/call-settings.ts'
import { statusText } from '../service/describe-failure.ts'
import { defaultApiVersion, urlOf } from '../service/request.ts'
import { curlCommand, dryRunNotice } from './curl.ts'
import { proxyHost } from './proxy-host.ts'

/** What is known of a response, without anything of its body. */
export interface CallResult {
  readonly status: number
  /** Milliseconds from the first request to the last response. */
  readonly took: number
  readonly pages: number
  readonly count: number | undefined
  readonly truncated: boolean
}

/** What is called, with what authentication, and through which proxy. Bodies are never shown. */
export function callIntroduction(settings: CallSettings, proxy: string | undefined): string[] {
  const { service, call, output } = settings
  const { body } = call
  const left = output.leftOut.map(name => shorten(name, 100)).join(', ')
  return [
    `${nameOfCall(call)} on ${new URL(service.url).host}.`,
    ...(left === '' ? [] : [`Left out, because ${inputNameOn('parameters', output.context)} has no value: ${left}.`]),
    ...(body === undefined ? [] : [`Body: ${counted(body.content.length, 'byte')} of ${body.type}.`]),
    `Authentication: ${output.tokenSource} (${output.scheme}).`,
    ...(proxy === undefined ? [] : [`Proxy: ${proxyHost(proxy)}.`]),
  ]
}

/** A warning when the expiration date of the token is near or past. */
export function callWarnings({ output }: CallSettings, now: number): string[] {
  const warning = expiryWarning(output.patExpiresOn, now)
  return warning === undefined ? [] : [spellNames(warning, output.context)]
}

/** The request as a command for a terminal; none is sent. */
export function describeCall({ service, call, output }: CallSettings): string[] {
  const request = requestOfCall(call, 0)
  const { body } = call
  const data =
    body === undefined
      ? ''
      : ` --header 'Content-Type: ${body.type}' --data-binary @${body.type.includes('json') ? 'body.json' : 'body'}`
  return [
    dryRunNotice,
    ...(body === undefined ? [] : [`# The body, ${counted(body.content.length, 'byte')}, is not shown.`]),
    ...(call.paginate ? [`# At most ${counted(call.maxPages, 'page')}, each with the token of the one before.`] : []),
    `${curlCommand({ service, output }, request)}${data}`,
  ]
}

/** `200 OK in 0.4s, 240 items on 3 pages`. */
export function resultLine({ status, took, pages, count, truncated }: CallResult): string {
  const items = count === undefined ? '' : `, ${counted(count, 'item')}${truncated ? ' (there are more)' : ''}`
  const onPages = pages > 1 ? ` on ${counted(pages, 'page')}` : ''
  const duration = took < 1000 ? `${Math.round(took)} ms` : formatDuration(Math.round(took))
  return `${statusText(status)} in ${duration}${items}${onPages}`
}

/** The whole URL, for the debug log and the summary. */
export function urlOfCall({ service, call }: Pick<CallSettings, 'service' | 'call'>): string {
  return urlOf(service.url, requestOfCall(call, 0), service.apiVersion || defaultApiVersion)
}
