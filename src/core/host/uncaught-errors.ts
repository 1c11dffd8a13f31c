/**
 * Catches errors that nobody awaited or expected. Left alone, hosts print their stacks, and one of them lets the step
 * pass; caught, they end the run through the signal and are told like any other.
 */
export function catchUncaughtErrors(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const onStray = (error: unknown) => controller.abort(error)
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray)
  return {
    signal: controller.signal,
    stop: () => void process.off('uncaughtException', onStray).off('unhandledRejection', onStray),
  }
}
