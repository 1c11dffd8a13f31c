import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { repository } from '../../hosts/repository.js'
import { summaryPage } from '../../scripts/start/summary-page.js'
import { contrastsOf, isBrowserUsed, launchBrowser, type View, views } from './browser.ts'

const paths = readdirSync(join(repository, 'docs'))
  .filter(name => name.endsWith('.md'))
  .map(name => `docs/${name}`)
paths.unshift('README.md')

const shown = isBrowserUsed ? describe : describe.skip

shown('The documentation in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pages-'))
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
    for (const path of paths) writeFileSync(fileOf(path), await htmlOf(path))
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const fileOf = (path: string) => join(folder, `${path.replaceAll('/', '-')}.html`)

  /** As GitHub renders it. Pictures are those of the repository; anchors lose their `user-content-` prefix. */
  async function htmlOf(path: string): Promise<string> {
    const markdown = readFileSync(join(repository, path), 'utf8')
    const html = await summaryPage(markdown, path)
    const base = pathToFileURL(join(repository, dirname(path), '/')).href
    return html.replace('<meta charset="utf-8">', `<meta charset="utf-8"><base href="${base}">`)
  }

  async function open([width, colorScheme]: View): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
    // Badges come from the network, which tests have not got.
    await page.route(/^https?:/, route => route.abort())
    return page
  }

  const show = (page: Page, path: string) => page.goto(pathToFileURL(fileOf(path)).href)

  test.each(views)('is not wider than %i pixels, %s, and nothing is cut off', async (...view) => {
    const page = await open(view)
    for (const path of paths) {
      await show(page, path)
      expect([path, await page.evaluate(widthsOf)]).toEqual([path, { page: view[0], cut: [] }])
    }
    await page.close()
  })

  // Other pages have the same colors.
  test.each(views)('can be read at %i pixels, %s, with the summary as a picture of that scheme', async (...view) => {
    const page = await open(view)
    await show(page, 'README.md')
    const contrasts = await page.evaluate(contrastsOf, 'main p, main li, main a, main code, main td')
    expect(contrasts.length).toBeGreaterThan(100)
    // https://www.w3.org/TR/WCAG22/#contrast-minimum
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5)
    const picture = page.locator('picture img')
    const source = await picture.evaluate(image => (image as unknown as { currentSrc: string }).currentSrc)
    expect(source).toMatch(new RegExp(`/docs/images/summary-${view[1]}\\.png$`))
    const box = await picture.boundingBox()
    expect(box?.width).toBeGreaterThan(view[0] === 360 ? 250 : 700)
    expect(box?.height).toBeGreaterThan(200)
    await page.close()
  })
})

/** How wide a page is, and what leaves it: what is wider has to scroll in a box of its own. Runs in the browser. */
function widthsOf() {
  // biome-ignore lint/suspicious/noExplicitAny: the browser's globals, which tests have no types of
  const { document, innerWidth } = globalThis as any
  const all = [...document.querySelectorAll('main > *, main li, main > p > *')]
  const cut = all.filter(one => one.getBoundingClientRect().right > innerWidth)
  return { page: document.scrollingElement.scrollWidth, cut: cut.map(one => one.textContent.slice(0, 80)) }
}
