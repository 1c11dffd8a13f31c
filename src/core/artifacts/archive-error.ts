import { shorten, visible } from '../base/text.ts'
import type { CauseName } from '../errors/causes.ts'
import { StepError } from '../errors/errors.ts'

/** An archive, or a place for it, that cannot be used. Nothing of it was left behind. */
export class ArchiveError extends StepError {
  override readonly name = 'ArchiveError'

  /** @param damaged whether another download may bring a better one: it was damaged on the way, not made so */
  constructor(
    reason: CauseName,
    details: readonly string[],
    readonly damaged = false,
    original?: unknown,
  ) {
    super(reason, { details, original })
  }
}

/** Says that the archive is not what was sent, or not all of it. */
export function damaged(what: string, original?: unknown): ArchiveError {
  return new ArchiveError('archive-damaged', [what], true, original)
}

/** A path from an archive, in quotes and as one short line. */
export function quotedPath(path: string): string {
  return `"${shorten(visible(path), 200)}"`
}
