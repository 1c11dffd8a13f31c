import { describe, expect, test } from '@jest/globals'
import { createBuild, createProject } from '../../emulator/index.js'
import type { Grant } from '../../emulator/types.ts'
import { ask, basic, emulated, token } from './emulated.ts'

const world = {
  projects: [createProject('web'), createProject('open', { visibility: 'public' }), createProject('hidden')],
  definitions: [],
  builds: [createBuild({ id: 1 }), createBuild({ id: 2, project: { name: 'open' } })],
}
const anonymousUser = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa:'
const running = emulated({ world })
const here = emulated({ world })
const grants: Record<string, Partial<Grant>> = {
  bearer: { kind: 'bearer' },
  expired: { expired: true },
  stranger: { anonymous: true },
  policed: { conditionalAccess: true },
  unknown: { notInOrganization: true },
  outsider: { lacksAccess: true },
  projectsOnly: { scopes: ['vso.project'] },
  buildsOnly: { scopes: ['vso.build_execute'] },
  oneProject: { projects: ['WEB'] },
}

const withGrant = async (name: string, path = '/web/_apis/build/builds', headers: Record<string, string> = {}) => {
  const own = `${token}-${name}`
  here.emulator.acceptToken(own, grants[name])
  return ask(`${here.emulator.url}${path}`, { authorization: basic(own), ...headers })
}

describe('a credential is accepted:', () => {
  test.each(['', 'PAT', 'anybody', 'ada@example.com'])('a PAT as the password of %j', async user => {
    expect((await running.get('/web/_apis/build/builds', { authorization: basic(token, user) })).status).toBe(200)
  })
  test('a bearer token as Bearer, and as the password of Basic', async () => {
    expect((await withGrant('bearer')).status).toBe(200)
    expect((await withGrant('bearer', undefined, { authorization: `Bearer ${token}-bearer` })).status).toBe(200)
  })
})

describe('a credential is refused with 401 and an empty body:', () => {
  test.each([
    ['none at all', ''],
    ['a token that nobody gave out', basic('wrong')],
    ['an empty token', basic('')],
    ['a PAT as Bearer', `Bearer ${token}`],
    ['the token without a colon before it', `Basic ${Buffer.from(token).toString('base64')}`],
    ['Base64 with a stray =', `${basic(token)}=`],
    ['another scheme', `Negotiate ${token}`],
  ])('%s', async (_, authorization) => {
    const reply = await running.get('/web/_apis/build/builds', { authorization })
    expect([reply.status, reply.text, reply.headers.get('content-length')]).toEqual([401, '', '0'])
    expect(reply.headers.get('www-authenticate')).toContain('Basic realm="https://')
    expect(reply.headers.has('content-type')).toBe(false)
    expect(reply.headers.has('x-vss-userdata')).toBe(false)
  })
})

describe('without X-TFS-FedAuthRedirect: Suppress', () => {
  const loud = { authorization: basic('wrong'), 'x-tfs-fedauthredirect': '' }
  test('a refused credential is redirected to a sign-in page', async () => {
    const reply = await running.get('/web/_apis/build/builds', loud)
    expect([reply.status, reply.headers.get('location')]).toEqual([
      302,
      `${running.emulator.origin}/_signin?realm=dev.azure.com&reply_to=${encodeURIComponent(running.emulator.url)}`,
    ])
  })
  test('which is HTML with 203, not an error', async () => {
    const page = await ask(`${running.emulator.origin}/_signin?realm=dev.azure.com`, loud)
    expect([page.status, page.headers.get('content-type')]).toEqual([203, 'text/html; charset=utf-8'])
  })
  test('a PATCH gets 401 all the same', async () => {
    expect((await running.get('/web/_apis/build/builds/1', loud, 'PATCH')).status).toBe(401)
  })
})

describe('a known token that is not good enough', () => {
  test('expired: the reason is in the body and in a header', async () => {
    const reply = await withGrant('expired')
    const message = 'Access Denied: The Personal Access Token used has expired.'
    expect([reply.status, reply.headers.get('x-tfs-serviceerror')]).toEqual([401, encodeURIComponent(message)])
    expect(reply.json()).toMatchObject({ typeKey: 'AccessCheckException', message, customProperties: { Token: null } })
  })
  test('conditional access: 403 VS403463', async () => {
    const reply = await withGrant('policed')
    expect([reply.status, reply.json().typeKey]).toEqual([403, 'VssServiceException'])
    expect(reply.json().message).toMatch(/^VS403463: The conditional access policy/)
  })
  test('not in the organization: TF401444', async () => {
    expect((await withGrant('unknown')).json().message).toMatch(/^TF401444: Please sign-in at least once as /)
  })
  test('whose owner lacks access: TF400813 with a known identity, and a mail address in the text', async () => {
    const reply = await withGrant('outsider')
    expect([reply.status, reply.json().typeKey]).toEqual([401, 'UnauthorizedRequestException'])
    expect(reply.json().message).toBe(
      "TF400813: The user 'Windows Live ID\\token.owner@example.com' is not authorized to access this resource.",
    )
    expect(reply.headers.get('x-vss-userdata')).toMatch(/^(?!aaaaaaaa)[0-9a-f-]{36}:token\.owner@example\.com$/)
  })
  test('without the scope: 401 and nothing else', async () => {
    const replies = [await withGrant('projectsOnly'), await withGrant('buildsOnly', '/_apis/projects')]
    expect(replies.map(({ status, text }) => [status, text])).toEqual([
      [401, ''],
      [401, ''],
    ])
  })
  test('the scope to change includes reading', async () => {
    expect((await withGrant('buildsOnly')).status).toBe(200)
  })
  test('a project that it does not see: VS800075', async () => {
    const reply = await withGrant('oneProject', '/hidden/_apis/build/builds')
    expect([reply.status, reply.json().typeKey]).toEqual([404, 'ProjectDoesNotExistException'])
    expect((await withGrant('oneProject', '/_apis/projects')).json().value.map(({ name }) => name)).toEqual(['web'])
  })
})

describe('the anonymous user', () => {
  test.each([
    ['without a credential', { authorization: '' }],
    ['with a token of another organization', {}],
  ])('%s: reads a public project, and only the header tells', async (_, headers) => {
    const reply = await withGrant('stranger', '/open/_apis/build/builds', headers)
    expect([reply.status, reply.json().count]).toEqual([200, 1])
    expect(reply.headers.get('x-vss-userdata')).toBe(anonymousUser)
  })
  test('is refused elsewhere with TF400813', async () => {
    const reply = await withGrant('stranger')
    expect(reply.status).toBe(401)
    expect(reply.json()).toMatchObject({
      typeKey: 'UnauthorizedRequestException',
      message: `TF400813: The user '${anonymousUser.slice(0, -1)}' is not authorized to access this resource.`,
    })
  })
})
