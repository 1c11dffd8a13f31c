import { describe, expect, test } from '@jest/globals'
import { createBuild, createTimeline, scenes, timelinesOf } from '../../emulator/index.js'
import type { TimelineOutline } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { bundles, type EmulatorWithToken, emulatorForEachTest, errorsOf, gitHub } from '../support/step.ts'
import { testInTurn } from '../support/thorough.ts'

const gate = { branch: 'explained', 'require-result': 'succeeded' }

/** The only build of its branch, with what it went through. */
function add(on: EmulatorWithToken, outline: TimelineOutline, result = 'failed'): void {
  on.emulator.world.builds.push(
    createBuild({ id: 777, buildNumber: '2026.7', sourceBranch: 'refs/heads/explained', result }),
  )
  timelinesOf(on.emulator.world).set(777, createTimeline(outline))
}

const message = 'src/Cart/Totals.cs(42,17): error CS1002: ; expected'

describe.each(bundles)('A failing gate on $name', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()

  test('says why: in the log, as an error of its own, in the summary and in the outputs', async () => {
    add(on, scenes.compileError())
    const { log, outputs, summary, exitCode, result, ...run } = await on.run(bundle, gate)
    expect({ exitCode, result }).toEqual(
      bundle === gitHub ? { exitCode: 1, result: 'failed' } : { exitCode: 0, result: 'failed' },
    )
    expect(log.join('\n')).toContain(`  Build > Linux x64 > Build (script, `)
    expect(outputs.failure).toBe(`Build > Linux x64 > Build: ${message}`)
    const [failure] = JSON.parse(outputs.failures ?? '')
    expect(failure).toMatchObject({ buildId: 777, kind: 'script', messages: [message], count: 1 })
    expect(summary).toContain(`### Why`)
    expect(summary).toContain(`](${failure.url.replaceAll('&', '&')})`)
    const [verdict, cause] = errorsOf({ log, outputs, summary, exitCode, result, ...run } as never)
    expect(verdict).toContain('Gate failed')
    const where = bundle === gitHub ? '' : 'web-ci > Build > Linux x64 > Build: '
    expect(cause).toBe(`${where}${message}\n${failure.url}`)
  })

  test('names the place in the title of the annotation where the host has titles', async () => {
    add(on, scenes.compileError())
    const { commands } = await on.run(bundle, gate)
    const titles = commands.filter(({ name }) => name === 'error').map(({ properties }) => properties.title)
    expect(titles).toEqual(bundle === gitHub ? [expect.any(String), 'web-ci > Build > Linux x64 > Build'] : [])
  })

  testOnce(
    'shows at most ten errors, which is what GitHub shows of a step, and has the rest in the log and the outputs',
    async () => {
      const jobs = Array.from({ length: 20 }, (_, index) => ({
        name: `job ${index}`,
        tasks: [{ name: 'work', issues: [`broken ${index}`] }],
      }))
      add(on, { stages: [{ jobs }] })
      const result = await on.run(bundle, gate)
      expect(errorsOf(result)).toHaveLength(10)
      expect(result.log.join('\n')).toContain('  and 10 more causes')
      expect(JSON.parse(result.outputs.failures ?? '')).toHaveLength(20)
    },
  )

  testOnce('costs a passing gate no request', async () => {
    add(on, scenes.succeeded(), 'succeeded')
    const { outputs } = await on.run(bundle, gate)
    const passing = on.emulator.requests.splice(0).length
    expect(outputs.outcome).toBe('passed')
    await on.run(bundle, { ...gate, explain: 'false' })
    expect(passing).toBe(on.emulator.requests.length)
  })

  testOnce('reads a timeline of 2,750 records in little time and memory', async () => {
    add(on, scenes.large())
    const { outputs, durationMs } = await on.run(bundle, gate)
    expect(outputs.failure).toBe('Platform 1 > Link: error: unresolved external symbol _main (in 3 places)')
    expect(on.emulator.requests.filter(({ path }) => path.endsWith('/timeline'))).toHaveLength(1)
    expect(durationMs).toBeLessThan(15_000)
  })

  test('shows no form of a token that a build printed', async () => {
    const { token } = on
    const texts = [token, Buffer.from(`:${token}`).toString('base64'), encodeURIComponent(token)]
    const output = texts.map(text => `error: ${text}`)
    add(on, {
      stages: [
        {
          jobs: [
            {
              name: token,
              tasks: [
                { name: 'a', issues: texts },
                { name: 'b', issues: ["Bash exited with code '1'."], output },
              ],
            },
          ],
        },
      ],
    })
    const result = await on.run(bundle, gate, { debug: true })
    expect(result.outputs.failures).toContain('***')
    expect(findLeaks(result, token)).toEqual([])
  })

  test('does nothing that a message says', async () => {
    const evil = [
      '##vso[task.complete result=Succeeded]',
      '::set-output name=outcome::passed',
      '::stop-commands::x',
      '##[group]',
    ]
    add(on, { stages: [{ jobs: [{ name: evil.join('\n'), tasks: [{ name: evil[0] ?? '', issues: evil }] }] }] })
    const result = await on.run(bundle, gate)
    expect(result).toMatchObject({ result: 'failed', outputs: { outcome: 'failed' }, variables: {} })
    const allowed =
      /^(add-mask|debug|error|group|endgroup|task\.(setsecret|setvariable|issue|uploadsummary|complete|debug))$/
    expect(result.commands.map(({ name }) => name).filter(name => !allowed.test(name))).toEqual([])
    expect(result.commands.filter(({ name }) => name === 'task.complete')).toHaveLength(bundle === gitHub ? 0 : 1)
  })
})
