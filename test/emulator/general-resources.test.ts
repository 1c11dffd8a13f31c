import { describe, expect, test } from '@jest/globals'
import { createDefinition, createProject } from '../../emulator/index.js'
import { emulated, send } from './emulated.ts'

const world = {
  projects: [createProject('web')],
  definitions: [createDefinition({ id: 1, name: 'web ci', project: createProject('web') })],
  builds: [],
}
const running = emulated({ world })
const { get } = running
const jsonType = { 'content-type': 'application/json' }
const patchType = { 'content-type': 'application/json-patch+json' }
const call = (
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = jsonType,
  version = '7.1',
) =>
  send(
    `${running.emulator.url}${path}${path.includes('?') ? '&' : '?'}api-version=${version}`,
    method,
    typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  )
const title = (text: string) => [{ op: 'add', path: '/fields/System.Title', value: text }]

describe('work items', () => {
  test('are created, found, read and changed, but not when they are stale', async () => {
    const created = await call('POST', '/web/_apis/wit/workitems/$Bug', title("It's broken"), patchType)
    const { id, rev, fields } = created.json() as unknown as { id: number; rev: number; fields: object }
    expect([created.status, rev, fields]).toEqual([
      200,
      1,
      expect.objectContaining({ 'System.WorkItemType': 'Bug', 'System.State': 'New' }),
    ])
    const query = "SELECT [System.Id] FROM WorkItems WHERE [System.Title] = 'It''s broken' AND [System.State] = 'New'"
    expect((await call('POST', '/web/_apis/wit/wiql', { query })).json().workItems).toEqual([
      expect.objectContaining({ id }),
    ])
    const close = [
      { op: 'test', path: '/rev', value: 1 },
      { op: 'add', path: '/fields/System.State', value: 'Closed' },
    ]
    expect((await call('PATCH', `/_apis/wit/workitems/${id}`, close, patchType)).json().rev).toBe(2)
    expect((await call('PATCH', `/_apis/wit/workitems/${id}`, close, patchType)).status).toBe(412)
    expect((await get(`/web/_apis/wit/workitems/${id}`)).json().fields).toMatchObject({ 'System.State': 'Closed' })
    expect((await call('POST', '/web/_apis/wit/workitemsbatch', { ids: [id, 999] })).json().count).toBe(1)
  })

  test('are refused without a title, a patch, or its type', async () => {
    const path = '/web/_apis/wit/workitems/$Bug'
    expect((await call('POST', path, title(''), patchType)).json().message).toMatch(/TF401320/)
    expect((await call('POST', path, { title: 'x' }, patchType)).status).toBe(400)
    expect((await call('POST', path, title('x'))).json().typeKey).toBe('VssRequestContentTypeNotSupportedException')
    expect((await get('/web/_apis/wit/workitems/999')).json().message).toMatch(/^TF401232/)
  })

  test('have comments, a preview, under a name of their own', async () => {
    const { id } = (await call('POST', '/web/_apis/wit/workitems/$Task', title('Talk'), patchType)).json()
    const path = `/web/_apis/wit/workItems/${id}/comments`
    expect((await call('POST', path, { text: 'a' })).json().typeKey).toBe('VssInvalidPreviewVersionException')
    for (const text of ['a', 'b']) await call('POST', path, { text }, jsonType, '7.1-preview')
    const first = (await get(`${path}?api-version=7.1-preview&$top=1`)).json()
    expect(first).toMatchObject({ count: 1, totalCount: 2, comments: [{ text: 'a' }], continuationToken: '1' })
  })

  test('have files, byte by byte', async () => {
    const bytes = { 'content-type': 'application/octet-stream' }
    const uploaded = await call('POST', '/web/_apis/wit/attachments?fileName=a.txt', 'hello', bytes)
    expect(uploaded.status).toBe(201)
    expect((await get(`/web/_apis/wit/attachments/${uploaded.json().id}`)).text).toBe('hello')
  })
})

describe('repositories and pull requests', () => {
  const repository = '/web/_apis/git/repositories/web'

  test('have refs in pages, files, and errors of their own', async () => {
    const refs = await get(`${repository}/refs?filter=heads/&$top=1`)
    expect([refs.json().value[0]?.name, refs.headers.get('x-ms-continuationtoken')]).toEqual(['refs/heads/main', '1'])
    expect((await get(`${repository}/items?path=/README.md`, { accept: 'text/plain' })).text).toBe('# web\n')
    expect((await get(`${repository}/items?path=/none`)).json().typeKey).toBe('GitItemNotFoundException')
    expect((await get('/web/_apis/git/repositories/none')).json().message).toMatch(/^TF401019/)
  })

  test('are created with 201 and a location, discussed, and completed', async () => {
    const body = { sourceRefName: 'refs/heads/feature/login', targetRefName: 'refs/heads/main', title: 'Login' }
    const created = await call('POST', `${repository}/pullrequests`, body)
    expect([created.status, created.headers.get('location')]).toEqual([201, expect.stringMatching(/pullRequests\/1$/)])
    expect((await call('POST', `${repository}/pullrequests`, body)).status).toBe(409)
    const thread = await call('POST', `${repository}/pullRequests/1/threads`, {
      comments: [{ content: 'Deployed.' }],
      status: 'closed',
    })
    expect(thread.json()).toMatchObject({ id: 1, status: 'closed', comments: [{ id: 1, content: 'Deployed.' }] })
    await call('POST', `${repository}/pullRequests/1/threads/1/comments`, { content: 'Again.', parentCommentId: 1 })
    expect((await get(`${repository}/pullRequests/1/threads`)).json().value[0]?.comments).toHaveLength(2)
    expect((await call('PATCH', `${repository}/pullRequests/1`, { status: 'completed' })).status).toBe(409)
    const { lastMergeSourceCommit } = (await get(`${repository}/pullRequests/1`)).json()
    expect(
      (await call('PATCH', `${repository}/pullRequests/1`, { status: 'completed', lastMergeSourceCommit })).json()
        .status,
    ).toBe('completed')
    expect((await get(`${repository}/pullrequests`)).json().count).toBe(0)
    expect((await get(`${repository}/pullrequests?searchCriteria.status=all`)).json().count).toBe(1)
  })
})

describe('variable groups', () => {
  test('never show a secret, keep one that is null, and lose what is missing', async () => {
    const group = (await get('/web/_apis/distributedtask/variablegroups?groupName=REL*')).json().value[0]
    expect(group?.variables).toMatchObject({ signingKey: { value: null, isSecret: true }, version: { value: '1.4.0' } })
    const variables = { version: { value: '1.5.0' }, signingKey: { value: null, isSecret: true } }
    const put = (await call('PUT', '/_apis/distributedtask/variablegroups/1', { ...group, variables })).json()
    expect(put.variables).toEqual({ version: { value: '1.5.0' }, signingKey: { value: null, isSecret: true } })
    expect((await get('/web/_apis/distributedtask/variablegroups/9')).text).toBe('null')
  })
})

describe('wiki pages', () => {
  const path = '/web/_apis/wiki/wikis/web.wiki/pages?path=/Notes'

  test('are created without and changed with the newest If-Match', async () => {
    const created = await call('PUT', path, { content: 'one' })
    const etag = created.headers.get('etag') ?? ''
    expect([created.status, etag]).toEqual([201, expect.stringMatching(/^"[0-9a-f]{40}"$/)])
    expect((await call('PUT', path, { content: 'two' })).status).toBe(409)
    expect((await call('PUT', path, { content: 'two' }, { ...jsonType, 'if-match': '"old"' })).status).toBe(412)
    expect((await call('PUT', path, { content: 'two' }, { ...jsonType, 'if-match': etag })).status).toBe(200)
    const now = await get(`${path}&includeContent=true`)
    expect(now.json().content).toBe('two')
    expect((await get(path, { 'if-none-match': now.headers.get('etag') ?? '' })).status).toBe(304)
  })
})

describe('lists with a paging of their own', () => {
  test('users have a token in the header, and are a preview', async () => {
    const first = await get('/_apis/graph/users?api-version=7.1-preview')
    expect([first.json().count, first.headers.get('x-ms-continuationtoken')]).toEqual([3, '3'])
    expect((await get('/_apis/graph/users?api-version=7.1')).status).toBe(400)
  })

  test('entitlements have a token that must be encoded', async () => {
    const { continuationToken, members } = (await get('/_apis/userentitlements')).json()
    expect(continuationToken).toBe('+RID:a#RT:1')
    expect(members).toHaveLength(3)
    const next = (
      await get(`/_apis/userentitlements?continuationToken=${encodeURIComponent(String(continuationToken))}`)
    ).json()
    expect(next.continuationToken).toBeNull()
    expect(next.members).toHaveLength(4)
  })

  test('OData has a link', async () => {
    const first = (await get('/web/_odata/v4.0-preview/WorkItems')).json()
    const link = String(first['@odata.nextLink'])
    expect([first.value.length, link]).toEqual([3, expect.stringContaining('$skiptoken=3')])
    const next = (await get(link.slice(running.emulator.url.length))).json()
    expect(next.value[0]).toEqual({ WorkItemId: 4, State: 'Active' })
  })

  test.each([
    ['/_apis/packaging/feeds', 'value', 2],
    ['/web/_apis/packaging/feeds/tools/packages?$top=2', 'value', 2],
    ['/web/_apis/release/releases?$top=4', 'value', 4],
    ['/_apis/audit/auditlog?api-version=7.1-preview', 'decoratedAuditLogEntries', 7],
    ['/_apis/projects/web/teams', 'value', 1],
  ])('%s has a list %s of %i', async (path, name, length) => {
    expect((await get(path)).json()[name]).toHaveLength(length)
  })
})

describe('a definition', () => {
  test('is changed as a whole, and not when it is stale', async () => {
    const path = '/web/_apis/build/definitions/1'
    const definition = (await get(path)).json()
    const paused = await call('PUT', path, { ...definition, queueStatus: 'paused' })
    expect(paused.json()).toMatchObject({ queueStatus: 'paused', revision: Number(definition.revision) + 1 })
    expect((await call('PUT', path, { ...definition, queueStatus: 'enabled' })).status).toBe(409)
  })
})
