import { CanceledError } from '../errors/errors.ts'

/**
 * Milliseconds that a canceled step takes at most. Hosts send SIGTERM 7.5 s after SIGINT, and kill the step 2.5 s after
 * SIGTERM: https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
export const timeAfter = { SIGINT: 6_000, SIGTERM: 1_500 } as const

export interface Cancellation {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** Aborted when what still goes on has to end at once: by a second signal, or when the time is over. */
  readonly over: AbortSignal
  stop(): void
}

/** Listens for what hosts send to cancel a step: SIGINT, and SIGTERM some seconds later; on Windows Ctrl+Break. */
export function listenForCancellation(): Cancellation {
  const [controller, over] = [new AbortController(), new AbortController()]
  let timer: NodeJS.Timeout | undefined
  const end = () => over.abort(new Error('The host ends the step.'))
  const cancel = (name: 'SIGINT' | 'SIGTERM') => {
    if (controller.signal.aborted) return end()
    timer = setTimeout(end, timeAfter[name]).unref()
    controller.abort(new CanceledError(name))
  }
  const onInterrupt = () => cancel('SIGINT')
  const onTerminate = () => cancel('SIGTERM')
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGBREAK', onTerminate)
  return {
    signal: controller.signal,
    over: over.signal,
    stop() {
      clearTimeout(timer)
      // Its end is told, but not yet known to the host: its next signal must not kill what is about to end.
      if (controller.signal.aborted) return
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGBREAK', onTerminate)
    },
  }
}
