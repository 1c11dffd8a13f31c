import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { generateWorld, setPipeline, startEmulator, startStorage } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { runOnAzure } from '../../hosts/index.js'
import { repository } from '../../hosts/repository.js'
import { pagesIn, texts, withKey } from '../package/pipeline.ts'
import { madeUp } from '../support/step.ts'

interface Task {
  inputs: { name: string; type: string; options?: object }[]
  outputVariables: { name: string }[]
}
const task = JSON.parse(readFileSync(join(repository, 'task.json'), 'utf8')) as Task
const names = task.inputs.map(({ name }) => name)
const pipelines = pagesIn('examples/azure')

/** What the pipeline that an example starts declares, and what becomes of it. */
const releaseParameters = {
  environment: { values: ['test', 'production'] },
  verbose: { type: 'boolean' as const },
  regions: { type: 'object' as const },
}
const quickCourse = [{ after: 0, status: 'completed', result: 'succeeded' }]

const pat = madeUp('token')
let emulator: Emulator
let storage: Awaited<ReturnType<typeof startStorage>>
beforeAll(async () => {
  emulator = await startEmulator({ world: generateWorld() })
  emulator.acceptToken(pat)
  const release = emulator.world.definitions.find(({ name }) => name === 'web release')
  if (release !== undefined) setPipeline(release, { parameters: releaseParameters, course: quickCourse })
  storage = await startStorage(emulator)
})
afterAll(() => Promise.all([emulator.close(), storage.close()]))

describe.each(pipelines)('$path', ({ text, value }) => {
  const steps = withKey(value, 'task') as { task: string; name?: string; inputs?: object }[]

  test('uses the task alone, and gives it inputs that it has', () => {
    expect(steps.map(step => step.task)).toEqual(['AzureDevOpsBuilds@1'])
    for (const { inputs } of steps) expect(Object.keys(inputs ?? {}).filter(name => !names.includes(name))).toEqual([])
  })

  test('reads outputs that the task has', () => {
    const step = steps[0]?.name ?? ''
    const read = [...text.matchAll(new RegExp(`\\b${step}\\.(\\w+)`, 'g'))].map(([, name]) => name)
    const known = task.outputVariables.map(({ name }) => name)
    expect(read.filter(name => !known.includes(name ?? ''))).toEqual([])
  })

  test('puts nothing from outside into a script', () => {
    const scripts = withKey(value, 'script').map(({ script }) => String(script))
    expect(scripts.filter(script => /\$\(|\$\{\{|\$\[/.test(script))).toEqual([])
  })

  test('works', async () => {
    const green = emulator.world.builds.findLast(
      ({ definition, result }) => definition.name === 'web ci' && result === 'succeeded',
    )
    const endpoint = { url: emulator.url, parameters: { apitoken: pat } }
    const jobToken = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(madeUp('job')).toString('base64url')}.x`
    emulator.acceptToken(jobToken, { kind: 'bearer' })
    const inputs = texts(steps[0]?.inputs)
    for (const [name, given] of Object.entries(inputs))
      inputs[name] = given
        .replace(/\$\{\{ parameters\.buildId \}\}/, String(green?.id))
        .replace(/\$\{\{ parameters\.environment \}\}/, 'test')
    if (inputs.wait === 'true') inputs.pollInterval = '1s'
    const result = await runOnAzure({
      inputs,
      jobToken,
      collectionUri: `${emulator.url}/`,
      endpoints: { 'azure-devops-builds': endpoint },
      variables: {
        AzureDevOpsOrganization: emulator.url,
        AzureDevOpsPat: { value: pat, secret: true },
        'Build.SourceVersion': green?.sourceVersion ?? '',
        'Build.SourceBranch': 'refs/heads/main',
        project: 'web',
      },
    })
    result.dispose()
    // Found where nothing is judged.
    const outcome = expect.stringMatching(/^(passed|found)$/)
    const { result: ended, outputs, stderr } = result
    expect([ended, outputs.outcome, outputs.count, stderr]).toEqual(['succeeded', outcome, '1', ''])
  })
})
