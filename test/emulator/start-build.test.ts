import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  createDefinition,
  createIdentity,
  createProject,
  faults,
  setPipeline,
  startEmulator,
} from '../../emulator/index.js'
import { standardQuirks } from '../../emulator/quirks.js'
import type { Emulator } from '../../emulator/types.ts'
import { basic, type Reply, send, token } from './emulated.ts'

let emulator: Emulator
/** The emulator's clock, in milliseconds since 1970. */
let now: number
const web = createProject('web')
const definition = (given: Parameters<typeof createDefinition>[0] = {}) =>
  createDefinition({ id: 178, name: 'deploy', project: web, ...given })

beforeEach(async () => {
  now = Date.UTC(2026, 3, 1, 10, 48, 33, 306)
  const world = { projects: [web], definitions: [definition()], builds: [] }
  emulator = await startEmulator({ world, clock: { now: () => now } })
  emulator.acceptToken(token)
})
afterEach(() => emulator.close())

const request = (method: string, path: string, body?: unknown, api = '7.1'): Promise<Reply> => {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const url = `${emulator.url}/web/_apis/build/${path}${path.includes('?') ? '&' : '?'}api-version=${api}`
  return send(url, method, text, text === undefined ? {} : { 'content-type': 'application/json' })
}
const start = (body: unknown, query = '', api = '7.1') => request('POST', `builds${query}`, body, api)
const plain = { definition: { id: 178 } }

/** Replaces the only pipeline. */
const pipeline = (rules: Parameters<typeof setPipeline>[1], given: Parameters<typeof createDefinition>[0] = {}) => {
  emulator.world.definitions = [setPipeline(definition(given), rules)]
}

/** The messages of a refusal. */
const messagesOf = (reply: Reply) =>
  (reply.json().customProperties as { ValidationResults: { message: string }[] }).ValidationResults.map(
    ({ message }) => message,
  )

describe('starting a build', () => {
  test('answers 200 and the whole build, as recorded', async () => {
    const reply = await start(plain, '', '5.0')
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8; api-version=5.0')
    const build = reply.json()
    expect(build).toMatchObject({
      id: 1,
      buildNumber: '20260401.1',
      buildNumberRevision: 1,
      status: 'notStarted',
      queueTime: '2026-04-01T10:48:33.3063796Z',
      lastChangedDate: '2026-04-01T10:48:33.513Z',
      uri: 'vstfs:///Build/Build/1',
      priority: 'normal',
      reason: 'manual',
      sourceBranch: 'refs/heads/main',
      sourceVersion: expect.stringMatching(/^[0-9a-f]{40}$/),
      validationResults: [],
      tags: [],
      triggerInfo: {},
      queue: { id: 18, pool: { id: 9 } },
      definition: {
        id: 178,
        name: 'deploy',
        path: '\\',
        type: 'build',
        queueStatus: 'enabled',
        project: { name: 'web' },
      },
    })
    for (const absent of ['startTime', 'finishTime', 'result', 'parameters', 'templateParameters'])
      expect(build).not.toHaveProperty(absent)
    expect(Object.keys(build)).toEqual(expect.arrayContaining(['_links', 'plans', 'orchestrationPlan', 'logs', 'url']))
  })

  test('counts IDs up over the organization, and numbers over the day', async () => {
    await start(plain)
    now += 86_400_000
    expect((await start(plain)).json()).toMatchObject({ id: 2, buildNumber: '20260402.1' })
    expect((await start(plain)).json()).toMatchObject({ id: 3, buildNumber: '20260402.2' })
  })

  test('gives back what it was started with, and ignores what it does not know', async () => {
    pipeline({ parameters: { env: { values: ['test', 'prod'] }, debug: { type: 'boolean', default: 'false' } } })
    const body = {
      ...plain,
      sourceBranch: 'main',
      sourceVersion: 'a'.repeat(40),
      templateParameters: { env: 'prod' },
      parameters: '{"x":"y"}',
      tags: ['marked'],
    }
    expect((await start(body)).json()).toMatchObject({
      sourceBranch: 'refs/heads/main',
      sourceVersion: 'a'.repeat(40),
      templateParameters: { env: 'prod' },
      parameters: '{"x":"y"}',
      tags: [],
    })
  })

  test('is requested by the owner of the token', async () => {
    const owner = createIdentity('Grace Example')
    emulator.acceptToken(token, { owner })
    const reply = await start(plain)
    expect(reply.json()).toMatchObject({ requestedBy: { id: owner.id }, requestedFor: { id: owner.id } })
    expect(reply.headers.get('x-vss-userdata')).toBe(`${owner.id}:${owner.uniqueName}`)
  })

  test('goes on by its course, and is in lists at once', async () => {
    await start(plain)
    const statusOf = async () => {
      const [build] = (await request('GET', 'builds')).json().value
      return [build?.status, build?.result]
    }
    expect(await statusOf()).toEqual(['notStarted', undefined])
    now += 10_000
    expect(await statusOf()).toEqual(['inProgress', undefined])
    now += 30_000
    expect(await statusOf()).toEqual(['completed', 'succeeded'])
  })

  test('is held back by a paused pipeline', async () => {
    pipeline({}, { queueStatus: 'paused' })
    await start(plain)
    now += 3_600_000
    expect((await request('GET', 'builds/1')).json().status).toBe('notStarted')
  })

  test('replaces a ref that is none by the default branch', async () => {
    expect((await start({ ...plain, sourceBranch: 'refs/head/x' })).json().sourceBranch).toBe('refs/heads/main')
  })

  test('ignores template parameters before version 6.1', async () => {
    const body = { ...plain, templateParameters: { env: 'prod' } }
    expect((await start(body, '', '6.0')).json()).not.toHaveProperty('templateParameters')
    expect((await start(body, '', '7.0')).status).toBe(400)
  })

  test('takes the pipeline from the query where there is no body', async () => {
    expect((await start(undefined, '?definitionId=178')).status).toBe(411)
    expect((await start([], '?definitionId=178')).json().id).toBe(1)
  })
})

describe('a start is refused', () => {
  const never = async (reply: Reply, status: number, typeKey: string) => {
    expect([reply.status, reply.json().typeKey]).toEqual([status, typeKey])
    expect(emulator.world.builds).toEqual([])
  }
  const refused: [string, () => void, object, number, string][] = [
    ['without a body that is an object', () => {}, [], 400, 'RequestContentException'],
    ['with an object as a value', () => {}, { ...plain, templateParameters: { a: {} } }, 400, 'ArgumentNullException'],
    ['for an unknown pipeline', () => {}, { definition: { id: 9 } }, 404, 'DefinitionNotFoundException'],
    [
      'for a definition of no revision',
      () => {},
      { definition: { id: 178, revision: 0 } },
      404,
      'DefinitionNotFoundException',
    ],
    [
      'for an unknown pipeline with 500',
      () => {
        emulator.quirks.unknownPipeline = 'failed'
      },
      { definition: { id: 9 } },
      500,
      'PipelineNotFoundException',
    ],
    [
      'by a disabled pipeline',
      () => pipeline({}, { queueStatus: 'disabled' }),
      plain,
      400,
      'DefinitionDisabledException',
    ],
    ['without Queue builds', () => pipeline({ denied: ['Queue builds'] }), plain, 403, 'AccessDeniedException'],
    ['without Use', () => pipeline({ denied: ['Use'] }), plain, 403, 'AccessDeniedException'],
    [
      'with free text without Edit queue build configuration',
      () => pipeline({ parameters: { a: {} }, denied: ['Edit queue build configuration'] }),
      { ...plain, templateParameters: { a: 'x' } },
      403,
      'AccessDeniedException',
    ],
    ['for another queue', () => {}, { ...plain, queue: { id: 769 } }, 400, 'BuildRequestValidationFailedException'],
  ]
  test.each(refused)('%s', async (_, prepare, body, status, typeKey) => {
    prepare()
    await never(await start(body), status, typeKey)
  })

  test('without the scope, yet not to read', async () => {
    emulator.acceptToken(token, { scopes: ['vso.build'] })
    const reply = await start(plain)
    expect([reply.status, reply.text]).toEqual([401, ''])
    expect((await request('GET', 'builds')).status).toBe(200)
    emulator.acceptToken(token, { scopes: ['vso.build_execute'] })
    expect((await start(plain)).status).toBe(200)
  })

  test('with boolean, number and listed values it needs no permission to edit', async () => {
    const parameters = { a: { type: 'boolean' as const }, b: { type: 'number' as const }, c: { values: ['x'] } }
    pipeline({ parameters, denied: ['Edit queue build configuration'] })
    expect((await start({ ...plain, templateParameters: { a: 'TRUE', b: '8', c: 'x' } })).status).toBe(200)
  })

  test('with all that is wrong at once', async () => {
    const required = {
      env: {},
      size: { type: 'number' as const },
      flag: { type: 'boolean' as const },
      color: { values: ['Blue'] },
    }
    pipeline({ parameters: required, settable: ['allowed'], branches: { 'refs/heads/main': 'b'.repeat(40) } })
    const reply = await start({
      ...plain,
      sourceBranch: 'gone',
      templateParameters: { size: 'big', FLAG: 'yes', color: 'blue', testFolder: 'x' },
      parameters: '{"allowed":"1","my_variable":"2"}',
    })
    await never(reply, 400, 'BuildRequestValidationFailedException')
    expect(messagesOf(reply)).toEqual([
      expect.stringContaining('using ref refs/heads/gone. GitHub reported the error, "Not Found"'),
      expect.stringContaining("Unexpected parameter 'testFolder'"),
      "A value for the 'env' parameter must be provided.",
      "The 'size' parameter value 'big' is not a valid Number.",
      "The 'flag' parameter value 'yes' is not a valid Boolean.",
      "The 'color' parameter value 'blue' is not a valid value.",
      expect.stringContaining("You can't set the following variables (my_variable)."),
    ])
  })

  test('in the shape of 2017', async () => {
    pipeline({ parameters: { env: {} } })
    emulator.quirks.oldValidationShape = true
    const body = (await start(plain)).json()
    expect(body).not.toHaveProperty('typeKey')
    expect(body).toMatchObject({
      ClassName: expect.stringMatching(/BuildRequestValidationFailedException$/),
      ValidationResults: [{ result: 'error' }],
    })
  })
})

describe('warnings', () => {
  const warning = { result: 'warning' as const, message: 'They are not online.' }
  beforeEach(() => {
    emulator.quirks.startResults = [warning]
  })

  test('refuse with 409', async () => {
    const reply = await start(plain)
    expect([reply.status, messagesOf(reply)]).toEqual([409, ['They are not online.']])
  })

  test('are in the build where they are ignored', async () => {
    const reply = await start(plain, '?ignoreWarnings=true')
    expect([reply.status, reply.json().validationResults]).toEqual([200, [warning]])
  })
})

describe('quirks', () => {
  test('dead on arrival: 200, a build, and all its times are one', async () => {
    pipeline({ parameters: { env: {} } })
    emulator.quirks.deadOnArrival = true
    const { queueTime, ...build } = (await start(plain)).json()
    expect(build).toMatchObject({ status: 'completed', result: 'failed', startTime: queueTime, finishTime: queueTime })
    expect(build.validationResults).toHaveLength(1)
    const timeline = await request('GET', `builds/${build.id}/timeline`)
    expect([timeline.status, timeline.text]).toEqual([204, ''])
  })

  test('listLag: by its ID the build is there, in lists only later', async () => {
    emulator.quirks.listLag = 20_000
    await start(plain)
    const listed = async () => (await request('GET', 'builds')).json().count
    expect([(await request('GET', 'builds/1')).status, await listed()]).toEqual([200, 0])
    now += 20_001
    expect(await listed()).toBe(1)
  })

  test('dateOffset and queueTimeOffset: the clocks of the service', async () => {
    Object.assign(emulator.quirks, { dateOffset: 600_000, queueTimeOffset: -2000 })
    const reply = await start(plain)
    expect(reply.headers.get('date')).toBe('Wed, 01 Apr 2026 10:58:33 GMT')
    expect(reply.json().queueTime).toMatch(/^2026-04-01T10:48:31/)
  })

  test('lateCommit: there when it runs', async () => {
    emulator.quirks.lateCommit = true
    expect((await start(plain)).json()).not.toHaveProperty('sourceVersion')
    now += 10_000
    expect((await request('GET', 'builds/1')).json()).toHaveProperty('sourceVersion')
  })

  test('ignoresBranch, ignoresCommit, ignoresParameters: defaults, without a word', async () => {
    Object.assign(emulator.quirks, { ignoresBranch: true, ignoresCommit: true, ignoresParameters: true })
    const commit = 'c'.repeat(40)
    const body = { ...plain, sourceBranch: 'release', sourceVersion: commit, templateParameters: { a: 'b' } }
    const build = (await start(body)).json()
    expect(build).toMatchObject({ sourceBranch: 'refs/heads/main' })
    expect(build.sourceVersion).not.toBe(commit)
    expect(build).not.toHaveProperty('templateParameters')
  })

  test('all of them are off unless they are set', () => {
    const { listLag, dateOffset, queueTimeOffset, tagLag, lateCommit, deadOnArrival } = standardQuirks
    expect([listLag, dateOffset, queueTimeOffset, tagLag, lateCommit, deadOnArrival]).toEqual([
      0,
      0,
      0,
      0,
      false,
      false,
    ])
  })
})

describe('changing a build', () => {
  beforeEach(() => start(plain))

  test('a cancellation is answered on its way, and over some seconds later', async () => {
    const reply = await request('PATCH', 'builds/1', { status: 'Cancelling' })
    expect([reply.status, reply.json().status]).toEqual([200, 'cancelling'])
    for (const absent of ['result', 'finishTime']) expect(reply.json()).not.toHaveProperty(absent)
    now += 6000
    expect((await request('GET', 'builds/1')).json()).toMatchObject({ status: 'completed', result: 'canceled' })
  })

  test('a build that is over cannot be canceled', async () => {
    now += 60_000
    const reply = await request('PATCH', 'builds/1', { status: 'cancelling' })
    expect(reply.json().typeKey).toBe('BuildStatusInvalidChangeException')
  })

  test('it takes a body, the scope and the permission', async () => {
    expect((await request('PATCH', 'builds/1')).json().typeKey).toBe('RequestContentException')
    pipeline({ denied: ['Stop builds'] })
    expect((await request('PATCH', 'builds/1', { status: 'Cancelling' })).json().message).toContain('needs Stop builds')
    emulator.acceptToken(token, { scopes: ['vso.build'] })
    expect((await request('PATCH', 'builds/1', { status: 'Cancelling' })).status).toBe(401)
  })

  test('other changes are taken or ignored', async () => {
    expect((await request('PATCH', 'builds/1', { keepForever: true })).json()).toMatchObject({ keepForever: true })
    expect((await request('PATCH', 'builds/9', { keepForever: true })).status).toBe(404)
  })
})

describe('tags', () => {
  beforeEach(() => start(plain))
  const tags = async () => (await request('GET', 'builds/1/tags')).json().value

  test('are added one by one, or as a bare array', async () => {
    expect((await request('PUT', 'builds/1/tags/one', {})).json()).toEqual({ count: 1, value: ['one'] })
    expect((await request('POST', 'builds/1/tags', ['one', 'two'])).json()).toEqual({ count: 2, value: ['one', 'two'] })
    expect((await request('POST', 'builds/1/tags', { tags: ['x'] })).status).toBe(400)
    expect(await tags()).toEqual(['one', 'two'])
  })

  test('with a colon in the path are refused, also encoded', async () => {
    const reply = await request('PUT', 'builds/1/tags/a%3Ab', {})
    expect([reply.status, reply.json().message]).toEqual([400, expect.stringContaining('potentially dangerous')])
  })

  test('may be seen later', async () => {
    emulator.quirks.tagLag = 3000
    expect((await request('PUT', 'builds/1/tags/one', {})).json().count).toBe(1)
    expect(await tags()).toEqual([])
    now += 3000
    expect(await tags()).toEqual(['one'])
  })
})

describe('an answer that is lost', () => {
  const lost = async (fault: Parameters<Emulator['fault']>[1]) => {
    emulator.fault(({ method }) => method === 'POST', fault, 1)
    const url = `${emulator.url}/web/_apis/build/builds?api-version=7.1`
    const headers = { authorization: basic(token), 'content-type': 'application/json' }
    const sent = fetch(url, { method: 'POST', headers, body: JSON.stringify(plain) })
    await expect(sent.then(response => response.json())).rejects.toThrow()
    return emulator.world.builds.length
  }

  test('may have started a build', async () => {
    expect(await lost(faults.doneThen(faults.resetsConnection))).toBe(1)
    expect(await lost(faults.doneThen(faults.closesConnection))).toBe(2)
    expect(await lost(faults.cutOff(0.5))).toBe(3)
  })

  test('or not', async () => {
    expect(await lost(faults.resetsConnection)).toBe(0)
  })

  test('or says something else than it did', async () => {
    emulator.fault(() => true, faults.doneThen(faults.status(502)), 1)
    expect([(await start(plain)).status, emulator.world.builds.length]).toEqual([502, 1])
    emulator.fault(() => true, faults.changed({ id: 'x', sourceBranch: undefined }), 1)
    const build = (await start(plain)).json()
    expect([build.id, 'sourceBranch' in build]).toEqual(['x', false])
  })
})
