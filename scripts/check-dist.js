// Builds everything anew in a folder of its own and compares: what is bundled and generated must be what the sources give.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { bundle, root, withCompiled } from './build.js'
import { generate } from './generate.js'

/**
 * Every bundled file, by its path below a folder.
 * @param {string} folder
 */
function filesOf(folder) {
  const entries = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  return new Map(files.map(file => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file)]))
}

const fresh = mkdtempSync(join(tmpdir(), 'dist-'))
try {
  const generated = await withCompiled(async compiled => {
    await bundle(compiled, fresh)
    return generate(compiled, root, fresh)
  })
  const wanted = filesOf(fresh)
  const found = filesOf(root)
  const differing = [
    ...[...wanted].filter(([name, text]) => !found.get(name)?.equals(text)).map(([name]) => `${name} differs`),
    ...[...found.keys()].filter(name => !wanted.has(name)).map(name => `${name} is left over`),
    ...generated
      .filter(name => !readFileSync(join(root, name)).equals(readFileSync(join(fresh, name))))
      .map(name => `${name} differs`),
  ]
  for (const line of differing) console.error(line)
  if (differing.length > 0) console.error('Run npm run build and commit what it writes.')
  else console.log(`${wanted.size} bundled files and ${generated.length} generated ones are what the sources give.`)
  process.exitCode = differing.length > 0 ? 1 : 0
} finally {
  rmSync(fresh, { recursive: true, force: true })
}
