import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { withKey } from '../package/pipeline.ts'
import { gitHubBlocks, workflowOf } from './act-workflows.js'
import { read } from './blocks.ts'

/** scripts/act.sh runs what these make. */
describe('The examples of a page as workflows', () => {
  const pages = ['README.md', 'docs/reference-github.md', 'docs/explaining.md', 'docs/artifacts.md']
  const blocks = pages.flatMap(page => gitHubBlocks(read(page)))

  test('are many', () => {
    expect(blocks.length).toBeGreaterThan(12)
  })

  test('can be started by hand, have all steps of the block, and query the organization of the run', () => {
    for (const block of blocks) {
      const workflow = parse(workflowOf(block)) as { on: string; jobs: Record<string, { steps: unknown[] }> }
      expect(workflow.on).toBe('workflow_dispatch')
      expect(withKey(workflow, 'uses').length).toBe(withKey(parse(block), 'uses').length)
      for (const { steps } of Object.values(workflow.jobs)) expect(steps.length).toBeGreaterThan(0)
      for (const { organization } of withKey(workflow, 'organization'))
        expect(organization).toBe('$' + '{{ vars.AZURE_DEVOPS_ORGANIZATION }}')
    }
  })
})
