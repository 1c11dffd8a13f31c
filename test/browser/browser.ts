import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** Whether there is one; tests that need it are skipped where there is none. */
export const isBrowserThere = existsSync(executablePath)
if (!isBrowserThere) console.info(`Skipped: there is no browser at ${executablePath} (apt-get install chromium).`)

/** Nothing that needs a network, a screen or a profile. */
const args = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args })
}

/** The sizes and schemes in which pages are looked at. */
export const views = [
  [360, 'light'],
  [360, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const
