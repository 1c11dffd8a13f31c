import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { thorough } from '../support/thorough.ts'

const executablePath = '/usr/bin/chromium'

/** Why nothing is looked at in a browser, which few machines have and which takes its time; undefined if it is. */
const reason = !thorough
  ? 'pages are looked at in a browser where THOROUGH is set, as .ci/run does.'
  : existsSync(executablePath)
    ? undefined
    : `there is no browser at ${executablePath} (apt-get install chromium).`
if (reason !== undefined) console.info(`Skipped: ${reason}`)
export const isBrowserUsed = reason === undefined

/** Nothing that needs a network, a screen or a profile. */
const args = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  return chromium.launch({ executablePath, args })
}

/** The sizes and schemes in which pages are looked at. */
export const views = [
  [360, 'light'],
  [360, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const
export type View = (typeof views)[number]

/** The contrast of each element's text with what is behind it, 1 to 21. Runs in the browser. */
export function contrastsOf(selector: string): number[] {
  type Colour = [number, number, number, number]
  // biome-ignore lint/suspicious/noExplicitAny: the browser's globals, which tests have no types of
  const { document, getComputedStyle } = globalThis as any
  const read = (text: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const over = (front: Colour, back: Colour) =>
    [0, 1, 2].map(at => (front[at] ?? 0) * front[3] + (back[at] ?? 0) * (1 - front[3])).concat(1) as Colour
  // biome-ignore lint/suspicious/noExplicitAny: an element of the page
  const behind = (element: any): Colour =>
    element === null
      ? [255, 255, 255, 1]
      : over(read(getComputedStyle(element).backgroundColor), behind(element.parentElement))
  const luminance = ([red, green, blue]: Colour) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map(value => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  return [...document.querySelectorAll(selector)].map(element => {
    const back = behind(element)
    const [high, low] = [luminance(over(read(getComputedStyle(element).color), back)), luminance(back)].sort(
      (a, b) => b - a,
    )
    return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
  })
}
