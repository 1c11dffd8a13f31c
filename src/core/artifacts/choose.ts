import { globMatcher, isGlob } from '../base/glob.ts'
import { nearest } from '../base/nearest.ts'
import { counted, listed, shorten } from '../base/text.ts'
import { ArchiveError, quotedPath } from './archive-error.ts'
import { PathSet, segmentsOf } from './paths.ts'
import type { Artifact } from './requests.ts'

/** What the names and globs of a user select. */
export interface Choice {
  /** In the order of the list. */
  readonly chosen: readonly Artifact[]
  /** For each name or glob that selects nothing, a sentence with what there is instead. */
  readonly missing: readonly string[]
  /** For each selected artifact of which nothing can be downloaded, a sentence. */
  readonly unsupported: readonly string[]
  /** Whether each artifact is unpacked into a folder of its own. */
  readonly folders: boolean
}

/** `Drop` is the former name of the first. */
const downloadable = ['PipelineArtifact', 'Drop', 'Container']

const maxNamed = 20

/**
 * Names match exactly or, if none does, in any case; globs in any case.
 * @param patterns names and globs as the user wrote them
 */
export function chooseArtifacts(patterns: readonly string[], artifacts: readonly Artifact[]): Choice {
  const selected = new Set<Artifact>()
  const missing: string[] = []
  const unsupported = new Set<string>()
  for (const pattern of patterns) {
    const matches = matchesOf(pattern, artifacts)
    const usable = matches.filter(({ type }) => downloadable.includes(type))
    for (const artifact of usable) selected.add(artifact)
    const others = matches.filter(artifact => !usable.includes(artifact)).map(describeUnsupported)
    if (usable.length === 0) missing.push(others[0] ?? describeMissing(pattern, artifacts))
    else for (const other of others) unsupported.add(other)
  }
  const folders = patterns.length > 1 || patterns.some(isGlob) || selected.size > 1
  return { chosen: artifacts.filter(one => selected.has(one)), missing, unsupported: [...unsupported], folders }
}

function matchesOf(pattern: string, artifacts: readonly Artifact[]): readonly Artifact[] {
  const exact = artifacts.filter(({ name }) => name === pattern)
  if (exact.length > 0) return exact.slice(0, 1)
  const matches = globMatcher(pattern.toLowerCase())
  return artifacts.filter(({ name }) => matches(name.toLowerCase()))
}

function describeUnsupported({ name, type }: Artifact): string {
  return `The artifact ${quoted(name)} is of type ${quoted(type)}, which the step cannot download.`
}

function describeMissing(pattern: string, artifacts: readonly Artifact[]): string {
  const names = artifacts.map(({ name }) => name)
  const what = isGlob(pattern) ? `No artifact matches ${quoted(pattern)}.` : `There is no artifact ${quoted(pattern)}.`
  if (names.length === 0) return `${what} The build has no artifacts.`
  const near = isGlob(pattern) ? [] : nearest(pattern, names.slice(0, 1000))
  const guess = near.length === 0 ? '' : ` Did you mean ${listed(near.map(quoted), 'or')}?`
  const more = names.length - maxNamed
  const shown = [...names.slice(0, maxNamed).map(quoted), ...(more > 0 ? [`${counted(more, 'other')}`] : [])]
  return `${what}${guess} The build has ${listed(shown)}.`
}

function quoted(name: string): string {
  return `"${shorten(name, 100)}"`
}

/**
 * The folder of an artifact, below where all of them go; undefined for those that have none of their own.
 * @throws ArchiveError for a name that no folder can have on every system, or that another one has already
 */
export function foldersOf({ chosen, folders }: Choice): Map<Artifact, string | undefined> {
  const known = new PathSet()
  return new Map(chosen.map(artifact => [artifact, folders ? folderOf(artifact, known) : undefined]))
}

function folderOf({ name }: Artifact, known: PathSet): string {
  try {
    const segments = segmentsOf(name)
    if (segments.length === 1 && segments[0] === name) known.add(name, segments)
    else throw new Error('a path')
    return name
  } catch (error) {
    throw new ArchiveError('artifact-folder-refused', [`The name is ${quotedPath(name)}.`], false, error)
  }
}
