// node act-workflows.js FOLDER PAGE…: writes the examples of pages for GitHub as workflows that act can run. It needs nothing
// installed, so it goes by the text.
//
// All of them run, with these differences, because of what this machine doesn't have:
//   - the organization is an emulator here, so a proxy for the internet and a private certificate authority are set but not
//     used (test/process/proxy.test.ts and certificates.test.ts use them), and Azure DevOps Server is the same emulator;
//   - a self-hosted runner is the same machine;
//   - azure/login, az, and git of Azure Repos are stand-ins: there is no Microsoft Entra;
//   - polls are a second apart.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const dispatch = 'on: workflow_dispatch\n'

/**
 * @param {string} page Markdown
 * @returns {string[]} its blocks for GitHub, but for those that show what a reader may have now
 */
export function gitHubBlocks(page) {
  const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(match => match[1] ?? '')
  return blocks.filter(block => /^ *(?:- )?(uses|run):/m.test(block) && !block.startsWith('# Before'))
}

/**
 * The blocks of a page as workflows: whole ones and jobs as they are, and all steps in one job, which takes less time.
 *
 * @param {string} name of the page
 * @param {readonly string[]} blocks of YAML
 * @returns {string[]} workflows
 */
export function workflowsOf(name, blocks) {
  const own = blocks.map(block => onThisMachine(name, block))
  const whole = own.filter(block => /^(on|jobs):/m.test(block))
  const steps = own.filter(block => !whole.includes(block)).map((block, index) => named(name, block, index + 1))
  const workflows = whole.map(block =>
    /^on:/m.test(block) ? block.replace(/^on:\n(?: .*\n)+/m, dispatch) : dispatch + block,
  )
  if (steps.length === 0) return workflows
  const indented = steps.join('').replace(/^(?=.)/gm, '      ')
  return [...workflows, `${dispatch}jobs:\n  steps:\n    runs-on: ubuntu-latest\n    steps:\n${indented}`]
}

/**
 * @param {string} name of the page
 * @param {string} block
 */
function onThisMachine(name, block) {
  // Recipes change the world, so they have one of their own.
  const variable = name === 'from-curl-to-call' ? 'RECIPES_ORGANIZATION' : 'AZURE_DEVOPS_ORGANIZATION'
  const polls = /poll-interval:/.test(block) ? '' : '$1poll-interval: 1s\n'
  return block
    .replace(/(organization:) (?!\$)\S+/g, (_, key) => `${key} \${{ vars.${variable} }}`)
    .replace(/^( *)wait: true\n/gm, `$&${polls}`)
}

/**
 * Steps that say in the log where they are from, and whose IDs are theirs alone.
 *
 * @param {string} name of the page
 * @param {string} block
 * @param {number} number of the block
 */
function named(name, block, number) {
  const ids = [...block.matchAll(/^(?:- | {2})id: (\S+)$/gm)].map(match => match[1] ?? '')
  const unique = ids.reduce(
    (text, id) =>
      text.replaceAll(`id: ${id}\n`, `id: ${id}_${number}\n`).replaceAll(`steps.${id}.`, `steps.${id}_${number}.`),
    block,
  )
  return /^(?:- | {2})name:/m.test(block) ? unique : unique.replace(/^- /gm, `- name: ${name} ${number}\n  `)
}

const [folder, ...pages] = process.argv.slice(2)
if (folder !== undefined && basename(process.argv[1] ?? '') === 'act-workflows.js') {
  mkdirSync(folder, { recursive: true })
  for (const page of pages) {
    const name = basename(page, '.md')
    const workflows = workflowsOf(name, gitHubBlocks(readFileSync(page, 'utf8')))
    for (const [index, workflow] of workflows.entries())
      writeFileSync(join(folder, `${name}-${index + 1}.yml`), workflow)
  }
}
