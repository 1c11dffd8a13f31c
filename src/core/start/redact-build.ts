import { hideParameters } from '../builds/hide-parameters.ts'
import { memberReplacer } from '../builds/replace-members.ts'
import type { HideValues } from './hide-values.ts'

const replaceResults = memberReplacer(['validationResults'])

/** Deeper than any message of the service. */
const deepest = 20

/** A started build as it may be written to a file: without the values that it was started with, also in its messages. */
export function redactBuild(bytes: Buffer, hide: HideValues): Buffer {
  return replaceResults(hideParameters(bytes), value => hideIn(value, hide, 0))
}

function hideIn(value: unknown, hide: HideValues, depth: number): unknown {
  if (typeof value === 'string') return hide(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) return null
  if (Array.isArray(value)) return value.map(item => hideIn(item, hide, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hideIn(item, hide, depth + 1)]))
}
