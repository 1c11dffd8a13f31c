import { Problem } from '../inputs/problem.ts'
import type { Pairs } from './filling.ts'

/** Compared as a text: some resources have a third number. https://github.com/Azure/azure-devops-cli-extension/issues/1519 */
const form = /^\d+\.\d+(?:\.\d+)?(?:-preview(?:\.\d+)?)?$/

/**
 * The API version that the query or `Accept` names, and the query without it.
 * @param set the value of the input `api-version`; empty for none
 * @returns a version that is empty where nothing names one
 * @throws Problem when two places differ
 */
export function takeVersion(query: Pairs, accept: string | undefined, set: string): { version: string; query: Pairs } {
  const isVersion = ([name]: readonly [string, string]) => name.toLowerCase() === 'api-version'
  const inAccept = [...(accept ?? '').matchAll(/;\s*api-version\s*=\s*"?([^;,"\s]+)/gi)].map(match => match[1] ?? '')
  const named = [...query.filter(isVersion).map(([, value]) => value), ...inAccept, set].filter(Boolean)
  const [version = '', ...others] = new Set(named)
  const [other] = others
  if (other !== undefined) throw new Problem(`names two API versions, ${version} and ${other}`)
  if (version !== '' && !form.test(version))
    throw new Problem(`has the API version ${version}. Write it as 7.1 or 7.1-preview.1`)
  return { version, query: query.filter(pair => !isVersion(pair)) }
}
