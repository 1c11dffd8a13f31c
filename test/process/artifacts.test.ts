import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { artifactsOf, createArtifact, createBuild, createZip, faults, startStorage } from '../../emulator/index.js'
import type { Artifact, RequestRecord } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import { bundles, emulatorForEachTest, errorsOf, gitHub } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const branch = 'with-artifacts'
const text = 'The quick brown fox jumps over the lazy dog.\n'.repeat(20_000)
const isDownload = ({ path }: RequestRecord) => path.endsWith('/signedContent')

test.each(bundles)('The unpacker is in a file of its own on $name, which other steps do not load', ({ main }) => {
  const words = 'central directory record signature'
  const files = readdirSync(dirname(main)).filter(name => name.endsWith('.js'))
  const having = files.filter(name => readFileSync(join(dirname(main), name), 'utf8').includes(words))
  expect(having).toHaveLength(1)
  expect(having).not.toContain(basename(main))
})

describe.each(bundles)('Artifacts on $name', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()
  let storage: Awaited<ReturnType<typeof startStorage>>

  beforeEach(async () => {
    storage = await startStorage(on.emulator)
  })
  afterEach(() => storage.close())

  /** The only build of its branch, and what it has published. */
  function publish(artifacts: readonly Artifact[], build: Parameters<typeof createBuild>[0] = {}): void {
    on.emulator.world.builds.push(createBuild({ id: 777, sourceBranch: `refs/heads/${branch}`, ...build }))
    artifactsOf(on.emulator.world).set(777, [...artifacts])
  }

  const run = (inputs: Record<string, string>, options = {}) => on.run(bundle, { branch, ...inputs }, options)
  const foreign = () => [...storage.content.requests, ...storage.blobs.requests]

  /** What a signed URL holds that nobody may see. */
  function signatures(): string[] {
    return foreign().flatMap(({ query, rawUrl }) => [query.get('urlSignature') ?? query.get('sig') ?? '', rawUrl])
  }

  test('are downloaded after a gate that passes, and the token goes to the organization only', async () => {
    const zip = createZip([
      { name: 'drop/run.sh', content: '#!/bin/sh\n', mode: 0o100755 },
      { name: 'drop/data/fox.txt', content: text, deflate: true },
    ])
    publish([createArtifact({ name: 'drop', zip, inBlobs: true })])
    const result = await run({ 'require-result': 'succeeded', artifacts: 'drop', 'artifacts-path': 'out' })
    const folder = join(result.workspace, 'out')
    expect(result).toMatchObject({
      result: 'succeeded',
      outputs: { outcome: 'passed', 'build-id': '777', 'artifacts-path': folder },
    })
    expect(JSON.parse(result.outputs.artifacts ?? '')).toEqual([
      { name: 'drop', type: 'PipelineArtifact', path: folder, files: 2, bytes: text.length + 10 },
    ])
    expect(readFileSync(join(folder, 'data/fox.txt'), 'utf8')).toBe(text)
    expect(statSync(join(folder, 'run.sh')).mode & 0o100).toBe(0o100)
    expect(result.log.join('\n')).toContain(`Downloaded drop: 2 files, 879 KiB, to ${folder}`)
    expect(result.summary).toContain('### Artifacts')
    expect(result.files.filter(file => /\.zip$|\.azure-devops-artifacts/.test(file))).toEqual([])

    expect(foreign()).toHaveLength(2)
    for (const { headers } of foreign())
      expect(Object.keys(headers).filter(name => /auth|cookie|tfs|vss/.test(name))).toEqual([])
    expect(findLeaks(result, on.token)).toEqual([])
    for (const signature of signatures()) expect(findLeaks(result, signature)).toEqual([])
    expect(result.masks.filter(mask => signatures().includes(mask)).length).toBeGreaterThanOrEqual(2)
  })

  testOnce('go into a folder each if there are several, in the current folder unless told', async () => {
    publish([
      createArtifact({ name: 'drop', files: { 'a.txt': 'a' } }),
      createArtifact({ name: 'logs', type: 'Container', files: { 'b.txt': 'b' } }),
      createArtifact({ name: 'share', type: 'FilePath' }),
    ])
    const result = await run({ artifacts: '*' })
    expect(result).toMatchObject({ result: 'succeeded', outputs: { outcome: 'found' } })
    expect(readFileSync(join(result.workspace, 'drop/a.txt'), 'utf8')).toBe('a')
    expect(readFileSync(join(result.workspace, 'logs/b.txt'), 'utf8')).toBe('b')
    expect(result.annotations.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      expect.stringContaining('warning: The artifact "share" is of type "FilePath", which the step cannot download.'),
    ])
  })

  testOnce('are not downloaded after a gate that fails, or from no build', async () => {
    publish([createArtifact()], { result: 'failed' })
    const failed = await run({ 'require-result': 'succeeded', artifacts: 'drop' })
    expect(failed).toMatchObject({
      result: 'failed',
      outputs: { outcome: 'failed', artifacts: '', 'artifacts-path': '' },
    })
    const none = await on.run(bundle, { branch: 'nothing', artifacts: 'drop', 'if-none': 'ignore' })
    expect(none).toMatchObject({ result: 'succeeded', outputs: { artifacts: '' } })
    expect(on.emulator.requests.filter(({ path }) => path.includes('artifacts'))).toEqual([])
  })

  testOnce('that are missing end the step with the names there are, or with a warning, or with nothing', async () => {
    publish([createArtifact({ name: 'drop' })])
    const fail = await run({ artifacts: 'dorp' })
    expect(fail).toMatchObject({ result: 'failed', outputs: { outcome: 'error', 'build-id': '', artifacts: '' } })
    expect(errorsOf(fail).join('\n')).toContain(
      'There is no artifact "dorp". Did you mean "drop"? The build has "drop".',
    )
    const option = bundle === gitHub ? 'if-no-artifacts' : 'ifNoArtifacts'
    expect(errorsOf(fail).join('\n')).toContain(option)
    for (const [choice, warnings] of [
      ['warn', 1],
      ['ignore', 0],
    ] as const) {
      const passed = await run({ artifacts: 'dorp', 'if-no-artifacts': choice })
      expect(passed).toMatchObject({ result: 'succeeded', outputs: { outcome: 'found', artifacts: '[]' } })
      expect(passed.annotations.filter(({ level }) => level === 'warning')).toHaveLength(warnings)
    }
  })

  testOnce('that cannot be trusted end the step with an error, and leave nothing', async () => {
    publish([
      createArtifact({
        zip: createZip([
          { name: 'good.txt', content: 'good' },
          { name: '../bad.txt', content: 'bad' },
        ]),
      }),
    ])
    const result = await run({ artifacts: 'drop', 'artifacts-path': 'new/out' })
    expect(result).toMatchObject({ result: 'failed', outputs: { outcome: 'error', 'build-id': '', artifacts: '' } })
    expect(errorsOf(result).join('\n')).toContain('The path "../bad.txt" leaves the folder.')
    expect(existsSync(join(result.workspace, 'new'))).toBe(false)
    expect(result.files.filter(file => /bad|good|zip/.test(file))).toEqual([])
  })

  testOnce('whose signature is repeated by an untrusted storage are told without it', async () => {
    publish([createArtifact()])
    const repair = storage.content.fault(isDownload, (request, response) => {
      const message = JSON.stringify({
        typeKey: 'X',
        message: `No: ${storage.content.origin}${request.rawUrl} ::error::x`,
      })
      response.writeHead(403, { 'content-type': 'application/json' }).end(message)
    })
    const result = await run({ artifacts: 'drop', retries: '0' }, { debug: true })
    repair()
    expect(result).toMatchObject({ result: 'failed', outputs: { outcome: 'error' } })
    expect(errorsOf(result).join('\n')).toContain('refused the signed URL')
    expect(foreign()).toHaveLength(2)
    for (const signature of signatures()) expect(findLeaks(result, signature)).toEqual([])
    expect(findLeaks(result, on.token)).toEqual([])
  })

  test.each(inTurn(bundle, ['SIGINT', 'SIGTERM'] as const))(
    '%s while they are downloaded ends the step at once and leaves nothing',
    async name => {
      publish([createArtifact({ zip: createZip([{ name: 'a', content: Buffer.alloc(5_000_000, 'x') }]) })])
      const repair = storage.content.fault(isDownload, faults.stallsAfter(3_000_000))
      let sent = 0
      let timer: NodeJS.Timeout | undefined
      const ready = (cancel: () => void) => {
        timer = setInterval(() => {
          if (foreign().length === 0 || sent > 0) return
          sent = performance.now()
          cancel()
        }, 20)
      }
      const result = await run(
        { artifacts: 'drop', 'artifacts-path': 'new/out' },
        { debug: true, signal: { name, ready } },
      )
      clearInterval(timer)
      repair()
      expect(performance.now() - sent).toBeLessThan(2500)
      expect(result).toMatchObject({ outputs: { outcome: 'canceled', artifacts: '' }, signalsSent: [name] })
      expect(existsSync(join(result.workspace, 'new'))).toBe(false)
      expect(result.files.filter(file => /zip|artifacts/.test(file))).toEqual([])
    },
  )

  testOnce('are not written through a link that is there', async () => {
    publish([createArtifact({ files: { 'a.txt': 'a', 'link/b.txt': 'b' } })])
    const folder = mkdtempSync(join(tmpdir(), 'artifacts-'))
    mkdirSync(join(folder, 'out'))
    mkdirSync(join(folder, 'victim'))
    symlinkSync('../victim', join(folder, 'out', 'link'))
    const result = await run({ artifacts: 'drop', 'artifacts-path': join(folder, 'out') })
    expect(result).toMatchObject({ result: 'failed', outputs: { outcome: 'error' } })
    expect(errorsOf(result).join('\n')).toContain(`"${join(folder, 'out', 'link')}" is a link.`)
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['out', 'out/link', 'victim'])
    rmSync(folder, { recursive: true })
  })

  testOnce('a dry run shows the requests and says that a signed download follows', async () => {
    const { log } = await run({ artifacts: 'drop', 'dry-run': 'true' })
    const shown = log.join('\n')
    expect(shown).toContain('/web/_apis/build/builds/0/artifacts?api-version=7.1')
    expect(shown).toContain(
      '/web/_apis/pipelines/0/runs/0/artifacts?artifactName=drop&$expand=signedContent&api-version=7.1',
    )
    expect(shown).toContain('downloaded without the token')
    expect(on.emulator.requests).toEqual([])
  })
})
