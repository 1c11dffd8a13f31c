import type { Cause } from '../../src/core/errors/cause.ts'
import type { Input } from '../../src/core/inputs/input.ts'

/** The tables of src/core, as the generators get them. */
export interface Tables {
  readonly version: string
  readonly inputs: Readonly<Record<string, Input>>
  readonly groups: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly causes: Readonly<Record<string, Cause>>
  readonly camel: (name: string) => string
}
