import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  artifactsOf,
  createArtifact,
  createBuild,
  createProject,
  createZip,
  faults,
  startStorage,
} from '../../emulator/index.js'
import { ask, emulated } from './emulated.ts'

const clock = { time: Date.UTC(2026, 10, 23, 12), now: () => clock.time }
const builds = [
  createBuild({ id: 7, definition: { id: 3 } }),
  createBuild({ id: 8 }),
  createBuild({ id: 9, deleted: true }),
]
const emulator = emulated({ clock, world: { projects: [createProject('web')], definitions: [], builds } })
let storage: Awaited<ReturnType<typeof startStorage>>

beforeAll(async () => {
  storage = await startStorage(emulator.emulator, { clock })
  artifactsOf(emulator.emulator.world).set(7, [
    createArtifact({ name: 'drop', files: { 'a.txt': 'hello', 'sub/b.txt': 'world' } }),
    createArtifact({ name: 'logs +1', type: 'Container', files: { 'log.txt': 'log' } }),
    createArtifact({ name: 'share', type: 'FilePath' }),
    createArtifact({ name: 'far', inBlobs: true }),
  ])
})
afterAll(() => storage.close())

const list = '/web/_apis/build/builds/7/artifacts'
const signed = (name: string) => `/web/_apis/pipelines/3/runs/7/artifacts?artifactName=${name}&$expand=signedContent`
const anonymous = { authorization: '', 'x-tfs-fedauthredirect': '' }
const signedUrl = async (name = 'drop') => {
  const { signedContent } = (await emulator.get(signed(name))).json() as unknown as { signedContent: { url: string } }
  return signedContent.url
}

describe('the list of artifacts', () => {
  test('has the shape of the service', async () => {
    const { count, value } = (await emulator.get(list)).json()
    expect(count).toBe(4)
    expect(value[0]).toMatchObject({
      name: 'drop',
      resource: {
        type: 'PipelineArtifact',
        data: expect.stringMatching(/^[\da-f]{66}$/),
        properties: { artifactsize: '10' },
        downloadUrl: expect.stringContaining('/content?format=zip'),
      },
    })
    expect(value[1]).toMatchObject({ resource: { type: 'Container', data: '#/7/logs +1' } })
  })

  test('of a build without any is empty, and that of a deleted one is not there', async () => {
    expect((await emulator.get('/web/_apis/build/builds/8/artifacts')).json()).toEqual({ count: 0, value: [] })
    const gone = await emulator.get('/web/_apis/build/builds/9/artifacts')
    expect([gone.status, gone.json().typeKey]).toEqual([404, 'BuildNotFoundException'])
  })

  test.each([
    ['of a build', `${list}?artifactName=dropp`, 'Artifact dropp was not found for build 7.'],
    ['of a run', signed('dropp'), 'An Artifact with name dropp was not found.'],
  ])('has no name %s that is not there', async (_, path, message) => {
    const reply = await emulator.get(path)
    expect([reply.status, reply.json().typeKey, reply.json().message]).toEqual([
      404,
      'ArtifactNotFoundException',
      message,
    ])
  })
})

describe('the content', () => {
  test('of a container comes from the same origin', async () => {
    const reply = await emulator.get(`${list}?artifactName=logs%20%2B1&$format=zip`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect(reply.text.slice(0, 2)).toBe('PK')
  })

  test('of a pipeline is elsewhere, where the credential would have to be sent again', async () => {
    const reply = await emulator.get(`${list}?artifactName=drop&$format=zip`)
    const location = reply.headers.get('location') ?? ''
    expect([reply.status, new URL(location).origin]).toEqual([302, storage.content.origin])
    const refused = await ask(location, anonymous)
    expect([refused.status, refused.text]).toEqual([401, expect.stringContaining("TF400813: The user ''")])
    expect((await ask(location)).status).toBe(200)
  })

  test('comes to everybody who has the signed URL', async () => {
    const reply = await ask(await signedUrl(), anonymous)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/zip'])
    expect(reply.headers.get('content-length')).toBeNull()
  })

  test('may be yet elsewhere', async () => {
    const first = await ask(await signedUrl('far'), anonymous)
    expect(first.status).toBe(302)
    const location = first.headers.get('location') ?? ''
    expect(new URL(location).origin).toBe(storage.blobs.origin)
    const reply = await ask(location, anonymous)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
    expect((await ask(location, { ...anonymous, authorization: 'Basic OmE=' })).status).toBe(400)
    expect((await ask(location.replace(/sig=./, 'sig=!'), anonymous)).status).toBe(403)
  })

  test.each([
    ['a credential', { authorization: 'Basic OmE=' }, 400],
    ['a cookie', { cookie: 'UserAuthentication=a' }, 400],
    ['a header of the service', { 'x-tfs-fedauthredirect': 'Suppress' }, 400],
    ['the version of the API', { accept: 'application/zip;api-version=7.1' }, 404],
  ])('refuses %s at the signed URL', async (_, headers, status) => {
    expect((await ask(await signedUrl(), { ...anonymous, ...headers })).status).toBe(status)
  })

  test('is refused when the signature has expired, or is another', async () => {
    const url = await signedUrl()
    clock.time += 3_600_000
    expect((await ask(url, anonymous)).status).toBe(401)
    expect((await ask(await signedUrl(), anonymous)).status).toBe(200)
    expect((await ask(url.replace(/urlExpires=\d{4}/, 'urlExpires=2099'), anonymous)).status).toBe(403)
  })

  test('can be cut, end early or stall', async () => {
    const zip = createZip([{ name: 'a', content: 'x'.repeat(100_000) }])
    artifactsOf(emulator.emulator.world).set(8, [createArtifact({ zip, type: 'Container' })])
    const path = '/web/_apis/build/builds/8/artifacts?artifactName=drop&$format=zip'
    emulator.emulator.fault(({ rawUrl }) => rawUrl.includes('zip'), faults.cutAfter(50_000), 1)
    await expect(emulator.get(path)).rejects.toThrow()
    emulator.emulator.fault(({ rawUrl }) => rawUrl.includes('zip'), faults.endsAfter(50_000), 1)
    expect((await emulator.get(path)).text.length).toBeLessThanOrEqual(50_000)
    emulator.emulator.fault(({ rawUrl }) => rawUrl.includes('zip'), faults.stallsAfter(50_000), 1)
    const stalled = fetch(`${emulator.emulator.url}${path}`, {
      headers: { authorization: emulator.emulator.requests.at(-1)?.headers.authorization ?? '' },
      signal: AbortSignal.timeout(300),
    }).then(response => response.text())
    await expect(stalled).rejects.toThrow(/aborted|timeout/)
  })
})
