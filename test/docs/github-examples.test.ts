import { blocksIn, pages, workflows } from './blocks.ts'
import { examplesOf } from './examples-of.ts'
import { isExample } from './is-example.ts'

examplesOf(
  'github',
  [...pages, ...workflows].flatMap(blocksIn).filter(block => isExample('github', block)),
)
