import { globMatcher, isGlob } from '../base/glob.ts'
import { Problem } from './problem.ts'

/** Which branches a build may be of. */
export type BranchFilter =
  /** The service filters: it knows whole refs only, and matches nothing for a short name. */
  | { readonly kind: 'ref'; readonly ref: string }
  /** This side filters: the service knows no patterns. */
  | { readonly kind: 'pattern'; readonly pattern: string; matches(ref: string): boolean }

/** Reads a name, a whole ref, `pr:123`, `tag:v1`, or a pattern of these. */
export function parseBranch(text: string): BranchFilter {
  const ref = wholeRef(text)
  if (!isGlob(ref)) return { kind: 'ref', ref }
  return { kind: 'pattern', pattern: ref, matches: globMatcher(ref) }
}

function wholeRef(text: string): string {
  if (text.startsWith('refs/') || text.startsWith('$/')) return text
  const [, kind, name = ''] = /^(pr|tag):(.*)$/s.exec(text) ?? []
  if (kind === 'tag' && name !== '') return `refs/tags/${name}`
  if (kind === 'pr' && /^[\d*?]+$/.test(name)) return `refs/pull/${name}/merge`
  if (kind !== undefined)
    throw new Problem(`is not ${kind === 'pr' ? 'pr: and a number, as pr:123' : 'tag: and a name, as tag:v1'}`)
  return `refs/heads/${text}`
}

/** A ref as people write it: `main`, `pr:123`, `tag:v1`, or the ref itself. */
export function shortRef(ref: string): string {
  const pull = /^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref)?.[1]
  if (pull !== undefined) return `pr:${pull}`
  return ref.replace(/^refs\/heads\//, '').replace(/^refs\/tags\//, 'tag:')
}
