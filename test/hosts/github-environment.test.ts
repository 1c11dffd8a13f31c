import { describe, expect, test } from '@jest/globals'
import { file, onGitHub } from './tiny-bundle.ts'

const show = 'fs.writeFileSync(env.RUNNER_TEMP + "/env.json", JSON.stringify({ ...env, cwd: process.cwd() }))'

async function environment(...[options]: [Parameters<typeof onGitHub>[1]?]): Promise<Record<string, string>> {
  const result = await onGitHub(show, options)
  return JSON.parse(result.read('env.json'))
}

describe('The environment on GitHub', () => {
  test('holds inputs with their hyphens', async () => {
    const env = await environment({ inputs: { 'min-time': '1d', 'a b': 'c', empty: '' } })
    expect(env).toMatchObject({ 'INPUT_MIN-TIME': '1d', INPUT_A_B: 'c', INPUT_EMPTY: '' })
  })

  test('holds nothing of this process', async () => {
    process.env.STRAY_VARIABLE = 'stray'
    process.env.NODE_EXTRA_CA_CERTS ??= '/stray.pem'
    const env = await environment()
    const known = /^(CI|HOME|LANG|PATH|cwd|GITHUB_.+|RUNNER_.+)$/
    expect(Object.keys(env).filter(name => !known.test(name))).toEqual([])
    expect(env.HOME).not.toBe(process.env.HOME)
  })

  test('holds what the runner itself was started with', async () => {
    expect(await environment({ env: { HTTPS_PROXY: 'http://proxy' } })).toMatchObject({ HTTPS_PROXY: 'http://proxy' })
  })

  test('always names the files of artifacts', async () => {
    const env = await environment()
    expect([env.GITHUB_ARTIFACTS, env.GITHUB_ARTIFACTS_LIST]).toEqual([expect.any(String), expect.any(String)])
  })

  test('starts the action in the workspace', async () => {
    const env = await environment()
    expect(env.cwd).toBe(env.GITHUB_WORKSPACE)
  })

  test('holds every input of action.yml, with its default where it is left out', async () => {
    const manifest = file(
      'action.yml',
      `name: x\ninputs:\n  top: # how many\n    description: "default: no"\n    default: '100'\n  'order':\n    default: "a\\"b"\n  pat:\n    required: true\n  wait:\n    default: false # not\noutputs:\n  id:\n    default: no\n`,
    )
    const env = await environment({ manifest, inputs: { order: '' }, defaults: { wait: 'true' } })
    expect(env).toMatchObject({ INPUT_TOP: '100', INPUT_ORDER: '', INPUT_PAT: '', INPUT_WAIT: 'true' })
    expect(env).not.toHaveProperty('INPUT_ID')
  })

  test('an input that action.yml does not know is warned about', async () => {
    const manifest = file('action.yml', 'inputs:\n  top:\n    default: 100\n')
    const { annotations } = await onGitHub('', { manifest, inputs: { tops: '5' } })
    expect(annotations).toEqual([{ level: 'warning', message: "Unexpected input(s) 'tops', valid inputs are ['top']" }])
  })
})
