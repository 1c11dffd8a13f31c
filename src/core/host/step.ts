import { secretForms } from '../credential/credential.ts'
import { type Redact, redactor } from '../credential/redact.ts'
import { chooseToken, type TokenInput } from '../credential/token.ts'
import type { InputName } from '../inputs/inputs.ts'
import type { HostContext } from '../inputs/raw-inputs.ts'
import type { OutputName } from '../result/outputs.ts'
import { listenForCancellation } from './cancellation.ts'
import { type GuardedHost, guard } from './guard.ts'
import type { Host } from './host.ts'
import { catchUncaughtErrors } from './uncaught-errors.ts'

/** A run of the step on a host: what it was given, what ends it early, and the guarded way to speak. */
export interface Step<Input extends string = InputName, Output extends string = OutputName> {
  /** The host, behind the guard. Before the inputs are read, there is no secret to take out. */
  readonly host: GuardedHost<Input, Output>
  readonly redact: Redact
  readonly context: HostContext
  /** Aborted when the host cancels the step, and by an error that nobody caught. */
  readonly signal: AbortSignal
  /** Aborted when a canceled step has to end at once. */
  readonly over: AbortSignal
  /** Reads the inputs and masks the token, before anything that could show it is said. */
  read(): Readonly<Record<Input, string>>
  /** Disposes of something at the end. */
  own<T extends Disposable>(owned: T): T
  /** @throws what nobody caught until now */
  throwIfUncaught(): void
  leave(): void
}

/** Enters the step. Nothing here can throw. */
export function enterStep<Input extends string, Output extends string>(
  bare: Host<Input | TokenInput, Output>,
): Step<Input | TokenInput, Output> {
  const cancellation = listenForCancellation()
  const uncaught = catchUncaughtErrors()
  const owned: Disposable[] = []
  let redact = redactor([])
  let host = guard(bare, redact)
  let context: HostContext = { host: 'github' }
  return {
    get host() {
      return host
    },
    get redact() {
      return redact
    },
    get context() {
      return context
    },
    signal: AbortSignal.any([cancellation.signal, uncaught.signal]),
    over: cancellation.over,
    read() {
      const given = bare.read()
      context = given.context
      const forms = secretForms(chooseToken(given.inputs, context).token, given.inputs.username)
      // Shortest first: a host may show the line that masks a longer one, and then masks what it knows already.
      for (const form of forms.toReversed()) bare.mask(form)
      redact = redactor(forms, form => bare.mask(form))
      host = guard(bare, redact)
      return given.inputs
    },
    own(one) {
      owned.push(one)
      return one
    },
    throwIfUncaught: () => uncaught.signal.throwIfAborted(),
    leave() {
      for (const one of owned.toReversed()) one[Symbol.dispose]()
      cancellation.stop()
      uncaught.stop()
    },
  }
}
