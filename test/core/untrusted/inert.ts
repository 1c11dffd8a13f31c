import { expect } from '@jest/globals'
import MarkdownIt from 'markdown-it'
import { parseCommand as parseAzure } from '../../../hosts/azure/command-parser.js'
import { parseCommand as parseGitHub } from '../../../hosts/github/command-parser.js'
import { LineReader } from '../../../hosts/line-reader.js'

const renderer = new MarkdownIt({ html: true, linkify: true, typographer: true })

/** None of the lines is a command of a host, is two lines, or has a character that cannot be seen. */
export function expectPlainLines(lines: readonly string[]): void {
  for (const line of lines) {
    expect(new LineReader().push(`${line}\n`)).toEqual([line])
    expect(parseGitHub(line, () => true)).toBeUndefined()
    expect(parseAzure(line)).toBeUndefined()
    expect(line).not.toMatch(/##\s*\[|##vso|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/iu)
  }
}

/** Only elements that the step writes, only links into the organization, and neither mentions nor references. */
export function expectInertPage(markdown: string, organization: string): void {
  const html = renderer.render(markdown)
  const elements = [...html.matchAll(/<(\/?[a-z][a-z0-9]*)([^>]*)>|<!--/gi)].map(([whole, name]) => name ?? whole)
  const allowed = /^\/?(h2|h3|p|strong|code|br|a|ul|li|table|thead|tbody|tr|th|td|details|summary)$/
  expect(elements.filter(name => !allowed.test(name))).toEqual([])
  for (const [, attributes = ''] of html.matchAll(/<a\s+([^>]*)>/g)) {
    expect(attributes).toMatch(/^href="[^"]*"$/)
    const url = new URL(attributes.slice(6, -1).replaceAll('&amp;', '&'))
    expect(url.href.startsWith(`${organization}/`)).toBe(true)
    expect(url.pathname).toMatch(/\/_build\/results$/)
  }
  const text = html.replace(/<code>.*?<\/code>/gs, '').replace(/<[^>]*>/g, '')
  expect(text).not.toMatch(/@|#\w|\bGH-\d|:(?!\d+:)[\w+-]{1,50}:/i)
  expect(markdown).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\r\t]/u)
}
