import { ArchiveError } from './archive-error.ts'

/** Says what the disk said, as an error of the step. Any other error is passed on. */
export function diskError(error: unknown): never {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) throw error
  throw new ArchiveError('artifacts-unwritable', [`${message}.`], false, error)
}
