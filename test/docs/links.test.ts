import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import markdownIt from 'markdown-it'
import { repository } from '../../hosts/repository.js'
import { slug } from '../../scripts/generate/markdown.js'
import { pages, read } from './blocks.ts'

const markdown = markdownIt({ html: true, linkify: false })
const own = 'https://github.com/azure-devops-builds/azure-devops-builds'

/** Where the links and pictures of a page lead. */
function targetsIn(page: string): string[] {
  const html = markdown.render(read(page))
  return [...html.matchAll(/\s(?:href|src|srcset)="([^"]*)"/g)].map(([, target = '']) =>
    target.replaceAll('&amp;', '&'),
  )
}

/** The anchors of a page: of its headings as GitHub makes them, with a number where one is there already, and its own. */
function anchorsIn(page: string): Set<string> {
  const text = read(page).replace(/^```[\s\S]*?^```$/gm, '')
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => slug(textOf(heading)))
  const seen = new Map<string, number>()
  const numbered = headings.map(heading => {
    const count = seen.get(heading) ?? 0
    seen.set(heading, count + 1)
    return count === 0 ? heading : `${heading}-${count}`
  })
  const written = [...text.matchAll(/<a (?:id|name)="([^"]+)">/g)].map(([, name = '']) => name)
  return new Set([...numbered, ...written])
}

/** A heading without its marks. */
function textOf(heading: string): string {
  return markdown
    .renderInline(heading)
    .replace(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** What is wrong with a link of a page; undefined if it leads somewhere, or out of this repository. */
function problemOf(page: string, target: string): string | undefined {
  const inside = target.startsWith(`${own}/blob/main/`) ? `/${target.slice(`${own}/blob/main/`.length)}` : target
  if (/^[a-z]+:/.test(inside)) return undefined
  const [path = '', anchor] = inside.split('#')
  const file = path === '' ? page : normalize(path.startsWith('/') ? path.slice(1) : join(dirname(page), path))
  if (file.startsWith('..')) return `${target} leads out of the repository`
  if (!existsSync(join(repository, file))) return `${target}: there is no ${file}`
  if (anchor === undefined || anchor === '') return undefined
  if (!file.endsWith('.md')) return `${target}: ${file} has no anchors`
  return anchorsIn(file).has(anchor) ? undefined : `${target}: ${file} has no anchor ${anchor}`
}

describe('The links of', () => {
  test.each(pages)('%s lead somewhere', page => {
    // On the Marketplace, pages lie elsewhere than here.
    if (page === 'docs/marketplace.md')
      expect(targetsIn(page).filter(target => /^\.|\.md/.test(target) && !/^https:/.test(target))).toEqual([])
    expect(targetsIn(page).flatMap(target => problemOf(page, target) ?? [])).toEqual([])
  })

  test('pages go to secure addresses, and are many', () => {
    const targets = pages.flatMap(targetsIn)
    expect(targets.length).toBeGreaterThan(200)
    expect(targets.filter(target => target.startsWith('http://'))).toEqual([])
  })

  test('a page are checked', () => {
    expect(problemOf('README.md', 'docs/tokens.md#scopes')).toBeUndefined()
    expect(problemOf('README.md', 'docs/nothing.md')).toContain('there is no docs/nothing.md')
    expect(problemOf('docs/tokens.md', '#nothing')).toContain('has no anchor nothing')
    expect(problemOf('docs/tokens.md', '../../etc/passwd')).toContain('leads out')
    expect(problemOf('README.md', 'LICENSE#mit')).toContain('has no anchors')
  })
})
