/** One page of a list, and the token of the next where there is more. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | undefined
}

export interface Paging<T> {
  /** Asks for a page; undefined is the first. */
  readonly ask: (token: string | undefined) => Promise<Page<T>>
  readonly idOf: (item: T) => number | string
  /** Whether the next page is sure to be needed once so many unseen items have come: then it is asked for ahead. */
  readonly ahead?: (seen: number) => boolean
  /** The service goes in circles: what was not seen by now cannot be. */
  readonly onStuck: () => void
}

/**
 * The unseen items of each page, until the service names no next one.
 *
 * A token is the time of a boundary item, so that items repeat where times are equal, and the service has been seen to
 * give page 1 again (https://github.com/MicrosoftDocs/vsts-rest-api-specs/issues/178): items are told apart by id, and
 * a token that repeats or a page that brings nothing new ends the list instead of looping.
 */
export async function* follow<T>({ ask, idOf, ahead, onStuck }: Paging<T>): AsyncGenerator<T[]> {
  const seen = new Set<number | string>()
  const tokens = new Set<string>()
  let coming: Promise<Page<T>> | undefined = ask(undefined)
  while (coming !== undefined) {
    const { items, next }: Page<T> = await coming
    const unseen = items.filter(item => !seen.has(idOf(item)) && seen.add(idOf(item)))
    const stuck: boolean = next !== undefined && (tokens.has(next) || unseen.length === 0)
    if (next !== undefined) tokens.add(next)
    coming = next === undefined || stuck ? undefined : ahead?.(seen.size) ? askAhead(ask, next) : undefined
    if (unseen.length > 0) yield unseen
    if (stuck) return onStuck()
    if (next !== undefined) coming ??= ask(next)
  }
}

/** Asked for before it is wanted: a failure waits, too, until somebody looks. */
function askAhead<T>(ask: Paging<T>['ask'], token: string): Promise<Page<T>> {
  const page = ask(token)
  page.catch(() => undefined)
  return page
}
