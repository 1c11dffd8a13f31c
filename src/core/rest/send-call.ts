import { ServiceError } from '../errors/errors.ts'
import { splitPage } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import type { Service } from '../service/service.ts'
import { addressOfCall, deadlineOf, requestOfCall } from './call-request.ts'
import type { CallSettings } from './call-settings.ts'
import { MergedPages } from './merged-pages.ts'
import { isSafe } from './operations.ts'
import { endOfPage, type Next } from './pages.ts'
import { isPage, type Received, receive } from './receive.ts'
import type { ResponseFile } from './response-file.ts'

/** Where a call speaks. */
export interface CallTools {
  readonly warn: (text: string) => void
  /** Told of each response, before anything is made of it. */
  readonly onResponse: (response: Received) => void
  /** Told when a request that changes something is under way, and when it no longer is. */
  readonly onChange: (isUnderWay: boolean) => void
}

/** What came of a call: one response, or pages in one. */
export interface Answer extends Received {
  /** More of a list is known to exist. */
  readonly truncated: boolean
  readonly pages: number
  /** Where pages were collected. */
  readonly merged?: MergedPages
}

/**
 * Sends a call, and every page of it if they are wanted.
 * @param file that pages and files go to
 * @throws ServiceError
 */
export async function sendCall(
  service: Service,
  settings: CallSettings,
  tools: CallTools,
  file: ResponseFile,
): Promise<Answer> {
  const { call } = settings
  const deadline = deadlineOf(settings.service, service.clock.now())
  const send = (next?: Next) => sendOnce(service, settings, deadline, tools, { next, file })
  const first = await send()
  const address = addressOfCall(settings)
  const end = endOfPage(first.data, { address, headers: first.headers })
  if (!call.paginate || !isPage(first.data)) return { ...first, truncated: end.more, pages: 1 }
  const merged = new MergedPages(file)
  const seen = new Set<string>()
  let { next, more } = end
  merged.add(splitPage(first.body))
  while (next !== undefined) {
    const token = JSON.stringify(next)
    if (seen.has(token)) tools.warn('The service repeated a continuation token, so the list ends here.')
    else if (merged.pages === call.maxPages) tools.warn(`The list has more than ${call.maxPages} pages and ends here.`)
    if (seen.has(token) || merged.pages === call.maxPages) break
    seen.add(token)
    const page = await send(next)
    merged.add(splitPage(page.body))
    ;({ next, more } = endOfPage(page.data, { address, headers: page.headers }))
  }
  return { ...first, truncated: more, pages: merged.pages, merged }
}

async function sendOnce(
  service: Service,
  { call }: CallSettings,
  deadline: number,
  { onResponse, onChange }: CallTools,
  part: { next: Next | undefined; file: ResponseFile },
): Promise<Received> {
  const safe = isSafe(call.method, call.path)
  try {
    if (!safe) onChange(true)
    const received = await service.request(requestOfCall(call, deadline, part), response => {
      const read = receive(call.method, response)
      if (part.next !== undefined && !isPage(read.data)) throw new PageError(false, 'the next page is not a list')
      return read
    })
    onResponse(received)
    onChange(false)
    return received
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    onChange(false)
    throw explained(error, safe)
  }
}

/** A lost response to a change is worse than its cause. */
function explained(error: ServiceError, safe: boolean): ServiceError {
  const { transient, arrived, request, details } = error
  const reason =
    !safe && arrived === 'unknown'
      ? 'call-outcome-unknown'
      : error.reason === 'out-of-time'
        ? 'call-out-of-time'
        : undefined
  return reason === undefined
    ? error
    : new ServiceError(reason, { transient, arrived, request, details, original: error })
}
