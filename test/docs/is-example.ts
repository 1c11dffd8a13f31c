import type { Block } from './blocks.ts'

/**
 * Whether a block is run here. Those that begin with `# Before` show what a reader may have now, and recipes of the call
 * step are run by test/process/call-recipes.test.ts, in the world that they need.
 */
export function isExample(host: Block['host'], block: Block): boolean {
  const isRecipe = block.page === 'docs/from-curl-to-call.md' && /^\d+\. /.test(block.heading)
  return block.host === host && !block.text.startsWith('# Before') && !isRecipe
}
