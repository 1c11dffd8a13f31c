/** A service that names a next page for ever must not be followed for ever: these are 5 million builds. */
const maxPages = 10_000

/** Tokens are times or short numbers. Each is kept, and goes into a URL. */
const maxTokenLength = 2048

/** One page of a list, and the token of the next where there is more. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | undefined
}

/** What a page brought that was not there before. */
export interface Unseen<T> {
  readonly items: readonly T[]
  /** Whether the service names a next page. */
  readonly more: boolean
  /** The service goes in circles or finds no end: what was not seen by now cannot be, and the list ends here. */
  readonly stuck: boolean
}

export interface Paging<T> {
  /** Requests a page; undefined is the first. */
  readonly ask: (token: string | undefined) => Promise<Page<T>>
  readonly idOf: (item: T) => number | string
  /** Whether the next page is sure to be needed once so many unseen items have come: then it is requested ahead. */
  readonly ahead?: (seen: number) => boolean
}

/**
 * The unseen items of each page, until the service names no next one.
 *
 * A token is the time of a boundary item, so that items repeat where times are equal, and the service has been seen to
 * give page 1 again (https://github.com/MicrosoftDocs/vsts-rest-api-specs/issues/178): items are told apart by ID, and
 * a token that repeats or a page that brings nothing new ends the list instead of looping. So do too many pages.
 */
export async function* follow<T>({ ask, idOf, ahead }: Paging<T>): AsyncGenerator<Unseen<T>> {
  const seen = new Set<number | string>()
  const tokens = new Set<string>()
  let coming: Promise<Page<T>> | undefined = ask(undefined)
  while (coming !== undefined) {
    const { items, next }: Page<T> = await coming
    const unseen = items.filter(item => !seen.has(idOf(item)) && seen.add(idOf(item)))
    const stuck: boolean = next !== undefined && (unseen.length === 0 || !isNew(next, tokens))
    if (next !== undefined) tokens.add(next)
    coming = next === undefined || stuck ? undefined : ahead?.(seen.size) ? askAhead(ask, next) : undefined
    yield { items: unseen, more: next !== undefined, stuck }
    if (stuck) return
    if (next !== undefined) coming ??= ask(next)
  }
}

function isNew(token: string, known: ReadonlySet<string>): boolean {
  return !known.has(token) && known.size < maxPages && token.length <= maxTokenLength
}

/** Requested before it is wanted: a failure waits, too, until somebody looks. */
function askAhead<T>(ask: Paging<T>['ask'], token: string): Promise<Page<T>> {
  const page = ask(token)
  page.catch(() => undefined)
  return page
}
