import { type Build, nameOf } from '../builds/build.ts'
import { inputNameOn } from '../inputs/raw-inputs.ts'
import type { Sentence } from '../judge/judge.ts'
import type { OutputSettings } from '../settings/settings.ts'

/** A sentence as plain text. */
export function plain(sentence: Sentence, { context }: Pick<OutputSettings, 'context'>): string {
  return sentence
    .map(part => {
      if (typeof part === 'string') return part
      return 'input' in part ? inputNameOn(part.input, context) : nameOf(part)
    })
    .join('')
}

export type PageOf = (build: Build) => string
