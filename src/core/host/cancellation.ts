import { CanceledError } from '../errors/errors.ts'

/** Listens for what hosts send to cancel a step: SIGINT, and SIGTERM some seconds later. */
export function listenForCancellation(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const onInterrupt = () => controller.abort(new CanceledError('SIGINT'))
  const onTerminate = () => controller.abort(new CanceledError('SIGTERM'))
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate)
  return {
    signal: controller.signal,
    stop: () => void process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate),
  }
}
