import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { withKey } from '../package/pipeline.ts'
import { gitHubBlocks, workflowsOf } from './act-workflows.js'
import { blocksIn, pages, read } from './blocks.ts'

interface Step {
  readonly id?: string
  readonly name?: string
}
interface Workflow {
  readonly on: string
  readonly jobs: Record<string, { readonly steps: readonly Step[] }>
}

/** scripts/act.sh runs what these make. */
describe('The examples of pages as workflows', () => {
  const all = pages.map(page => ({ page, blocks: gitHubBlocks(read(page)) })).filter(({ blocks }) => blocks.length > 0)

  test('are all blocks for GitHub, but for those that show what a reader may have now', () => {
    const known = pages.flatMap(blocksIn).filter(({ host, text }) => host === 'github' && !text.startsWith('# Before'))
    expect(all.flatMap(({ blocks }) => blocks)).toEqual(known.map(({ text }) => text))
    expect(known.length).toBeGreaterThan(40)
  })

  test('are on the pages that scripts/act.sh runs', () => {
    const [, list = ''] = /\|\| set -- (.*)$/m.exec(read('scripts/act.sh')) ?? []
    const run = list.replace('docs/*.md', pages.filter(page => page.startsWith('docs/')).join(' ')).split(' ')
    expect(all.map(({ page }) => page).filter(page => !run.includes(page))).toEqual([])
  })

  test.each(all)('of $page can be started by hand, are complete, and query the organization of the run', one => {
    const workflows = workflowsOf('page', one.blocks).map(text => parse(text, { uniqueKeys: true }) as Workflow)
    expect(withKey(workflows, 'uses').length).toBe(one.blocks.flatMap(block => withKey(parse(block), 'uses')).length)
    expect(withKey(workflows, 'run').length).toBe(one.blocks.flatMap(block => withKey(parse(block), 'run')).length)
    for (const { on, jobs } of workflows) {
      expect(on).toBe('workflow_dispatch')
      for (const { steps } of Object.values(jobs)) {
        const ids = steps.flatMap(({ id }) => id ?? [])
        expect(ids).toEqual([...new Set(ids)])
      }
    }
    for (const { organization } of withKey(workflows, 'organization'))
      expect(organization).toBe('$' + '{{ vars.AZURE_DEVOPS_ORGANIZATION }}')
  })

  test('of one page read the outputs of their own steps, and say where they are from', () => {
    const block = "- id: ci\n  uses: x\n- if: steps.ci.outputs.count == '1'\n  run: echo\n"
    const [workflow = ''] = workflowsOf('page', [block, block])
    const { steps } = (parse(workflow) as Workflow).jobs.steps ?? { steps: [] }
    expect(steps).toEqual([
      { name: 'page 1', id: 'ci_1', uses: 'x' },
      { name: 'page 1', if: "steps.ci_1.outputs.count == '1'", run: 'echo' },
      { name: 'page 2', id: 'ci_2', uses: 'x' },
      { name: 'page 2', if: "steps.ci_2.outputs.count == '1'", run: 'echo' },
    ])
  })
})
