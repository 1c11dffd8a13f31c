import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds action.yml, task.json and dist. */
export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * The manifest that goes with a bundle: the one asked for, or the repository's own for a bundle in the repository.
 * @param {string} name
 * @param {string} main
 * @param {string | null | undefined} asked
 * @returns {string | undefined}
 */
export function manifestOf(name, main, asked) {
  if (asked !== undefined) return asked ?? undefined
  const path = join(repository, name)
  return !relative(repository, main).startsWith('..') && existsSync(path) ? path : undefined
}
