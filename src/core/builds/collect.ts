import { inOrder, parseOrder } from '../inputs/order.ts'
import { type Asking, buildsOf, type Found, type Scope } from './list-builds.ts'

/** Takes the builds that are returned, in their order. */
export type Take = (found: Found) => void

/**
 * Gives the first `top` builds over all scopes, in order; without a limit all of them, scope after scope.
 * @returns whether more builds match than were given
 */
export async function collect(scopes: readonly Scope[], asking: Asking, take: Take): Promise<boolean> {
  const { top } = asking.settings
  if (scopes.length > 1 && top !== Number.POSITIVE_INFINITY) return collectBest(scopes, asking, take)
  const isNew = noRepeats(scopes)
  let count = 0
  for await (const batch of inTurn(scopes, asking))
    for (const found of batch) {
      if (!isNew(found)) continue
      if (count === top) return true
      count++
      take(found)
    }
  return false
}

/** One scope after the other; the first pages of the next few are asked for while one is read. */
async function* inTurn(scopes: readonly Scope[], asking: Asking): AsyncGenerator<Found[]> {
  const left = [...scopes]
  /** Those that were asked and not yet read; what has been read is let go. */
  const asked: { stream: AsyncGenerator<Found[]>; first: Promise<IteratorResult<Found[]>> }[] = []
  for (;;) {
    for (const scope of left.splice(0, asking.settings.concurrency - asked.length)) {
      const stream = buildsOf(scope, asking)
      const first = stream.next()
      first.catch(() => undefined)
      asked.push({ stream, first })
    }
    const next = asked.shift()
    if (next === undefined) return
    const { done, value } = await next.first
    if (done) continue
    yield value
    yield* next.stream
  }
}

/** All scopes side by side, each only as far as its builds can still be among the best. */
async function collectBest(scopes: readonly Scope[], asking: Asking, take: Take): Promise<boolean> {
  const { top, order } = asking.settings
  const compare = inOrder(parseOrder(order))
  const isNew = noRepeats(scopes)
  /** One more than wanted, which tells that there are more. */
  const best: Found[] = []

  /** Whether this one, and so those after it in its scope, may still matter. */
  const offer = (found: Found): boolean => {
    const worst = best[top]
    if (worst !== undefined && compare(found, worst) >= 0) return false
    if (!isNew(found)) return true
    // The bytes are a view of a whole page, which would stay in memory with them.
    best.splice(placeOf(best, found, compare), 0, { ...found, bytes: Buffer.from(found.bytes) })
    best.length = Math.min(best.length, top + 1)
    return true
  }

  await Promise.all(
    scopes.map(async scope => {
      let offered = 0
      for await (const batch of buildsOf(scope, { ...asking, ahead: false })) {
        offered += batch.length
        if (!batch.every(offer) || offered > top) return
      }
    }),
  )
  for (const found of best.slice(0, top)) take(found)
  return best.length > top
}

/** A project that is named twice, by name and by id, gives its builds once. */
function noRepeats(scopes: readonly Scope[]): (found: Found) => boolean {
  const seen = new Set<number>()
  return ({ build: { id } }) => scopes.length === 1 || (!seen.has(id) && seen.add(id) !== undefined)
}

function placeOf(sorted: readonly Found[], found: Found, compare: (a: Found, b: Found) => number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(sorted[middle] as Found, found) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
