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
  /** What the service connection holds that `connection` names. */
  readonly connection?: { readonly url: string; readonly token: string }
}

/** The name of an input as the host writes it. */
export function inputNameOn(name: InputName, { host }: HostContext): string {
  return host === 'azure' ? camel(name) : name
}
