import type { InputName } from '../inputs/inputs.ts'
import type { HostContext } from '../inputs/raw-inputs.ts'
import type { OutputName } from '../result/outputs.ts'

/** How a step ends. */
export type Ending =
  | { readonly result: 'passed' | 'failed' }
  | { readonly result: 'canceled'; readonly signal: 'SIGINT' | 'SIGTERM' }

/**
 * What both hosts offer a step. Only run.ts knows it. Texts that reach it are safe and short already (guard.ts), so an
 * adapter decides nothing.
 *
 * @template Input names of the inputs of the step, the builds step unless set
 */
export interface Host<Input extends string = InputName, Output extends string = OutputName> {
  /** Reads inputs and context from the environment. Prints nothing. */
  read(): { readonly inputs: Readonly<Record<Input, string>>; readonly context: HostContext }
  /** Hides a text in everything that the host shows from here on. */
  mask(secret: string): void
  /** The network settings of this host for a URL. Changes nothing. */
  network(url: string): {
    /** URL of the proxy, credentials percent-encoded; not yet checked. */
    readonly proxy?: string
    /** Certificates of more authorities to trust, in PEM form. */
    readonly authorities?: string
  }
  /** A folder that the host empties after the job. */
  temporaryFolder(): string
  info(line: string): void
  debug(line: string): void
  /** @param message lines, ended by `\n` @param title one line, where the host shows titles */
  warn(message: string, title?: string): void
  /** Shows the message where the host shows errors; it does not end the step. */
  error(message: string, title?: string): void
  group(title: string, lines: readonly string[]): void
  /** @param percent 0 to 100 */
  progress(percent: number, text: string): void
  setOutput(name: Output, value: string): void
  writeSummary(markdown: string): Promise<void>
  /** Says it last. */
  end(ending: Ending): void
}
