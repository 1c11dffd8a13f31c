import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { createBuild, createTimeline, scenes, timelinesOf } from '../../emulator/index.js'
import { repository } from '../../hosts/repository.js'
import { kinds } from '../../src/core/explain/kind.ts'
import { withKey } from '../package/pipeline.ts'
import { emulatorForEachTest, gitHub } from '../support/step.ts'

const page = readFileSync(join(repository, 'docs/explaining.md'), 'utf8')
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text)
const commit = '4f0c9d1be7a35286f1d0c4b39a8e75120c6bd3fa'

/** Without what is different in every run. */
function timeless(text: string): string {
  return text
    .replace(/https?:\/\/[^/\s]+/g, 'https://service')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<id>')
    .replace(/\d\d:\d\d UTC/g, '<time>')
    .replace(/\b\d+[dhms](?: \d+[hms])?(?= ago)/g, '<some time>')
}

describe('docs/explaining.md', () => {
  const on = emulatorForEachTest()

  test('shows the log of a run', async () => {
    const started = Date.now() - 16 * 60_000
    const time = (minutes: number) => new Date(started + minutes * 60_000).toISOString()
    const build = createBuild({
      ...{
        id: 7,
        buildNumber: '20261124.7',
        result: 'failed',
        sourceVersion: commit,
        definition: { id: 1, name: 'web ci' },
      },
      ...{ queueTime: time(0), startTime: time(0), finishTime: time(8) },
    })
    on.emulator.world.builds.splice(0, Number.POSITIVE_INFINITY, build)
    timelinesOf(on.emulator.world).set(7, createTimeline({ ...scenes.compileError(), start: time(0) }))
    const { log } = await on.run(gitHub, { commit, 'require-result': 'succeeded' })
    const shown = timeless(log.join('\n').replaceAll('##[error]', ''))
    const [block = 'no block'] = blocks('text')
    expect(shown).toContain(timeless(block).trimEnd())
  })

  test('tells all kinds, in the order of the code', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind)
    expect(rows.filter(kind => kind !== 'kind')).toEqual([...kinds])
  })

  test('has examples with inputs and outputs that there are', () => {
    const action = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as { inputs: object; outputs: object }
    const task = JSON.parse(readFileSync(join(repository, 'task.json'), 'utf8')) as {
      inputs: { name: string }[]
      outputVariables: { name: string }[]
    }
    const [github, azure] = blocks('yaml').map(text => ({ text, value: parse(text) as unknown }))
    const inputs = (value: unknown, key: string) =>
      withKey(value, key).flatMap(step => Object.keys(step[key] as object))
    expect(inputs(github?.value, 'with').filter(name => !(name in action.inputs))).toEqual([])
    expect(inputs(azure?.value, 'inputs').filter(name => !task.inputs.some(input => input.name === name))).toEqual([])
    const read = (text = '', pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name)
    const onGitHub = read(github?.text, /steps\.gate\.outputs\.([\w-]+)/g)
    const onAzure = read(azure?.text, /\bgate\.(\w+)/g)
    expect(onGitHub.filter(name => !(name in action.outputs))).toEqual([])
    expect(onAzure.filter(name => !task.outputVariables.some(output => output.name === name))).toEqual([])
    expect([onGitHub.length, onAzure.length]).toEqual([3, 3])
  })
})
