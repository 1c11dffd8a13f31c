import { InputError } from '../../../src/core/errors/errors.ts'
import type { HostContext, RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { settingsOf } from '../../support/samples.ts'

export type Given = Partial<RawInputs>

export const azure: HostContext = { host: 'azure' }

/** The problems that the inputs have, in addition to an organization, a project, and a token that are right. */
export function problemsOf(given: Given, context: HostContext = { host: 'github' }): readonly string[] {
  try {
    settingsOf(given, { context })
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}
