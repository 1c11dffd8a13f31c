import type { Input } from '../../src/core/inputs/input.ts'

/** The tables of src/core for one step, as the generators get them. */
export interface Tables {
  readonly version: string
  readonly inputs: Readonly<Record<string, Input>>
  readonly groups: Readonly<Record<string, string>>
  readonly outputs: Readonly<Record<string, string>>
  readonly camel: (name: string) => string
}

export type HostName = 'github' | 'azure'
