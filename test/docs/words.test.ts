import { describe, expect, test } from '@jest/globals'
import { callInputs } from '../../src/core/inputs/call-inputs.ts'
import { declarations } from '../../src/core/inputs/inputs.ts'
import { outputs } from '../../src/core/result/outputs.ts'
import { pages, read, workflows } from './blocks.ts'

/** What a page says outside of its blocks of code. */
const proseOf = (page: string) => read(page).replace(/^```[\s\S]*?^```$/gm, '')

describe.each(pages)('%s', page => {
  test('has straight apostrophes and quotes', () => {
    expect(read(page).match(/[‘’“”]/g)).toBeNull()
  })

  test('is in American spelling', () => {
    const british =
      /\b(?:behaviour|colour|recognis\w+|organis\w+|authoris\w+|neutralis\w+|licence|cancell(?:ed|ing)(?! ?\()|catalogue|honour)\b/gi
    // `cancelling` is a status of Azure DevOps.
    const found = (proseOf(page).match(british) ?? []).filter(word => word !== 'cancelling')
    expect(found).toEqual([])
  })

  test('has no rest of the old words', () => {
    const old =
      /\b(?:definitions:|max-builds-per-definition|is asked|are asked|stands in|so many|told apart|goes as)\b/g
    const allowed = page.startsWith('docs/migrating') || page.startsWith('emulator/')
    expect(allowed ? null : proseOf(page).match(old)).toBeNull()
  })
})

describe('A README of at most 250 lines', () => {
  const readme = read('README.md')

  test('is what there is', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(250)
  })

  test('has a table of contents with its main headings', () => {
    const contents = /\*\*Contents\*\*:([\s\S]*?)\n\n/.exec(readme)?.[1] ?? ''
    const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect([...contents.matchAll(/\[([^\]]+)\]/g)].map(([, title]) => title)).toEqual(headings)
  })

  test('has the same recipes as the page for Azure Pipelines', () => {
    const recipes = readme.split('## Recipes')[1]?.split(/^## /m)[0] ?? ''
    const titles = [...recipes.matchAll(/^### (.+)$/gm)].map(([, title]) => title)
    const others = [...read('docs/azure-pipelines.md').matchAll(/^## (.+)$/gm)].map(([, title]) => title)
    expect(titles.length).toBeGreaterThanOrEqual(7)
    expect(others.slice(0, titles.length)).toEqual(titles)
  })
})

describe('Pages for Azure Pipelines', () => {
  const names = Object.keys({ ...declarations, ...callInputs, ...outputs }).filter(name => name.includes('-'))
  // An outcome is called so on both hosts.
  const kebab = names.filter(name => name !== 'dry-run')

  test.each(['docs/azure-pipelines.md', 'docs/reference-azure.md', 'docs/marketplace.md'])(
    '%s spells inputs and outputs as Azure Pipelines does',
    page => {
      const code = [...read(page).matchAll(/`([^`\n]+)`|^ +([\w-]+):/gm)].map(([, span, key]) => span ?? key ?? '')
      expect(kebab.filter(name => code.includes(name))).toEqual([])
    },
  )

  test('no example names a step as the agent names its variables, or pastes an output into a script', () => {
    const texts = [...pages, ...workflows].map(read).join('\n')
    expect(texts.match(/^ *-? ?(?:id|name): (?:build|system|agent)$/gm)).toBeNull()
    expect(texts.match(/^ *-? ?(?:script|run): .*\$\((?:\w+)\.\w+\)/gm)).toBeNull()
  })
})
