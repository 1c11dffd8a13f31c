import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  artifactsOf,
  createArtifact,
  createBuild,
  createProject,
  createZip,
  faults,
  startEmulator,
  startStorage,
} from '../../../emulator/index.js'
import type { Artifact, Emulator, RequestRecord } from '../../../emulator/types.ts'
import {
  type ArtifactsQuery,
  type ArtifactsTools,
  type Downloaded,
  downloadArtifacts,
} from '../../../src/core/artifacts/download-artifacts.ts'
import { type Clock, systemClock } from '../../../src/core/base/time.ts'
import { redactor } from '../../../src/core/credential/redact.ts'
import { openService, type Service } from '../../../src/core/service/service.ts'
import { temporaryFolder, treeOf } from './folders.ts'

const token = `made-up-${randomBytes(12).toString('hex')}`
const build = { id: 7, project: 'web', pipelineId: 3 }
const text = Array.from({ length: 40_000 }, (_, at) => `line ${at}\n`).join('')

describe('downloadArtifacts', () => {
  const folder = temporaryFolder()
  let emulator: Emulator
  let storage: Awaited<ReturnType<typeof startStorage>>
  /** Time goes by at once, so that pauses take none. */
  const clock: Clock = { now: Date.now, sleep: async (_, signal) => signal.throwIfAborted() }

  beforeAll(async () => {
    const builds = [createBuild({ id: 7, definition: { id: 3 } }), createBuild({ id: 9, deleted: true })]
    emulator = await startEmulator({ world: { projects: [createProject('web')], definitions: [], builds } })
    emulator.acceptToken(token)
    storage = await startStorage(emulator)
  })
  afterAll(async () => {
    await storage.close()
    await emulator.close()
  })
  beforeEach(() => {
    for (const { requests } of [emulator, storage.content, storage.blobs]) requests.length = 0
    mkdirSync(join(folder.path, 'temporary'))
    mkdirSync(join(folder.path, 'work'))
    told.length = 0
    hidden.length = 0
  })

  const told: string[] = []
  const hidden: string[] = []
  const has = (...artifacts: Artifact[]) => void artifactsOf(emulator.world).set(7, artifacts)
  const work = (...path: string[]) => join(folder.path, 'work', ...path)

  interface Options extends Partial<ArtifactsQuery> {
    readonly build?: typeof build
    readonly signal?: AbortSignal
    readonly tools?: Partial<ArtifactsTools>
    readonly requestTimeout?: number
    readonly retries?: number
    readonly url?: string
    readonly clock?: Clock
  }

  async function download(names: string[], options: Options = {}): Promise<Downloaded> {
    const { signal = new AbortController().signal, tools = {}, requestTimeout = 5000, retries = 3, ...more } = options
    const say = (line: string) => void told.push(line)
    using service: Service = openService(
      {
        url: options.url ?? emulator.url,
        authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
        apiVersion: '',
        requestTimeout,
        concurrency: 4,
        retries,
      },
      {
        clock: options.clock ?? clock,
        random: () => 0,
        signal,
        redact: redactor([token], form => hidden.push(form)),
        say,
        debug: say,
      },
    )
    const query = {
      names,
      path: work(),
      maxSize: 2 ** 30,
      ifNone: 'fail',
      timeout: 10_000,
      concurrency: 4,
      ...more,
    } as const
    return await downloadArtifacts(service, options.build ?? build, query, {
      clock: systemClock,
      say,
      progress: () => undefined,
      temporaryFolder: join(folder.path, 'temporary'),
      ...tools,
    })
  }

  /** Nothing is where it should be, and nothing is anywhere else. */
  const nothingLeft = () => expect(treeOf(folder.path)).toEqual({ temporary: 'dir', work: 'dir' })

  const foreign = () => [...storage.content.requests, ...storage.blobs.requests]

  function expectNothingOfTheService(requests: readonly RequestRecord[]): void {
    for (const { headers } of requests) {
      expect(Object.keys(headers).filter(name => /auth|cookie|tfs|vss/.test(name))).toEqual([])
      expect(JSON.stringify(headers)).not.toMatch(/api-version/)
    }
  }

  test('downloads a pipeline artifact through a signed URL, without the token', async () => {
    has(createArtifact({ name: 'drop', files: { 'a.txt': text, 'sub/b.txt': 'b' } }))
    expect(await download(['drop'])).toEqual({
      path: work(),
      artifacts: [{ name: 'drop', type: 'PipelineArtifact', path: work(), files: 2, bytes: text.length + 1 }],
      missing: [],
      unsupported: [],
    })
    expect(readFileSync(work('a.txt'), 'utf8')).toBe(text)
    expect(treeOf(folder.path)).toMatchObject({ work: 'dir', 'work/sub/b.txt': 'b', temporary: 'dir' })
    expect(readdirSync(join(folder.path, 'temporary'))).toEqual([])
    expect(emulator.requests.map(({ path }) => path)).toEqual([
      '/contoso/web/_apis/build/builds/7/artifacts',
      '/contoso/web/_apis/pipelines/3/runs/7/artifacts',
    ])
    expect(foreign().map(({ status }) => status)).toEqual([200])
    expectNothingOfTheService(foreign())
  })

  test('follows the redirect to yet another host, still without the token', async () => {
    has(createArtifact({ inBlobs: true }))
    await download(['drop'])
    expect(foreign().map(({ status }) => status)).toEqual([302, 200])
    expectNothingOfTheService(foreign())
    expect(treeOf(work())).toEqual({ 'readme.txt': 'hello\n' })
  })

  test('downloads a container artifact from the organization itself, with the token', async () => {
    has(createArtifact({ name: 'logs +1 & more', type: 'Container' }))
    await download(['logs +1 & more'])
    expect(treeOf(work())).toEqual({ 'readme.txt': 'hello\n' })
    expect(foreign()).toEqual([])
    expect(emulator.requests.at(-1)?.query.get('artifactName')).toBe('logs +1 & more')
  })

  test('the signed URL and its signature are hidden, and nowhere in the log', async () => {
    has(createArtifact({ inBlobs: true }))
    await download(['drop'])
    const [first, second] = foreign().map(({ query }) => query.get('urlSignature') ?? query.get('sig') ?? '')
    for (const signature of [first, second]) {
      expect(hidden).toContain(signature)
      expect(hidden.some(secret => secret.startsWith('http') && secret.includes(signature ?? ''))).toBe(true)
      expect(told.join('\n')).not.toContain(signature)
    }
  })

  test('several artifacts and globs get a folder each; names match in any case if not exactly', async () => {
    has(
      createArtifact({ name: 'drop', files: { a: 'a' } }),
      createArtifact({ name: 'drop-linux', type: 'Container', files: { b: 'b' } }),
      createArtifact({ name: 'symbols', files: { c: 'c' } }),
    )
    const { artifacts } = await download(['drop*'])
    expect(artifacts.map(({ path }) => path)).toEqual([work('drop'), work('drop-linux')])
    await download(['SYMBOLS', 'drop'], { path: work('new', 'place') })
    expect(treeOf(work())).toEqual({
      drop: 'dir',
      'drop/a': 'a',
      'drop-linux': 'dir',
      'drop-linux/b': 'b',
      new: 'dir',
      'new/place': 'dir',
      'new/place/drop': 'dir',
      'new/place/drop/a': 'a',
      'new/place/symbols': 'dir',
      'new/place/symbols/c': 'c',
    })
  })

  describe('what is missing', () => {
    test('fails before anything is downloaded, with the nearest names', async () => {
      has(createArtifact({ name: 'drop' }), createArtifact({ name: 'symbols' }))
      await expect(download(['drop', 'symbls', 'x*'])).rejects.toMatchObject({
        reason: 'artifact-missing',
        details: [
          'There is no artifact "symbls". Did you mean "symbols"? The build has "drop" and "symbols".',
          'No artifact matches "x*". The build has "drop" and "symbols".',
        ],
      })
      expect(emulator.requests).toHaveLength(1)
      nothingLeft()
    })

    test('is told, and the others are downloaded, unless it is to fail', async () => {
      has(createArtifact({ name: 'drop' }))
      const { artifacts, missing } = await download(['drop', 'symbols'], { ifNone: 'warn' })
      expect(missing).toEqual(['There is no artifact "symbols". The build has "drop".'])
      expect(artifacts).toHaveLength(1)
      expect(treeOf(work())).toHaveProperty(['drop/readme.txt'])
    })

    test('in a build without artifacts is all of them', async () => {
      has()
      expect(await download(['*'], { ifNone: 'ignore' })).toMatchObject({
        artifacts: [],
        missing: ['No artifact matches "*". The build has no artifacts.'],
      })
      nothingLeft()
    })

    test('is also what nothing can be downloaded of', async () => {
      has(createArtifact({ name: 'share', type: 'FilePath' }), createArtifact({ name: 'drop' }))
      const sentence = 'The artifact "share" is of type "FilePath", which the step cannot download.'
      await expect(download(['share'])).rejects.toMatchObject({ reason: 'artifact-missing', details: [sentence] })
      expect(await download(['*'])).toMatchObject({
        missing: [],
        unsupported: [sentence],
        artifacts: [{ name: 'drop' }],
      })
    })
  })

  test('a deleted build is told as that', async () => {
    await expect(download(['drop'], { build: { ...build, id: 9 } })).rejects.toMatchObject({
      reason: 'artifact-deleted',
    })
  })

  describe('a download that fails', () => {
    const isDownload = ({ path }: RequestRecord) => path.endsWith('/signedContent')
    const random = createZip([{ name: 'drop/a', content: text }])

    test.each([
      ['is cut', () => faults.cutAfter(100_000)],
      ['ends early', () => faults.endsAfter(100_000)],
      ['is empty', () => faults.endsAfter(0)],
      ['stalls', () => faults.stallsAfter(100_000)],
      ['trickles', () => faults.trickles(50)],
      ['closes without a byte', () => faults.closesConnection],
      ['is refused for a while', () => faults.status(503)],
    ])('because it %s is repeated as a whole, with a new signature', async (_, fault) => {
      has(createArtifact({ zip: random }))
      storage.content.fault(isDownload, fault(), 1)
      await download(['drop'], { requestTimeout: 300 })
      expect(readFileSync(work('a'), 'utf8')).toBe(text)
      expect(foreign()).toHaveLength(2)
      const signatures = foreign().map(({ query }) => query.get('urlExpires'))
      expect(emulator.requests.filter(({ path }) => path.includes('/runs/'))).toHaveLength(2)
      expect(signatures).toHaveLength(2)
      // A line per attempt, whatever came of it.
      const { host } = new URL(storage.content.origin)
      const lines = told.filter(line => line.startsWith(`GET ${host}: `))
      expect(
        lines.map(line => line.replace(/^GET \S+: (\w+(?: \w+)?), \d+ ms, attempt (\d)(, activity .*)?$/, '$1 $2')),
      ).toEqual([expect.stringMatching(/^(200|503|no response) 1$/), '200 2'])
      expect(told).toContainEqual(
        expect.stringMatching(
          /^The download of the artifact drop failed \(transient error\): .* Attempt 2 of 4 follows\.$/,
        ),
      )
    })

    test.each([
      ['PipelineArtifact', 429],
      ['PipelineArtifact', 503],
      ['Container', 429],
      ['Container', 503],
    ])('of a %s with %i and Retry-After is repeated after that pause', async (type, status) => {
      has(createArtifact({ type, zip: random }))
      const isContent = (request: RequestRecord) => isDownload(request) || request.query.get('$format') === 'zip'
      const host = type === 'Container' ? emulator : storage.content
      host.fault(isContent, faults.retryAfter(30, status), 1)
      let slept = 0
      const passing: Clock = {
        now: () => Date.now() + slept,
        sleep: async duration => {
          slept += duration
        },
      }
      await download(['drop'], { clock: passing, timeout: 60_000 })
      expect(readFileSync(work('a'), 'utf8')).toBe(text)
      expect(slept).toBeGreaterThan(29_000)
    })

    test.each([
      ['is cut', () => faults.cutAfter(100_000), 'artifact-incomplete'],
      ['ends early', () => faults.endsAfter(100_000), 'archive-damaged'],
      ['is empty', () => faults.endsAfter(0), 'archive-damaged'],
      ['stalls', () => faults.stallsAfter(100_000), 'artifact-incomplete'],
    ])('because it %s each time leaves nothing', async (_, fault, reason) => {
      has(createArtifact({ zip: random }))
      const repair = storage.content.fault(isDownload, fault())
      await expect(download(['drop'], { requestTimeout: 200, retries: 2 })).rejects.toMatchObject({ reason })
      repair()
      expect(foreign()).toHaveLength(3)
      nothingLeft()
    })

    test.each([
      ['a sign-in page', () => faults.htmlWith200, 'artifact-not-zip', 1],
      ['a sign-in page with 203', () => faults.htmlWith203, 'artifact-not-zip', 1],
      ['JSON', () => faults.noValue, 'artifact-not-zip', 1],
      ['a refusal', () => faults.status(403, 'no'), 'artifact-url-refused', 2],
      ['an expired signature', () => faults.status(401, ''), 'artifact-url-refused', 2],
      ['not found', () => faults.status(404, ''), 'artifact-url-refused', 2],
      ['an address that is not https', () => faults.redirectTo('ftp://127.0.0.1/a.zip'), 'response-unexpected', 1],
      ['an address that is none', () => faults.redirectTo('http://'), 'response-unexpected', 1],
      ['itself, again and again', () => faults.redirectTo('?again'), 'response-unexpected', 4],
    ])('with %s has its own error', async (_, fault, reason, count) => {
      has(createArtifact())
      const repair = storage.content.fault(isDownload, fault())
      await expect(download(['drop'])).rejects.toMatchObject({ reason })
      repair()
      expect(foreign()).toHaveLength(count as number)
      nothingLeft()
    })

    test('because the signature expired gets a new one, once', async () => {
      has(createArtifact({ lifetime: -1 }))
      await expect(download(['drop'])).rejects.toMatchObject({ reason: 'artifact-url-refused' })
      expect(foreign().map(({ status }) => status)).toEqual([401, 401])
      has(createArtifact())
      storage.content.fault(isDownload, faults.status(401), 1)
      await download(['drop'])
      expect(told).toContain('The signed URL of the artifact drop was refused. A new one is requested.')
    })

    test('because its host cannot be reached says so', async () => {
      const closed = createServer()
      await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve))
      const { port } = closed.address() as AddressInfo
      await new Promise(resolve => closed.close(resolve))
      has(createArtifact())
      const repair = storage.content.fault(isDownload, faults.redirectTo(`http://127.0.0.1:${port}/a.zip`))
      await expect(download(['drop'], { retries: 0 })).rejects.toMatchObject({ reason: 'artifact-unreachable' })
      repair()
    })

    test('of one artifact ends the others, and none is left', async () => {
      has(
        createArtifact({ name: 'good' }),
        createArtifact({ name: 'bad', zip: createZip([{ name: '../bad' }]) }),
        createArtifact({ name: 'slow', zip: random }),
      )
      const isSlow = ({ rawUrl }: RequestRecord) =>
        Buffer.from(/artifact\/([^/]+)\//.exec(rawUrl)?.[1] ?? '', 'base64url')
          .toString()
          .includes('/slow')
      const repair = storage.content.fault(isSlow, faults.stallsAfter(1000))
      const began = Date.now()
      await expect(download(['*'], { requestTimeout: 60_000 })).rejects.toMatchObject({
        reason: 'archive-path-refused',
      })
      expect(Date.now() - began).toBeLessThan(5000)
      repair()
      nothingLeft()
    })
  })

  describe('sizes', () => {
    test('that Azure DevOps declares are refused before anything is downloaded', async () => {
      has(createArtifact({ name: 'a', files: { a: text } }), createArtifact({ name: 'b', files: { b: text } }))
      await expect(download(['*'], { maxSize: 2 * text.length - 1 })).rejects.toMatchObject({
        reason: 'archive-too-large',
      })
      expect(emulator.requests).toHaveLength(1)
      await download(['*'], { maxSize: 2 * text.length })
    })

    test('that are not declared count together when the archives are there', async () => {
      const zip = createZip([{ name: 'a', content: text }])
      has(createArtifact({ name: 'a', zip }), createArtifact({ name: 'b', zip }))
      await expect(download(['*'], { maxSize: 2 * text.length - 1 })).rejects.toMatchObject({
        reason: 'archive-too-large',
      })
      nothingLeft()
      await download(['*'], { maxSize: 2 * text.length })
    })

    test('of an attempt that was repeated count once', async () => {
      const zip = createZip([{ name: 'a', content: text }])
      const broken = Buffer.from(zip)
      broken[1000] = 0
      let attempts = 0
      has(createArtifact({ zip: () => (attempts++ === 0 ? broken : zip) }))
      await download(['drop'], { maxSize: text.length })
      expect(attempts).toBe(2)
    })

    test.each([1, -1])('that differ from what Azure DevOps declares by %i are refused', async difference => {
      has(createArtifact({ zip: createZip([{ name: 'a', content: text }]), size: text.length + difference }))
      await expect(download(['drop'], { retries: 1 })).rejects.toMatchObject({ reason: 'archive-damaged' })
      expect(foreign()).toHaveLength(2)
      nothingLeft()
    })

    test('of an archive without end do not fill the disk', async () => {
      has(createArtifact({ size: 1000 }))
      const repair = storage.content.fault(
        ({ path }) => path.endsWith('/signedContent'),
        (_, response) => {
          response.writeHead(200, { 'content-type': 'application/zip', 'content-length': 2 ** 40 })
          response.write('PK')
        },
      )
      await expect(download(['drop'], { maxSize: 1000 })).rejects.toMatchObject({ reason: 'archive-too-large' })
      repair()
      nothingLeft()
    })
  })

  test.each([
    ['..', 'artifact-folder-refused'],
    ['a/../../b', 'artifact-folder-refused'],
    ['a/b', 'artifact-folder-refused'],
    ['C:', 'artifact-folder-refused'],
    ['NUL', 'artifact-folder-refused'],
    ['DROP', 'artifact-folder-refused'],
  ])('an artifact with the untrusted name %j is put nowhere', async (name, reason) => {
    has(createArtifact({ name: 'drop' }), createArtifact({ name }))
    await expect(download(['*'])).rejects.toMatchObject({ reason })
    nothingLeft()
  })

  test('a link in the way is not written through, and nothing else is placed', async () => {
    has(createArtifact({ files: { 'a.txt': 'new', 'sub/b.txt': 'new' } }))
    mkdirSync(join(folder.path, 'victim'))
    symlinkSync('../victim', work('sub'))
    await expect(download(['drop'])).rejects.toMatchObject({ reason: 'artifacts-path-refused' })
    expect(treeOf(folder.path)).toEqual({ temporary: 'dir', victim: 'dir', work: 'dir', 'work/sub': '-> ../victim' })
  })

  test('a target below a file cannot be written', async () => {
    has(createArtifact())
    writeFileSync(work('file'), '')
    await expect(download(['drop'], { path: work('file', 'below') })).rejects.toMatchObject({
      reason: 'artifacts-unwritable',
    })
  })

  test.each(['while it stalls', 'while it comes', 'while it is unpacked'])(
    'a cancellation %s ends at once and leaves nothing',
    async when => {
      const controller = new AbortController()
      const reason = new Error('canceled')
      const zip = createZip([
        { name: 'a', content: Buffer.alloc(30_000_000, 'x') },
        { name: 'b', content: 'b' },
      ])
      has(createArtifact({ zip }))
      const repair =
        when === 'while it stalls'
          ? storage.content.fault(({ path }) => path.endsWith('/signedContent'), faults.stallsAfter(5000))
          : () => undefined
      const archives = () => readdirSync(join(folder.path, 'temporary'), { recursive: true, encoding: 'utf8' })
      const staged = () => readdirSync(work(), { recursive: true, encoding: 'utf8' }).some(path => path.endsWith('a'))
      const ready = () => (when === 'while it is unpacked' ? staged() : archives().some(path => path.endsWith('.zip')))
      const poll = setInterval(() => ready() && controller.abort(reason), 1)
      await expect(download(['drop'], { signal: controller.signal, requestTimeout: 60_000 })).rejects.toBe(reason)
      clearInterval(poll)
      repair()
      nothingLeft()
    },
  )

  test('says every ten seconds how far it is, and how fast', async () => {
    has(createArtifact({ zip: createZip([{ name: 'a', content: Buffer.alloc(1024 ** 2, 'x') }]), size: 1024 ** 2 }))
    let now = 0
    const sleepers: (() => void)[] = []
    const turned: Clock = {
      now: () => now,
      sleep: (_, signal) =>
        new Promise((resolve, reject) => {
          sleepers.push(resolve)
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    }
    const percents: number[] = []
    const repair = storage.content.fault(({ path }) => path.endsWith('/signedContent'), faults.stallsAfter(512 * 1024))
    const controller = new AbortController()
    const coming = download(['drop'], {
      signal: controller.signal,
      requestTimeout: 60_000,
      tools: { clock: turned, progress: percent => percents.push(percent) },
    })
    const zip = () =>
      readdirSync(join(folder.path, 'temporary'), { recursive: true, encoding: 'utf8' }).find(path =>
        path.endsWith('.zip'),
      )
    while (zip() === undefined || readFileSync(join(folder.path, 'temporary', zip() ?? '')).length < 512 * 1024)
      await new Promise(resolve => setTimeout(resolve, 5))
    now = 10_000
    sleepers.shift()?.()
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(told).toContain('Artifacts: downloaded 512 KiB (51.2 KiB/s), unpacked 0 B of 1.0 MiB.')
    expect(percents).toEqual([25])
    controller.abort(new Error('enough'))
    await expect(coming).rejects.toThrow('enough')
    repair()
    expect(existsSync(work('a'))).toBe(false)
  })
})
