import { answerInputs } from './answer-inputs.ts'
import { howInputs } from './how-inputs.ts'
import type { Input } from './input.ts'
import type { InputType, Values } from './input-types.ts'
import { judgeInputs } from './judge-inputs.ts'
import { whereInputs } from './where-inputs.ts'
import { whichInputs } from './which-inputs.ts'

/** Every input of the builds step, once, under its GitHub name; on Azure the same words in camelCase. */
export const inputs = {
  ...whereInputs,
  ...whichInputs,
  ...judgeInputs,
  ...answerInputs,
  ...howInputs,
} as const satisfies Record<string, Input>

export type InputName = keyof typeof inputs

/** Every declared input as its widest type, for code that walks the table. */
export const declarations: Readonly<Record<InputName, Input>> = inputs

export const inputNames = Object.keys(inputs) as InputName[]

/** `min-time` as Azure Pipelines spells it: `minTime`. */
export type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S

export function camel<S extends string>(name: S): Camel<S> {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) as Camel<S>
}

type OneOf<D extends Input> = D extends { values: readonly (infer V)[] } ? V : string

/** What the text of an input is read into: literal types where the table lists the values. */
type Read<D extends Input> = D['type'] extends 'choice'
  ? OneOf<D>
  : D['type'] extends 'choices'
    ? readonly OneOf<D>[]
    : Values[D['type']]

type EmptyWhenLeftOut = 'list' | 'choices' | 'numbers' | 'map' | 'text' | 'body' | 'path' | 'secret' | 'connection'

/** The value of an input: lists and texts are empty where they were left out, other types undefined. */
type ValueOf<D extends Input> = D extends { default: string }
  ? Read<D>
  : D['type'] extends EmptyWhenLeftOut & InputType
    ? Read<D>
    : Read<D> | undefined

/** Every input as a value of its type, under its camelCase name. */
export type ValuesOf<T extends Record<string, Input>> = { readonly [N in keyof T & string as Camel<N>]: ValueOf<T[N]> }

export type InputValues = ValuesOf<typeof inputs>
