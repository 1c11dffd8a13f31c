import { basename } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  artifactsOf,
  createArtifact,
  createBuild,
  createTimeline,
  scenes,
  startStorage,
  timelinesOf,
} from '../../emulator/index.js'
import { outputExamples } from '../../scripts/generate/output-examples.js'
import { callOutputNames } from '../../src/core/rest/call-outputs.ts'
import { outputNames } from '../../src/core/result/outputs.ts'
import { callBundles, emulatorForEachTest, gitHub } from '../support/step.ts'

const { builds: examples, call: callExamples } = outputExamples

/** An output as the reference shows it: of the real service, in the folders of a hosted runner. */
function shown(name: string, value: string, url: string): string {
  if (name.endsWith('-file')) return `/home/runner/work/_temp/${basename(value)}`
  return value
    .replaceAll(url, 'https://dev.azure.com/contoso')
    .replaceAll(/[^"]*\/workspace\b/g, '/home/runner/work/web/web')
}

/** Whether an example is a value, or its start when it ends in an ellipsis. Names of files are made up in every run. */
function matches(example: string, value: string): boolean {
  if (example.endsWith(',…}]')) return value.startsWith(example.slice(0, -3))
  const [one, other] = [example, value].map(path => path.replace(/-[0-9a-z]{7,13}(?=$|\.json$)/, '-…'))
  return one === other
}

describe('The examples of outputs', () => {
  const on = emulatorForEachTest()

  test('are there for each output', () => {
    expect(Object.keys(examples)).toEqual(outputNames)
    expect(Object.keys(callExamples)).toEqual(callOutputNames)
  })

  test('of the builds step are those of real runs', async () => {
    const build = createBuild({
      ...{ id: 7, buildNumber: examples['build-number'], sourceVersion: examples['source-version'] },
      ...{ queueTime: examples['queue-time'], startTime: examples['start-time'], finishTime: examples['finish-time'] },
      definition: { id: 12, name: 'web ci' },
    })
    const { world } = on.emulator
    world.builds.splice(0, Number.POSITIVE_INFINITY, build)
    const files = { 'drop/index.html': '<h1>web</h1>\n', 'drop/site.css': 'h1 { color: #036 }\n   ' }
    artifactsOf(world).set(7, [createArtifact({ name: 'drop', files })])
    const storage = await startStorage(on.emulator)
    try {
      const green = await on.run(gitHub, { 'require-result': 'succeeded', artifacts: 'drop' })
      build.result = 'failed'
      timelinesOf(world).set(7, createTimeline({ ...scenes.compileError(), start: build.startTime ?? '' }))
      const red = await on.run(gitHub, { 'require-result': 'succeeded' })
      for (const name of outputNames) {
        const { outputs } = name.startsWith('failure') ? red : green
        const value = shown(name, outputs[name] ?? '', on.emulator.url)
        const example = examples[name] ?? ''
        expect([name, matches(example, value) ? example : value]).toEqual([name, example])
      }
    } finally {
      await storage.close()
    }
  })

  test('of the call step are those of a real run', async () => {
    const inputs = { route: 'GET /_apis/projects', query: 'value[].name', paginate: 'true' }
    const projects = await on.run(callBundles[0], inputs)
    for (const name of ['outcome', 'status', 'result', 'result-file', 'count', 'truncated'] as const) {
      const value = shown(name, projects.outputs[name] ?? '', on.emulator.url)
      const example = callExamples[name] ?? ''
      expect([name, matches(example, value) ? example : value]).toEqual([name, example])
    }
  })
})
