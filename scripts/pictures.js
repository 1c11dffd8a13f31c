// node scripts/pictures.js: makes docs/images/summary-light.png and summary-dark.png, the summary of a real run of the
// committed bundle. It needs what `npm ci` installs, and Chromium: apt-get install chromium fonts-noto-color-emoji.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import {
  createBuild,
  createDefinition,
  createProject,
  createTimeline,
  scenes,
  startEmulator,
  timelinesOf,
} from '../emulator/index.js'
import { runOnGitHub } from '../hosts/index.js'
import { summaryPage } from './start/summary-page.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const minute = 60_000

/** Results of the builds in the picture, newest first, and how many minutes each took. */
const results = /** @type {const} */ ([
  ...[
    ['failed', 8],
    ['succeeded', 11],
    ['succeeded', 12],
    ['partiallySucceeded', 14],
    ['succeeded', 11],
  ],
  ...[
    ['succeeded', 10],
    ['succeeded', 11],
  ],
])

/** @returns {Promise<string>} Markdown */
async function summaryOfGate() {
  const now = Date.now()
  const project = createProject('web')
  const definition = createDefinition({ id: 12, name: 'web ci', project })
  const builds = results.map(([result, minutes], index) => {
    const start = now - (10 + index * 95) * minute
    return createBuild({
      id: 47 - index,
      definition,
      project,
      result,
      sourceVersion: ((index + 3) * 0x9e3779b1).toString(16).slice(0, 8).padEnd(40, '0'),
      queueTime: new Date(start - 20_000).toISOString(),
      startTime: new Date(start).toISOString(),
      finishTime: new Date(start + minutes * minute).toISOString(),
    })
  })
  const token = `picture-${crypto.randomUUID()}`
  const world = { projects: [project], definitions: [definition], builds }
  const emulator = await startEmulator({ world, tokens: { [token]: { kind: 'pat' } } })
  const start = builds[0]?.startTime ?? ''
  timelinesOf(emulator.world).set(47, createTimeline({ ...scenes.compileError(), start }))
  try {
    const inputs = {
      organization: emulator.url,
      project: 'web',
      pat: token,
      pipelines: 'web ci',
      branch: 'main',
      top: '7',
    }
    const result = await runOnGitHub({
      inputs: { ...inputs, 'require-result': 'succeeded, partiallySucceeded' },
    })
    result.dispose()
    if (result.outputs.outcome !== 'failed') throw new Error(result.log.join('\n'))
    return result.summary ?? ''
  } finally {
    await emulator.close()
  }
}

const html = await summaryPage(await summaryOfGate(), 'A gate')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox'] })
for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  const page = await browser.newPage({ viewport: { width: 880, height: 600 }, deviceScaleFactor: 1.5, colorScheme })
  await page.setContent(html)
  writeFileSync(join(root, `docs/images/summary-${colorScheme}.png`), await page.locator('main').screenshot())
}
await browser.close()
