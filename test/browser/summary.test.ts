import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { createBuild } from '../../emulator/index.js'
import { summaryPage } from '../../scripts/start/summary-page.js'
import { gitHub, runStep } from '../support/step.ts'
import { contrastsOf, isBrowserUsed, launchBrowser, views } from './browser.ts'

const untrusted =
  '<script>document.title="taken"</script><img src=x onerror=alert(1)> [here](https://example.com) @everyone'
const unbroken = 'feature/'.padEnd(300, 'x')

/** A gate that fails, over more builds than the table shows, some of them with names that try to break out of it. */
async function summaryOfGate() {
  const results = ['succeeded', 'failed', 'canceled', 'partiallySucceeded', 'succeeded']
  const builds = Array.from({ length: 60 }, (_, index) => {
    const queueTime = new Date(Date.now() - (index + 2) * 3_600_000).toISOString()
    const odd = index === 1 ? { buildNumber: untrusted, definition: { name: untrusted }, sourceBranch: unbroken } : {}
    const sourceVersion = (index + 1).toString(16).padStart(40, 'abcdef0')
    return createBuild({ id: index + 1, result: results[index % 5] as string, queueTime, sourceVersion, ...odd })
  })
  return runStep(gitHub, { builds, inputs: { 'require-result': 'succeeded', top: '55', explain: 'false' } })
}

const shown = isBrowserUsed ? describe : describe.skip

shown('The summary in a browser', () => {
  let browser: Browser
  let html: string
  let url: string

  beforeAll(async () => {
    browser = await launchBrowser()
    const run = await summaryOfGate()
    url = run.url
    html = await summaryPage(run.summary ?? '', 'A gate')
  })
  afterAll(() => browser?.close())

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
    await page.setContent(html)
    return page
  }

  test.each(views)('is not wider than %i pixels, %s', async (width, scheme) => {
    const page = await open(width, scheme)
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(width)
    await page.close()
  })

  test.each(views)('can be read at %i pixels, %s', async (width, scheme) => {
    const page = await open(width, scheme)
    const colours = 'main, main a, main code, main td'
    const contrasts = await page.evaluate(contrastsOf, colours)
    expect(contrasts.length).toBeGreaterThan(100)
    // https://www.w3.org/TR/WCAG22/#contrast-minimum
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5)
    await page.close()
  })

  test('scrolls a wide table in its own box', async () => {
    const page = await open(360, 'light')
    const [inner, outer] = (await page.evaluate(
      '(table => [table.scrollWidth, table.clientWidth])(document.querySelector("table"))',
    )) as [number, number]
    expect(outer).toBeLessThan(360)
    expect(inner).toBeGreaterThan(outer)
    await page.close()
  })

  test('has a heading, a table of 50 builds, and says how many are left out', async () => {
    const page = await open(1280, 'light')
    expect(await page.locator('h2').innerText()).toBe('web: failed ❌')
    expect(await page.locator('th').allInnerTexts()).toEqual([
      ...['Build', 'Pipeline', 'Commit', 'Result', 'Branch', 'When'],
    ])
    expect(await page.locator('tbody tr').count()).toBe(50)
    expect(await page.locator('tbody tr', { has: page.locator('td:nth-child(7)') }).count()).toBe(0)
    expect(await page.locator('main').innerText()).toContain('5 more builds not shown')
    await page.close()
  })

  test('shows build, pipeline, and commit at 360 pixels without scrolling', async () => {
    const builds = [1, 2, 3].map(id =>
      createBuild({
        id,
        buildNumber: `20261124.${id}`,
        sourceVersion: String(id).repeat(40),
        definition: { name: 'web pull request' },
      }),
    )
    const { summary = '' } = await runStep(gitHub, { builds, inputs: { top: '3' } })
    const page = await browser.newPage({ viewport: { width: 360, height: 800 } })
    await page.setContent(await summaryPage(summary, 'Three builds'))
    expect((await page.locator('th').allInnerTexts()).slice(0, 3)).toEqual(['Build', 'Pipeline', 'Commit'])
    // What the box shows of a table that is wider ends where the box ends.
    const ends = (await page.evaluate(endsOfCommits)) as number[]
    const edge = (await page.evaluate('document.querySelector("table").getBoundingClientRect().right')) as number
    expect(ends).toHaveLength(3)
    for (const end of ends) expect(end).toBeLessThanOrEqual(edge)
    await page.close()
  })

  test('links each build, and each that broke the rule, to its page and nothing elsewhere', async () => {
    const page = await open(1280, 'light')
    const links = await page.locator('a').evaluateAll(all => all.map(link => link.getAttribute('href')))
    const pageOf = (id: number) => `${url}/web/_build/results?buildId=${id}`
    const broken = [2, 3, 4, 7, 8, 9, 12, 13, 14, 17]
    expect(links).toEqual([...broken, ...Array.from({ length: 50 }, (_, index) => index + 1)].map(pageOf))
    await page.close()
  })

  test('shows names that look like markup as text', async () => {
    const page = await open(1280, 'light')
    expect(await page.title()).toBe('A gate')
    expect(await page.locator('main :is(script, img, iframe, style)').count()).toBe(0)
    expect(await page.locator('tbody tr:nth-child(2) td:nth-child(2)').innerText()).toMatch(/^<script>document\.title=/)
    await page.close()
  })
})

/** Where the text of each commit ends. Runs in the browser. */
const endsOfCommits = `[...document.querySelectorAll('tbody code')].map(element => {
  const text = document.createRange()
  text.selectNodeContents(element)
  return text.getBoundingClientRect().right
})`
