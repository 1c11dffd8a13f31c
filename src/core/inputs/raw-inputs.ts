import { camel, type InputName } from './inputs.ts'

/** What was given, as text; empty where nothing was. */
export type RawInputs = Readonly<Record<InputName, string>>

/** What the host knows beside the inputs. */
export interface HostContext {
  readonly host: 'github' | 'azure'
  /** The job's own organization and project. */
  readonly organization?: string
  readonly project?: string
  /** The token that the host gives every job of its own organization. */
  readonly jobToken?: string
  /** Other values of it that the job holds, if it was renewed. */
  readonly otherJobTokens?: readonly string[]
  /** What the service connection holds that `connection` names. */
  readonly connection?: { readonly url: string; readonly token: string }
  /** The name of the step, which becomes a part of the names of its outputs; undefined if the host does not join them. */
  readonly stepName?: string
  /** Files of the host that the step must not write over: those with commands for it, above all. */
  readonly commandFiles?: readonly string[]
}

/** The name of an input as the host writes it. */
export function inputNameOn(name: InputName, { host }: HostContext): string {
  return host === 'azure' ? camel(name) : name
}
