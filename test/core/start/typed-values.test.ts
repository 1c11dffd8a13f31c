import { describe, expect, test } from '@jest/globals'
import { runStart } from './run-start.ts'

const script = 'echo "a: b"\necho c=d'
const steps = [{ script: 'echo hi', displayName: 'Say: hi' }]

/** Every type that a pipeline can declare: https://learn.microsoft.com/azure/devops/pipelines/process/runtime-parameters */
const parameters = {
  flag: { type: 'boolean' as const },
  size: { type: 'number' as const },
  regions: { type: 'object' as const },
  steps: { type: 'object' as const },
  url: {},
  script: {},
}

describe('what a user writes arrives as it is written', () => {
  const lines = [
    'flag: True',
    'size=8',
    'regions: ["west", {"name": "north"}]',
    `steps: ${JSON.stringify(steps)}`,
    'url: https://example.com/?a=b:c&d==',
  ]
  const object = JSON.stringify({ flag: true, size: 8, regions: ['west'], steps, url: 'a=b: c', script })

  test.each([
    [
      'in lines',
      lines.join('\n'),
      {
        flag: 'True',
        size: '8',
        regions: '["west", {"name": "north"}]',
        steps: JSON.stringify(steps),
        url: 'https://example.com/?a=b:c&d==',
      },
    ],
    [
      'in a JSON object, several lines in one value',
      object,
      { flag: 'true', size: '8', regions: '["west"]', steps: JSON.stringify(steps), url: 'a=b: c', script },
    ],
  ])('%s', async (_, text, sent) => {
    const { script: optional, ...declared } = parameters
    const { outputs, emulator, log } = await runStart({
      setup: { pipeline: { parameters: { ...declared, script: { ...optional, default: '' } } } },
      inputs: { parameters: text, variables: 'query: a=b: c\nempty:' },
    })
    expect(outputs.outcome).toBe('started')
    const [post] = emulator.requests.filter(({ method }) => method === 'POST')
    expect(post?.body.json).toEqual({
      definition: { id: 178 },
      templateParameters: sent,
      parameters: JSON.stringify({ query: 'a=b: c' }),
    })
    expect(log).toContain('Variable empty has no value and is left out.')
  })

  test.each([
    ['main', 'refs/heads/main'],
    ['release/2.x', 'refs/heads/release/2.x'],
    ['refs/pull/17/merge', 'refs/pull/17/merge'],
    ['pr:17', 'refs/pull/17/merge'],
    ['tag:v1', 'refs/tags/v1'],
  ])('the branch %s', async (branch, sourceBranch) => {
    const { outputs, emulator } = await runStart({ inputs: { branch, commit: 'c'.repeat(40) } })
    expect(outputs).toMatchObject({
      outcome: 'started',
      'source-branch': sourceBranch,
      'source-version': 'c'.repeat(40),
    })
    const [post] = emulator.requests.filter(({ method }) => method === 'POST')
    expect(post?.body.json).toMatchObject({ sourceBranch, sourceVersion: 'c'.repeat(40) })
  })

  test('a pipeline whose repository is on GitHub', async () => {
    const repository = {
      id: 'contoso/app',
      type: 'GitHub',
      name: 'contoso/app',
      clean: null,
      checkoutSubmodules: false,
      defaultBranch: 'main',
    }
    const { outputs } = await runStart({ setup: { definition: { repository } } })
    expect(outputs).toMatchObject({ outcome: 'started', 'source-branch': 'refs/heads/main' })
  })
})
