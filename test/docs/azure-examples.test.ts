import { blocksIn, pages } from './blocks.ts'
import { examplesOf } from './examples-of.ts'
import { isExample } from './is-example.ts'

// The files in examples/azure are run by test/process/azure-examples.test.ts.
examplesOf(
  'azure',
  pages.flatMap(blocksIn).filter(block => isExample('azure', block)),
)
