import { describe, expect, test } from '@jest/globals'
import { createRepository, createTfvcRepository, faults } from '../../../emulator/index.js'
import { StepError } from '../../../src/core/errors/errors.ts'
import { runStartBuild, type StartSetup, startWorld } from './start-setup.ts'

const commit = 'b'.repeat(40)
const map = (values: Record<string, string>) => new Map(Object.entries(values))

/** The requests of a start, as `GET path?query`. */
async function requestsOf(setup: StartSetup): Promise<string[]> {
  const { emulator } = await runStartBuild(setup)
  return emulator.requests.map(({ method, rawUrl }) => `${method} ${decodeURIComponent(rawUrl)}`)
}

function reasonOf(error: unknown): string {
  return error instanceof StepError ? error.reason : String(error)
}

describe('a start', () => {
  test('takes three requests by ID: the pipeline and its newest builds, side by side, and the start', async () => {
    const [first, second, third, ...more] = await requestsOf({})
    expect([first, second].sort()).toEqual([
      'GET /contoso/web/_apis/build/builds?definitions=178&queryOrder=queueTimeDescending&$top=25&api-version=7.1',
      'GET /contoso/web/_apis/build/definitions/178?api-version=7.1',
    ])
    expect(third).toBe('POST /contoso/web/_apis/build/builds?ignoreWarnings=true&api-version=7.1')
    expect(more).toEqual([])
  })

  test('looks a name up first', async () => {
    const [first, ...others] = await requestsOf({ settings: { pipeline: '\\deploy' } })
    expect(first).toBe('GET /contoso/web/_apis/build/definitions?name=deploy&api-version=7.1')
    expect(others).toHaveLength(3)
  })

  test('sends what was set as JSON, once', async () => {
    const { emulator, started } = await runStartBuild({
      pipeline: { parameters: { env: {}, list: { type: 'object' } } },
      settings: {
        ref: 'refs/heads/release',
        commit,
        parameters: map({ env: 'prod', list: '[1, 2]' }),
        variables: map({ debug: 'true' }),
      },
    })
    const posts = emulator.requests.filter(({ method }) => method === 'POST')
    expect(posts.map(({ body, headers }) => [headers['content-type'], body.json])).toEqual([
      [
        'application/json',
        {
          definition: { id: 178 },
          sourceBranch: 'refs/heads/release',
          sourceVersion: commit,
          templateParameters: { env: 'prod', list: '[1, 2]' },
          parameters: '{"debug":"true"}',
        },
      ],
    ])
    expect(started).toMatchObject({ adopted: false, differences: [], errors: [], warnings: [] })
  })

  test('says which build it is, before anything else happens to it', async () => {
    const { said, early, started } = await runStartBuild()
    expect(said).toEqual([
      expect.stringMatching(/^Started: deploy 20261123\.1 http:\/\/\S+\/_build\/results\?buildId=1$/),
    ])
    expect(early).toEqual([started?.found])
    expect(started?.found).toMatchObject({ target: 'web', build: { id: 1, status: 'notStarted' } })
  })

  test('leaves variables without a value out, and says so', async () => {
    const { emulator, said } = await runStartBuild({ settings: { variables: map({ a: '', b: '1' }) } })
    expect(emulator.world.builds[0]?.parameters).toBe('{"b":"1"}')
    expect(said).toContain('Variable a has no value and is left out.')
  })

  test('works with a server that only knows an older version', async () => {
    const { started, emulator } = await runStartBuild({ emulator: { maxVersion: '5.0', releasedVersion: '5.0' } })
    expect(started?.found.build.id).toBe(1)
    expect(emulator.requests.at(-1)?.query.get('api-version')).toBe('5.0')
  })
})

describe('before the start', () => {
  test.each<[string, StartSetup, string]>([
    ['an unknown ID', { settings: { pipeline: '9' } }, 'pipeline-gone'],
    ['an unknown name', { settings: { pipeline: 'deplyo' } }, 'pipeline-unknown'],
    ['an unknown project', { settings: { project: 'wbe' } }, 'project-unknown'],
    ['a disabled pipeline', { definition: { queueStatus: 'disabled' } }, 'pipeline-disabled'],
    ['a changeset in Git', { settings: { commit: '943' } }, 'commit-unusable'],
    [
      'a SHA in TFVC',
      { settings: { commit }, definition: { repository: createTfvcRepository(startWorld().projects[0] as never) } },
      'commit-unusable',
    ],
    ['a token that is refused', { prepare: ({ fault }) => fault(() => true, faults.status(401)) }, 'token-rejected'],
  ])('%s ends it, and nothing is sent', async (_, setup, reason) => {
    const { error, posts, early } = await runStartBuild(setup)
    expect([reasonOf(error), posts, early]).toEqual([reason, 0, []])
  })

  test('a changeset is right for TFVC', async () => {
    const { started, emulator } = await runStartBuild({
      settings: { commit: 'c943', ref: '$/web/main' },
      definition: { repository: createTfvcRepository(startWorld().projects[0] as never) },
    })
    expect([started?.differences, emulator.world.builds[0]?.sourceVersion]).toEqual([[], 'c943'])
  })

  test('a paused pipeline is a warning', async () => {
    const { started, warned } = await runStartBuild({ definition: { queueStatus: 'paused' } })
    expect(started).toBeDefined()
    expect(warned).toEqual([expect.stringContaining('Pipeline deploy is paused')])
  })
})

describe('a commit that the build does not have yet', () => {
  const late = (course: { after: number; status: string }[]): StartSetup => ({
    settings: { commit },
    pipeline: { course },
    prepare: ({ quirks }) => void Object.assign(quirks, { lateCommit: true }),
  })

  test('is looked for again', async () => {
    const { started, early, emulator } = await runStartBuild(late([{ after: 2500, status: 'inProgress' }]))
    expect([early[0]?.build.sourceVersion, started?.found.build.sourceVersion]).toEqual(['', commit])
    expect(emulator.requests.filter(({ path }) => path.endsWith('/builds/1'))).toHaveLength(2)
  })

  test('is given up after some seconds, and said', async () => {
    const { started, said } = await runStartBuild(late([]))
    expect(started?.found.build.sourceVersion).toBe('')
    expect(said).toContain('The build has no commit yet, so its commit could not be compared.')
  })
})

describe('the default branch', () => {
  const equal = { ref: undefined }
  const lost = (defaultBranch: string): StartSetup => ({
    settings: equal,
    definition: { repository: { ...createRepository(startWorld().projects[0] as never), defaultBranch } },
    prepare: ({ fault }) => void fault(({ method }) => method === 'POST', faults.doneThen(faults.resetsConnection), 1),
  })

  test.each(['refs/heads/develop', 'develop'])('is told from others, also as %s', async branch => {
    // The emulator starts a short name as its ref.
    const { started } = await runStartBuild(lost(branch))
    expect(started?.found.build.sourceBranch).toMatch(/develop$/)
  })
})

describe('a canceled step', () => {
  const canceledAt = (method: string, quirks: object = {}) => {
    const canceling = new AbortController()
    const reason = new Error('canceled')
    const setup: StartSetup = {
      signal: canceling.signal,
      prepare: emulator => {
        Object.assign(emulator.quirks, quirks)
        emulator.fault(
          request => request.method === method,
          async (_request, _response, next) => {
            canceling.abort(reason)
            await next()
          },
          1,
        )
      },
    }
    return { setup, reason }
  }

  test('before the start starts nothing, and says nothing', async () => {
    const { setup, reason } = canceledAt('GET')
    const { error, posts, warned } = await runStartBuild(setup)
    expect([error, posts, warned]).toEqual([reason, 0, []])
  })

  test('during the start says that a build may have been started', async () => {
    const { setup, reason } = canceledAt('POST')
    const { error, warned } = await runStartBuild(setup)
    expect(error).toBe(reason)
    expect(warned).toEqual([expect.stringMatching(/^A build may have been started: http\S+_build\?definitionId=178$/)])
  })

  test('that is to stop the build waits for its ID', async () => {
    const { setup, reason } = canceledAt('POST')
    const { error, warned, early } = await runStartBuild({ ...setup, startSignal: new AbortController().signal })
    expect([error, warned, early.map(({ build }) => build.id)]).toEqual([reason, [], [1]])
  })

  test('that is to stop the build sends no other request when the service refuses the version of the first', async () => {
    const canceling = new AbortController()
    const reason = new Error('canceled')
    const message =
      'The requested REST API version of 7.1 is out of range. The latest REST API version this server supports is 7.0.'
    const { error, posts, warned, made } = await runStartBuild({
      signal: canceling.signal,
      startSignal: new AbortController().signal,
      prepare: emulator => {
        const refuses = faults.status(400, { message, typeKey: 'VssVersionOutOfRangeException' })
        emulator.fault(
          ({ method }) => method === 'POST',
          (request, response, next) => {
            canceling.abort(reason)
            return refuses(request, response, next)
          },
          1,
        )
      },
    })
    expect([error, posts, warned, made]).toEqual([reason, 1, [], []])
  })

  test('while the build is looked for says the same', async () => {
    const canceling = new AbortController()
    const { error, warned } = await runStartBuild({
      signal: canceling.signal,
      prepare: (emulator, clock) => {
        emulator.fault(({ method }) => method === 'POST', faults.resetsConnection)
        clock.plan(clock.now() + 5000, () => canceling.abort(new Error('canceled')))
      },
    })
    expect(String(error)).toContain('canceled')
    expect(warned).toEqual([expect.stringContaining('A build may have been started: ')])
  })
})
