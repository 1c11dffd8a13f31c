import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../../hosts/repository.js'

const read = (name: string) => readFileSync(join(repository, name), 'utf8')
const forms = readdirSync(join(repository, '.github/ISSUE_TEMPLATE')).filter(name => name !== 'config.yml')

interface Item {
  type: string
  id?: string
  attributes: { label?: string; value?: string; options?: unknown[] }
}

/** What GitHub asks of each kind: https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
const complete: Record<string, (attributes: Item['attributes']) => boolean> = {
  markdown: ({ value }) => value !== undefined,
  input: ({ label }) => label !== undefined,
  textarea: ({ label }) => label !== undefined,
  dropdown: ({ label, options = [] }) =>
    label !== undefined && new Set(options).size === options.length && !!options[0],
  checkboxes: ({ label, options = [] }) => label !== undefined && options.length > 0,
}

describe.each(forms)('the issue form %s', name => {
  const form = parse(read(`.github/ISSUE_TEMPLATE/${name}`)) as { name: string; description: string; body: Item[] }

  test('has a name, a description, and only items that GitHub can show', () => {
    expect([form.name, form.description]).toEqual([expect.stringMatching(/\S{3}/), expect.stringMatching(/\S{3}/)])
    const wrong = form.body.filter(({ type, attributes }) => !complete[type]?.(attributes))
    expect(wrong).toEqual([])
  })

  test('asks each question once', () => {
    const asked = form.body.filter(({ type }) => type !== 'markdown')
    expect(asked.length).toBeGreaterThan(2)
    for (const values of [asked.map(({ id }) => id), asked.map(({ attributes }) => attributes.label)])
      expect(values).toEqual([...new Set(values)].filter(value => value !== undefined))
  })
})

test('people who file an issue are sent elsewhere with questions, vulnerabilities, and trouble of the service', () => {
  const { contact_links: links, ...rest } = parse(read('.github/ISSUE_TEMPLATE/config.yml')) as {
    contact_links: { name: string; url: string; about: string }[]
  }
  expect(rest).toEqual({ blank_issues_enabled: false })
  expect(links).toHaveLength(3)
  for (const link of links)
    expect(link).toEqual({ name: expect.any(String), url: expect.stringMatching(/^https:/), about: expect.any(String) })
})

test('CODEOWNERS names paths that exist, and nobody who could not own them', () => {
  const rows = [...read('.github/CODEOWNERS').matchAll(/^(?:# )?(\*|\/\S*)(.*)$/gm)]
  expect(rows.map(([, path]) => path)).toEqual(['*', '/.github/', '/dist/', '/tools/', '/package-lock.json'])
  for (const [line, path = '', owners = ''] of rows) {
    expect([path, path === '*' || existsSync(join(repository, path))]).toEqual([path, true])
    // A path without its mark has owners, and one with it has none.
    expect([line, /^( +@[\w-]+(\/[\w-]+)?)+$/.test(owners)]).toEqual([line, !line.startsWith('#')])
  }
})

const pages = ['SUPPORT.md', 'docs/releasing.md']
test.each(pages)('the links of %s into this repository lead somewhere', page => {
  const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) =>
    String(target),
  )
  expect(targets.filter(target => !existsSync(join(repository, dirname(page), target)))).toEqual([])
})
