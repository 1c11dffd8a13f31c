/** How many requests go before the first answer: whatever is wrong for all of them costs at most so many refusals. */
const beforeFirstAnswer = 2

/** Runs tasks, at most a number of them at a time. */
export interface ConcurrencyLimit {
  /** When a task fails before any has succeeded, all tasks that wait fail with it. */
  run<T>(task: () => Promise<T>): Promise<T>
}

export function limitConcurrency(width: number): ConcurrencyLimit {
  const waiting: { start: () => void; cancel: (reason: unknown) => void }[] = []
  let open = Math.min(beforeFirstAnswer, width)
  let answered = false

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
      if (!answered) for (let more = beforeFirstAnswer; more < width; more++) leave()
      answered = true
      return value
    } catch (error) {
      if (!answered) for (const { cancel } of waiting.splice(0)) cancel(error)
      throw error
    } finally {
      leave()
    }
  }

  return { run }
}
