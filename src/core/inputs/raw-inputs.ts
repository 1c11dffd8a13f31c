import { camel, type InputName } from './inputs.ts'

/** What was set, as text; empty where nothing was. */
export type RawInputs = Readonly<Record<InputName, string>>

/** What the host knows in addition to the inputs. */
export interface HostContext {
  readonly host: 'github' | 'azure'
  /** Organization and project of the job. */
  readonly organization?: string
  readonly project?: string
  /** The job access token: the token that the host gives every job of its own organization. */
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

/** The name of an input or output as the host writes it. */
export function inputNameOn(name: string, { host }: Pick<HostContext, 'host'>): string {
  return host === 'azure' ? camel(name) : name
}

/** Spells the names in braces of a text as the host does. Only for texts of this project: others may hold braces. */
export function spellNames(text: string, context: Pick<HostContext, 'host'>): string {
  return text.replace(/\{([a-z]+(?:-[a-z]+)*)\}/g, (_, name: string) => inputNameOn(name, context))
}
