// node act-workflows.js FOLDER PAGE…: writes the examples of pages for GitHub as workflows that act can run. It needs nothing
// installed, so it goes by the text.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const dispatch = 'on: workflow_dispatch\n'

/**
 * @param {string} block of YAML
 * @returns {string} a workflow
 */
export function workflowOf(block) {
  const own = block.replace(
    /organization: contoso\b/g,
    () => 'organization: $' + '{{ vars.AZURE_DEVOPS_ORGANIZATION }}',
  )
  if (/^on:/m.test(own)) return own.replace(/^on:\n(?: .*\n)+/m, dispatch)
  if (own.startsWith('jobs:\n')) return dispatch + own
  const steps = own.replace(/^(?=.)/gm, '      ')
  return `${dispatch}jobs:\n  example:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`
}

/**
 * @param {string} page Markdown
 * @returns {string[]} its blocks for GitHub, but for those that show what a reader may have now
 */
export function gitHubBlocks(page) {
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(match => match[1] ?? '')
  return blocks.filter(block => /uses: azure-devops-builds\//.test(block) && !block.startsWith('# Before'))
}

const [folder, ...pages] = process.argv.slice(2)
if (folder !== undefined && basename(process.argv[1] ?? '') === 'act-workflows.js') {
  mkdirSync(folder, { recursive: true })
  for (const page of pages)
    for (const [index, block] of gitHubBlocks(readFileSync(page, 'utf8')).entries())
      writeFileSync(join(folder, `${basename(page, '.md')}-${index + 1}.yml`), workflowOf(block))
}
