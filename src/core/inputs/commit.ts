import { Problem } from './problem.ts'

/** Which commits a build may be of. */
export interface CommitFilter {
  /** As the user wrote it, in lower case. */
  readonly text: string
  /** @param version a commit SHA, or a TFVC changeset such as `943` or `C943`; empty matches nothing */
  matches(version: string): boolean
}

/**
 * Reads a commit SHA, full or at least 7 digits of it, or a TFVC changeset, with or without its `C`. A number of 7
 * digits may be either.
 */
export function parseCommit(text: string): CommitFilter {
  const wanted = text.toLowerCase()
  const [, changeset] = /^c?(\d{1,10})$/.exec(wanted) ?? []
  const sha = /^[0-9a-f]{7,64}$/.test(wanted) ? wanted : undefined
  if (changeset === undefined && sha === undefined)
    throw new Problem('is not a commit SHA, full or at least its first 7 digits, nor a TFVC changeset such as 943')
  return {
    text: wanted,
    matches(version) {
      const candidate = version.toLowerCase()
      if (changeset !== undefined && /^c?\d+$/.test(candidate) && candidate.replace('c', '') === changeset) return true
      return sha !== undefined && candidate.startsWith(sha)
    },
  }
}
