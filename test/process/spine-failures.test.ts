import { createServer } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import {
  azure,
  type Bundle,
  bundles,
  errorsOf,
  gitHub,
  newToken,
  type Options,
  type Stage,
  stage,
} from '../support/step.ts'

interface Case {
  readonly title: string
  readonly inputs: (on: Stage) => Promise<Record<string, string>> | Record<string, string>
  readonly what: string
  readonly todo: RegExp
}

const cases: Case[] = [
  {
    title: 'a token that is not accepted',
    inputs: () => ({ pat: newToken() }),
    what: 'Azure DevOps rejected the token (401 Unauthorized).',
    todo: /Check these three, in that order, under User settings, Personal access tokens/,
  },
  {
    title: 'a token that is too short to be one',
    inputs: () => ({ pat: newToken().slice(0, 7) }),
    what: 'The token is shorter than 8 characters.',
    todo: /Store the token as Azure DevOps shows it\./,
  },
  {
    title: 'an unknown project',
    inputs: () => ({ project: 'nowhere' }),
    what: 'The project does not exist, or the token cannot see it.',
    todo: /Check project and organization, and that the token’s owner can open the project\./,
  },
  {
    title: 'an unknown organization',
    inputs: on => ({ organization: `${on.emulator.origin}/nobody` }),
    what: 'There is no Azure DevOps at that address (404 Not Found) (404 Not Found).',
    todo: /Open the organization’s URL in a browser, and copy it from there\./,
  },
  {
    title: 'a refused connection',
    inputs: async () => ({ organization: `http://127.0.0.1:${await closedPort()}/contoso`, retries: '0' }),
    what: 'The connection was refused.',
    todo: /Check the organization’s URL and port, and that this machine may reach it\./,
  },
]

/** A port that nobody listens at any more. */
function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A step that failed as its host wants to be told. */
async function expectFailure(bundle: Bundle, on: Stage, inputs: Record<string, string>, options?: Options) {
  const result = await on.run(bundle, inputs, options)
  const ends = result.commands.filter(({ name }) => name === 'task.complete').map(({ properties }) => properties.result)
  expect(result.exitCode).toBe(bundle.name === 'GitHub' ? 1 : 0)
  expect(ends).toEqual(bundle.name === 'GitHub' ? [] : ['Failed'])
  expect(result.result).toBe('failed')
  expect(result.stderr).toBe('')
  const { outcome, ...others } = result.outputs
  expect(outcome).toBe('error')
  expect(new Set(Object.values(others))).toEqual(new Set(['']))
  expect(result.files.filter(path => path.endsWith('.json'))).toEqual([])
  const errors = errorsOf(result)
  expect(errors).toHaveLength(1)
  return errors[0] ?? ''
}

describe.each(bundles)('$name fails, and says in one error what happened and what to do, with', bundle => {
  const on = stage()

  test.each(cases)('$title', async ({ inputs, what, todo }) => {
    const error = await expectFailure(bundle, on, await inputs(on))
    expect(error.startsWith(what)).toBe(true)
    expect(error.split('\n')[0]).toMatch(todo)
  })

  test('several wrong inputs, before any request', async () => {
    const error = await expectFailure(bundle, on, { top: 'many', status: 'finished', order: 'queueTime' })
    for (const value of ['many', 'finished', 'queueTime']) expect(error).toContain(`"${value}"`)
    expect(on.emulator.requests).toEqual([])
  })
})

describe('An empty token fails', () => {
  const on = stage()
  const empty = /^The token is empty\. .* do not run this step for pull requests from forks\./

  test('on GitHub', async () => {
    expect(await expectFailure(gitHub, on, { pat: '' })).toMatch(empty)
    expect(on.emulator.requests).toEqual([])
  })

  test('on Azure, in a job without a token of its own', async () => {
    expect(await expectFailure(azure, on, { pat: '' }, { jobToken: '' })).toMatch(empty)
    expect(on.emulator.requests).toEqual([])
  })

  test('on Azure, with an organization that the job’s own token is not for', async () => {
    const error = await expectFailure(azure, on, { pat: '' })
    expect(error).toMatch(
      /^The job access token is only valid for the organization of the job\. .* in pat, or a service/,
    )
    expect(on.emulator.requests).toEqual([])
  })
})

describe('An empty token on Azure', () => {
  const on = stage()

  test('is replaced by the job’s own token for the job’s own organization, and the log says so', async () => {
    const jobToken = `eyJ${newToken().replace(/\W/g, '')}.e30.${newToken().replace(/\W/g, '')}`
    on.emulator.acceptToken(jobToken, { kind: 'bearer' })
    const inputs = { organization: '', project: '', pat: '' }
    const result = await on.run(azure, inputs, { jobToken, collectionUri: `${on.emulator.url}/`, teamProject: 'web' })
    expect(result.outputs.outcome).toBe('passed')
    expect(result.log).toContain('The token is from the job’s own token and goes as Bearer.')
    expect(new Set(on.emulator.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${jobToken}`]),
    )
  })
})
