import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { repository } from '../../hosts/repository.js'

/** The pages that people read, by their paths in the repository. */
export const pages: readonly string[] = [
  ...['README.md', 'SECURITY.md', 'SUPPORT.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...namesIn('docs', /\.md$/),
  ...['examples/README.md', 'emulator/README.md', 'hosts/README.md'],
]

export const workflows: readonly string[] = namesIn('examples/github', /\.yml$/)

function namesIn(folder: string, name: RegExp): string[] {
  const names = readdirSync(join(repository, folder)).filter(file => name.test(file))
  return names.map(file => `${folder}/${file}`)
}

export function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8')
}

export interface Block {
  readonly page: string
  /** Of its first line, from 1. */
  readonly line: number
  /** The heading above it. */
  readonly heading: string
  readonly text: string
  readonly value: unknown
  readonly host: 'github' | 'azure'
}

/** Every block of YAML of a page, or a file that is YAML as a whole. @throws Error where it cannot be parsed */
export function blocksIn(page: string): Block[] {
  const text = read(page)
  if (!page.endsWith('.md')) return [blockOf(page, 1, '', text)]
  return [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(({ index, 1: block = '' }) => {
    const before = text.slice(0, index)
    const heading = [...before.matchAll(/^#+ (.*)$/gm)].at(-1)?.[1] ?? ''
    return blockOf(page, before.split('\n').length + 1, heading, block)
  })
}

function blockOf(page: string, line: number, heading: string, text: string): Block {
  const document = parseDocument(text, { strict: true, uniqueKeys: true })
  if (document.errors.length > 0) throw new Error(`${page}:${line}: ${document.errors.map(String).join('\n')}`)
  const host = /^ *(?:- )?uses:|\$\{\{ (?:secrets|steps)\.|^ *(?:- )?run:/m.test(text) ? 'github' : 'azure'
  return { page, line, heading, text, value: document.toJS() as unknown, host }
}
