/**
 * Does something with each item, a number of them at a time. When one fails, the signal of the others is aborted, and
 * nothing is under way any more when this ends.
 * @throws what the first one threw that failed
 */
export async function inParallel<Item, Value>(
  items: readonly Item[],
  width: number,
  signal: AbortSignal,
  task: (item: Item, signal: AbortSignal, index: number) => Promise<Value>,
): Promise<Value[]> {
  const failing = new AbortController()
  const either = AbortSignal.any([signal, failing.signal])
  const values: Value[] = []
  const queue = items.entries()
  const work = async () => {
    for (const [index, item] of queue) {
      either.throwIfAborted()
      values[index] = await task(item, either, index)
    }
  }
  const workers = Array.from({ length: width }, () => work().catch(error => failing.abort(error)))
  await Promise.all(workers)
  either.throwIfAborted()
  return values
}
