import { describe, expect, test } from '@jest/globals'
import { createBuild } from '../../emulator/index.js'
import { bundles, errorsOf, gitHub, type Inputs, runStep, type StepRun } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const succeeded = { 'require-result': 'succeeded' }
const threeMinutesAgo = new Date(Date.now() - 180_000).toISOString()

/** Two builds of main, the newer of which finished three minutes ago. */
const builds = [2, 1].map(id =>
  createBuild({
    id,
    buildNumber: `n${id}`,
    ...(id === 2 ? { queueTime: threeMinutesAgo, startTime: threeMinutesAgo, finishTime: threeMinutesAgo } : {}),
  }),
)

/** The one error or warning, a line after the other. */
const linesOf = ({ annotations, url }: StepRun) =>
  annotations.flatMap(({ message }) =>
    message
      .replaceAll(url, 'URL')
      .split('\n')
      .map(line => line.trim()),
  )

/** Markdown without its escapes. */
const plainText = (markdown = '') => markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))

describe.each(bundles)('When no build is found, the step on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  const run = (inputs: Inputs, found = builds) => runStep(bundle, { builds: found, inputs })
  const spelled = (name: string) =>
    bundle === gitHub ? name : name.replace(/-(\w)/g, (_, at: string) => at.toUpperCase())

  test.concurrent('says what was searched, what there is instead, and what to do', async () => {
    const result = await run({ ...succeeded, branch: 'mian', commit: 'deadbeef' })
    expect(result).toMatchObject({ result: 'failed', nextStepRuns: false, outputs: { outcome: 'none', count: '0' } })
    const lines = linesOf(result)
    expect(lines).toEqual([
      'No build found: branch refs/heads/mian, commit deadbeef, project web.',
      expect.stringMatching(/newest: web-ci n2 for 0b5e1f6a on main: succeeded 3m ago \(\d\d:\d\d UTC\)\.$/),
      `Did you mean ${spelled('branch')} main?`,
      `Not queued yet? Set ${spelled('wait')}: true. To accept that there is none, set ${spelled('if-none')}: warn or ignore.`,
      'Pipelines: URL/web/_build',
    ])
    for (const line of lines.slice(0, 3)) expect(plainText(result.summary)).toContain(line)
    expect(result.summary).toMatch(/^## web on mian at deadbeef: none found ➖\n/)
    const [error] = result.commands.filter(({ name }) => name === 'error')
    expect(error?.properties.title).toBe(bundle === gitHub ? 'Azure DevOps builds: gate failed' : undefined)
  })

  testOnce('counts what it checked', async () => {
    const result = await run({ ...succeeded, commit: 'deadbeef' })
    expect(linesOf(result)[1]).toMatch(/^Checked 2 builds; newest: web-ci n2 /)
  })

  testOnce('says so if there are no builds at all', async () => {
    const result = await run(succeeded, [])
    expect(linesOf(result)[1]).toBe('The service found none; there are no other builds.')
  })

  test.concurrent('says how to wait longer if one was waited for', async () => {
    const result = await run({ wait: 'true', branch: 'mian', 'appear-timeout': '1s', 'poll-interval': '1s' })
    expect(result.outputs.outcome).toBe('timed-out')
    expect(errorsOf(result).join()).toContain(`raise ${spelled('appear-timeout')}`)
  })

  test.concurrent.each(
    inTurn(bundle, [
      ['fail', { result: 'failed', exitCode: bundle === gitHub ? 1 : 0 }, ['error']],
      ['warn', { result: 'succeeded', exitCode: 0 }, ['warning']],
      ['ignore', { result: 'succeeded', exitCode: 0 }, []],
    ]),
  )('ends as if-none %s says', async (ifNone, ending, levels) => {
    const result = await run({ ...succeeded, 'max-age': '1d', 'if-none': ifNone }, [])
    expect(result).toMatchObject({ ...ending, found: [], outputs: { outcome: 'none', count: '0', builds: '[]' } })
    expect(result.annotations.map(({ level }) => level)).toEqual(levels)
    expect(plainText(result.summary)).toMatch(/none found/)
  })
})
