import { hideParameters } from '../builds/hide-parameters.ts'
import { memberReplacer } from '../builds/replace-members.ts'
import type { HideValues } from './hide-values.ts'

/** One after the other: each is found fast by the ending of its name. */
const replacers = ['validationResults', 'buildNumber', 'tags'].map(name => memberReplacer([name]))

/** Deeper than any message of the service. */
const deepest = 20

/**
 * A started build as it may be written to a file: without the values that it was started with, also where
 * the pipeline or the service put them into its number, tags, or messages.
 */
export function redactBuild(bytes: Buffer, hide: HideValues): Buffer {
  const replace = (value: unknown) => hideIn(value, hide, 0)
  return replacers.reduce((left, replaceTexts) => replaceTexts(left, replace), hideParameters(bytes))
}

function hideIn(value: unknown, hide: HideValues, depth: number): unknown {
  if (typeof value === 'string') return hide(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) return null
  if (Array.isArray(value)) return value.map(item => hideIn(item, hide, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hideIn(item, hide, depth + 1)]))
}
