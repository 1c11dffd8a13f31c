import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../../hosts/repository.js'
import { pagesIn, withKey } from './pipeline.ts'

const own = 'azure-devops-builds/azure-devops-builds@v1'
const action = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { required?: boolean }>
  outputs: object
}
const required = Object.keys(action.inputs).filter(name => action.inputs[name]?.required)
const workflows = [...pagesIn('.github/workflows'), ...pagesIn('examples/github')]

describe.each(workflows)('$path', ({ path, text, value }) => {
  const steps = withKey(value, 'uses') as { uses: string; with?: object; id?: string }[]
  const asking = steps.filter(({ uses }) => uses === './' || uses === own)

  test('pins what is not of this project to a commit, and says the version', () => {
    const foreign = text
      .split('\n')
      .filter(line => /^\s*(-\s+)?uses:/.test(line) && !/uses: (\.\/|azure-devops-builds\/)/.test(line))
    const pinned = /uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/
    expect(foreign.filter(line => !pinned.test(line))).toEqual([])
  })

  test('asks for as few permissions as it can, and says which', () => {
    expect(value).toHaveProperty('permissions')
    const granted = Object.entries((value.permissions ?? {}) as object)
    expect(granted.filter(([name, level]) => level !== 'read' || name !== 'contents')).toEqual([])
  })

  test('gives the code of a pull request no secret', () => {
    const { on } = value as { on: object }
    if ('pull_request' in on) expect(text).not.toMatch(/\bsecrets\s*[.[]/)
    expect(on).not.toHaveProperty('pull_request_target')
  })

  const jobs = Object.entries((value.jobs ?? {}) as Record<string, { permissions?: Record<string, string> }>)
  const powerful = jobs.filter(([, { permissions = {} }]) => Object.values(permissions).includes('write'))
  if (powerful.length > 0)
    test.each(powerful)('runs no package in the job %s while it can sign or publish', (_, job) => {
      const { 'id-token': identity, ...others } = job.permissions ?? {}
      const scripts = withKey(job, 'run').map(({ run }) => String(run).replace(/^\s*#.*$/gm, ''))
      const programs = /\b(?:npm|npx|node|tfx)\b/
      const packages = scripts.filter(script => programs.test(script))
      if (Object.values(others).includes('write')) expect(packages).toEqual([])
      for (const script of packages) {
        expect(identity).toBe('write')
        expect(script.split(programs)[0]).toContain('unset ACTIONS_ID_TOKEN_REQUEST_TOKEN')
        expect(script).toContain('npm ci --prefix tools/tfx --ignore-scripts')
      }
    })

  test('gives the action inputs that it has', () => {
    for (const { with: given } of asking) {
      const names = Object.keys(given ?? {})
      expect(names.filter(name => !(name in action.inputs))).toEqual([])
      expect(required.filter(name => !names.includes(name))).toEqual([])
    }
    if (path.startsWith('examples/')) expect(asking.length).toBeGreaterThan(0)
  })

  test('reads outputs that the action has', () => {
    const ids = asking.flatMap(({ id }) => (id === undefined ? [] : [id]))
    const read = [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)].filter(([, id]) => ids.includes(id ?? ''))
    expect(read.filter(([, , name]) => !((name ?? '') in action.outputs))).toEqual([])
  })

  test('puts nothing from outside into a script', () => {
    const scripts = withKey(value, 'run').map(({ run }) => String(run))
    expect(scripts.filter(script => /\$\{\{(?!\s*matrix\.)/.test(script))).toEqual([])
  })

  test('ends by itself when something hangs', () => {
    const long = jobs.filter(([, job]) => withKey(job, 'uses').length > 0 && !('timeout-minutes' in job))
    expect(long).toEqual([])
  })
})
