import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const bundles = /** @type {const} */ ({ github: 'action', azure: 'task' })

/**
 * docs/bundled.md: every package whose code is in dist/, with its version and its licence.
 * @param {string} lock package-lock.json
 * @param {string} dist the folder
 */
export function bundledPage(lock, dist) {
  /** @type {{ packages: Record<string, { version?: string, link?: boolean }> }} */
  const { packages } = JSON.parse(lock)
  /** @type {Map<string, { licence: string, where: string[] }>} */
  const found = new Map()
  for (const [bundle, name] of Object.entries(bundles)) {
    const lines = readFileSync(join(dist, bundle, 'licenses.txt'), 'utf8').split('\n')
    for (const [at, line] of lines.entries()) {
      // A name, then the licence's short name, then its text; texts have no line that is a package's name. A link is
      // code of this project, in a package's place.
      const locked = /^(@[\w-]+\/)?[\w.-]+$/.test(line) ? packages[`node_modules/${line}`] : undefined
      if (locked === undefined || locked.link) continue
      const entry = found.get(line) ?? { licence: lines[at + 1] ?? '', where: [] }
      found.set(line, { ...entry, where: [...entry.where, name] })
    }
  }
  const rows = [...found].map(([name, { licence, where }]) => {
    const { version } = packages[`node_modules/${name}`] ?? {}
    return `| [${name}](https://www.npmjs.com/package/${name}) | ${version} | ${licence} | ${where.join(', ')} |`
  })
  return `${introduction}\n\n| Package | Version | Licence | In |\n| --- | --- | --- | --- |\n${rows.sort().join('\n')}\n`
}

const introduction = `# What is bundled

<!-- Written by npm run build from package-lock.json and the licenses.txt files of dist/. -->

The action and the task install nothing when they run: dist/ holds the code of this project and of these packages. The
texts of their licences are in \`dist/github/licenses.txt\` and \`dist/azure/licenses.txt\`; each release has an SBOM.`
