// Prints what CHANGELOG.md says of a version: node scripts/release-notes.js 1.2.3. Fails where the version is not that of
// package.json, or has no date yet.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @param {string} changelog
 * @param {string} wanted the version that is released
 * @param {string} version of package.json
 */
export function releaseNotes(changelog, wanted, version) {
  if (wanted !== version) throw new Error(`package.json has the version ${version}, not ${wanted}.`)
  const sections = changelog.split(/^## /m)
  const section = sections.find(text => text.startsWith(`[${wanted}]`))
  if (section === undefined) throw new Error(`CHANGELOG.md says nothing of ${wanted}.`)
  const [heading = '', ...lines] = section.split('\n')
  if (!/\] - \d{4}-\d{2}-\d{2}$/.test(heading)) throw new Error(`CHANGELOG.md has no date for ${wanted}.`)
  return `${lines.join('\n').trim()}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  process.stdout.write(releaseNotes(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), process.argv[2] ?? '', version))
}
