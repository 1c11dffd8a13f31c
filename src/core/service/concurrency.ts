/**
 * Runs tasks, so many at a time; the first one alone, so that whatever is wrong for all of them (the token, the address,
 * the version) is found out once. When the first fails, all that wait fail with it.
 */
export interface ConcurrencyLimit {
  run<T>(task: () => Promise<T>): Promise<T>
}

export function limitConcurrency(width: number): ConcurrencyLimit {
  const waiting: { start: () => void; cancel: (reason: unknown) => void }[] = []
  let open = 1
  let first = true

  async function enter(): Promise<void> {
    if (open > 0) open--
    else await new Promise<void>((start, cancel) => waiting.push({ start, cancel }))
  }

  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) open++
    else next.start()
  }

  async function run<T>(task: () => Promise<T>): Promise<T> {
    await enter()
    try {
      const value = await task()
      if (first) for (let lane = 1; lane < width; lane++) leave()
      first = false
      return value
    } catch (error) {
      if (first) for (const { cancel } of waiting.splice(0)) cancel(error)
      throw error
    } finally {
      leave()
    }
  }

  return { run }
}
