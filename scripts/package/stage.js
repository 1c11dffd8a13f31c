import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files of the extension, and where they come from. */
const files = [
  ['vss-extension.json', 'vss-extension.json'],
  ['LICENSE', 'LICENSE'],
  ['overview.md', 'docs/marketplace.md'],
  ['images/extension-icon.png', 'images/extension-icon.png'],
  ['task/task.json', 'task.json'],
  ['task/icon.png', 'images/icon.png'],
  ['task/dist/azure', 'dist/azure'],
  ['call-task/task.json', 'call/task.json'],
  ['call-task/icon.png', 'images/icon.png'],
  ['call-task/dist/call-azure', 'dist/call-azure'],
]

/**
 * Puts what the extension holds into a folder of its own, under the names that it has there. tfx looks for task.json in
 * the folder that the contribution names, and would ship a whole repository.
 *
 * @param {string} root the project
 * @param {string} folder
 */
export function stage(root, folder) {
  const { screenshots } = JSON.parse(readFileSync(join(root, 'vss-extension.json'), 'utf8'))
  const shown = screenshots.map((/** @type {{ path: string }} */ { path }) => path)
  const pictures = [...shown, ...picturesIn(readFileSync(join(root, 'docs/marketplace.md'), 'utf8'))]
  for (const [to, from] of [...files, ...pictures.map(path => [path, `docs/${path}`])]) {
    const [source, target] = [join(root, String(from)), join(folder, String(to))]
    if (!existsSync(source)) throw new Error(`${from} is missing.`)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target, { recursive: true })
  }
}

/**
 * The pictures of a page that lie beside it. The Marketplace shows none from elsewhere without https, and no SVG.
 * @param {string} page
 * @returns {string[]}
 */
export function picturesIn(page) {
  return [...page.matchAll(/!\[[^\]]*\]\((?!https?:)([^)\s]+)\)/g)].map(match => String(match[1]))
}
