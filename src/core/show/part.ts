import type { OutputValues } from '../result/output-values.ts'

/** A message that the host shows as an error or a warning. */
export interface Message {
  /** A list for several lines: a text from outside cannot end one. */
  readonly text: string | readonly string[]
  /** One line, for annotations. */
  readonly title?: string
}

/** What a room adds to what people and later steps see. */
export interface Part {
  readonly outputs?: OutputValues
  readonly log?: readonly string[]
  readonly warnings?: readonly Message[]
  readonly errors?: readonly Message[]
  /** Sections of the summary, as Markdown. */
  readonly summary?: readonly string[]
}
