import type { InputType } from './input-types.ts'

export type HostName = 'github' | 'azure'

/** What the manifests, the reference pages, and the code need to know of an input. */
export interface Input {
  readonly label: string
  readonly group: InputGroup
  readonly type: InputType
  /** Markdown, one paragraph. Names of inputs are in braces; what is in double braces is shown in single ones. */
  readonly help: string
  /** A sentence that is true on one host only. */
  readonly helpOn?: { readonly [H in HostName]?: string }
  /** Leaving the input out means the same, so the manifests carry it. */
  readonly default?: string
  readonly values?: readonly string[]
  readonly least?: number
  readonly most?: number
  /** Its values get into the URL of a request, so that they are shown, and must not be the token. */
  readonly inUrl?: true
  /** The hosts that cannot go on without it. */
  readonly requiredOn?: readonly HostName[]
  readonly only?: 'azure'
  /** When the form of Azure Pipelines shows it, in the syntax of task.json. */
  readonly visibleRule?: string
}

/** The sections of the forms and of the reference pages, in order. */
export const groups = {
  where: 'Where and who',
  which: 'Which builds',
  judge: 'Start, wait, judge',
  answer: 'Answer',
  how: 'How to ask',
} as const

/** Those of the call step. */
export const callGroups = {
  where: 'Where and who',
  call: 'What to call',
  answer: 'Answer',
  how: 'How to ask',
} as const

export type InputGroup = keyof typeof groups | keyof typeof callGroups
