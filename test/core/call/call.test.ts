import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { faults } from '../../../emulator/index.js'
import { pullRequestsOf } from '../../../emulator/resources/pull-requests.js'
import { workItemsOf } from '../../../emulator/resources/work-items.js'
import { emulatorForCalls } from './emulator-for-calls.ts'

const on = emulatorForCalls()
const folder = () => mkdtempSync(join(tmpdir(), 'call-test-'))
const json = { 'content-type': 'application/json' }

describe('a call that passes', () => {
  test('gives the whole response, its file, and what is known of it', async () => {
    const told = await on.run('GET /{project}/_apis/git/repositories')
    expect(told.ending).toEqual({ result: 'passed' })
    const { result, 'result-file': path, ...others } = told.outputs
    expect(others).toEqual({ outcome: 'passed', status: '200', count: '1', truncated: 'false', etag: '', location: '' })
    expect(JSON.parse(result)).toMatchObject({ count: 1, value: [{ name: 'web' }] })
    expect([told.file, told.mode, path]).toEqual([result, 0o600, expect.stringMatching(/azure-devops-call-\w+$/)])
    expect(on.sent()).toEqual(['GET /contoso/web/_apis/git/repositories?api-version=7.1'])
  })

  test('sends a body with the content type of its route, and gives location', async () => {
    const told = await on.run('POST /{project}/_apis/git/repositories/{repo}/pullrequests', {
      parameters: 'repo: web',
      body: '{"sourceRefName":"refs/heads/feature/login","targetRefName":"refs/heads/main","title":"Login"}',
      query: 'pullRequestId',
    })
    expect(told.outputs).toMatchObject({ outcome: 'passed', status: '201', result: '1', count: '' })
    expect(told.outputs.location).toMatch(/pullRequests\/1$/)
    expect(on.emulator.requests[0]?.headers['content-type']).toBe('application/json')
    expect(pullRequestsOf(on.emulator.world)).toHaveLength(1)
  })

  test('sends a JSON Patch to work items, from a file, byte by byte', async () => {
    const file = join(folder(), 'patch.json')
    writeFileSync(file, '[ {"op": "add", "path": "/fields/System.Title", "value": "Ünïcode"} ]')
    const told = await on.run('POST /{project}/_apis/wit/workitems/{type}', {
      parameters: '{"type": "$User Story"}',
      'body-file': file,
      query: 'fields."System.Title"',
    })
    expect(told.outputs).toMatchObject({ status: '200', result: 'Ünïcode' })
    expect(workItemsOf(on.emulator.world).get(1)?.fields).toMatchObject({ 'System.WorkItemType': 'User Story' })
    expect(on.emulator.requests[0]?.headers['content-type']).toBe('application/json-patch+json')
  })

  test.each([
    ['an object', '{"a":[1,2]}', '{"a":[1,2]}', ''],
    ['a list', '[1,2,3]', '[1,2,3]', '3'],
    ['a text as it is', '"some text"', 'some text', ''],
    ['an empty text', '""', '', ''],
    ['null as nothing', 'null', '', ''],
    ['a number', '9007199254740993', '9007199254740993', ''],
    ['a count that is none', '{"count":1e999}', '{"count":1e999}', ''],
    ['a list of another name', '{"count":2,"comments":[1,2]}', '{"count":2,"comments":[1,2]}', '2'],
    ['what comes after a byte order mark', '\uFEFF{"a":1}', '{"a":1}', ''],
  ])('gives %s', async (_, body, result, count) => {
    on.emulator.fault(() => true, faults.status(200, body, json))
    expect((await on.run('/_apis/projects')).outputs).toMatchObject({ outcome: 'passed', result, count })
  })

  test.each([
    ['value[0].name', 'web'],
    ['value[].name', '["web","mobile app"]'],
    ['value[?name==`nothing`]', '[]'],
    ['missing', ''],
    ['length(value)', '2'],
  ])('gives what the query %s selects', async (query, result) => {
    const told = await on.run('/_apis/projects', { query })
    expect(told.outputs).toMatchObject({ outcome: 'passed', result, count: '2' })
    expect(JSON.parse(told.file ?? '')).toMatchObject({ count: 2 })
  })

  test('cuts a result that no output can hold, visibly, and not the file', async () => {
    on.emulator.fault(() => true, faults.status(200, JSON.stringify('é'.repeat(100_000)), json))
    const told = await on.run('/_apis/projects')
    expect(Buffer.byteLength(told.outputs.result)).toBeLessThanOrEqual(32 * 1024)
    expect(told.outputs.result).toMatch(/^é+…$/)
    expect(told.file).toHaveLength(100_002)
  })

  test('gives a text, and of bytes only the file', async () => {
    const accept = { headers: 'Accept: text/plain' }
    const told = await on.run('/{project}/_apis/git/repositories/web/items?path=/README.md', accept)
    expect(told.outputs.result).toBe('# web\n')
    on.emulator.fault(
      () => true,
      (_, response) =>
        void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.from([1, 0, 255])),
    )
    const bytes = await on.run('/_apis/projects')
    expect([bytes.outputs.outcome, bytes.outputs.result, bytes.outputs['result-file']]).toEqual([
      'passed',
      '',
      expect.stringMatching(/./),
    ])
  })

  test('sends no body and says so, where a POST has none', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => void response.writeHead(204).end(),
    )
    expect((await on.run('POST /_apis/x')).outputs.outcome).toBe('passed')
    expect(on.emulator.requests[0]?.headers).toMatchObject({ 'content-length': '0' })
    expect(on.emulator.requests[0]?.headers).not.toHaveProperty('content-type')
  })

  test.each([
    ['GET /{project}/_apis/wit/attachments/1', 'application/octet-stream'],
    ['GET /{project}/_apis/wit/workitems/1', 'application/json'],
  ])('requests %s as %s', async (route, accept) => {
    await on.run(route)
    expect(on.emulator.requests[0]?.headers.accept).toBe(accept)
  })

  test('has no file where there is no body, unless one is asked for', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => void response.writeHead(204).end(),
    )
    expect((await on.run('DELETE /_apis/projects/1')).outputs).toMatchObject({
      outcome: 'passed',
      status: '204',
      result: '',
      'result-file': '',
    })
    const file = join(folder(), 'empty')
    expect((await on.run('DELETE /_apis/projects/1', { 'output-file': file })).outputs['result-file']).toBe(file)
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  test('writes to the output file, says when it replaces one, and never through a link', async () => {
    const file = join(folder(), 'deep', 'answer.json')
    expect((await on.run('/_apis/projects', { 'output-file': file })).log.join('\n')).not.toContain('Replaced')
    const second = await on.run('/_apis/projects/web', { 'output-file': file })
    expect([second.mode, JSON.parse(second.file ?? '').name]).toEqual([0o600, 'web'])
    expect(second.log.join('\n')).toContain(`Replaced ${file}.`)
    const link = join(folder(), 'link')
    symlinkSync(file, link)
    const told = await on.run('DELETE /_apis/wit/workitems/1', { 'output-file': link })
    expect(told.errors[0]).toContain('it is a symbolic link')
    expect(on.sent()).toHaveLength(2)
  })

  test('reads a HEAD by its status', async () => {
    const route = 'HEAD /_apis/graph/memberships/a/everybody?api-version=7.1-preview'
    expect((await on.run(route)).outputs).toMatchObject({ outcome: 'passed', status: '200', result: '' })
    const none = await on.run(route.replace('everybody', 'nobody'))
    expect(none.outputs).toMatchObject({ outcome: 'failed', status: '404' })
  })
})

describe('a change that was carried out', () => {
  test('is said to be so if its response cannot be used', async () => {
    const patch = '[{"op":"add","path":"/fields/System.Title","value":"x"}]'
    const told = await on.run('POST /{project}/_apis/wit/workitems/$Task', { body: patch, query: 'abs(fields)' })
    expect(told.outputs).toMatchObject({ outcome: 'error', status: '200', result: '', 'result-file': '' })
    expect(told.errors[0]).toMatch(/^The query expression does not fit the response/)
    expect(told.warnings).toEqual(['Azure DevOps had responded with 200 OK: the request itself was carried out.'])
    expect(workItemsOf(on.emulator.world).size).toBe(1)
  })
})

describe('a call with an ETag', () => {
  const page = '/{project}/_apis/wiki/wikis/web.wiki/pages?path=/Home'

  test('changes a page only if it is the one that was read', async () => {
    const { etag } = (await on.run(`GET ${page}`)).outputs
    const change = (match: string, content: string) =>
      on.run(`PUT ${page}`, { headers: `If-Match: ${match}`, body: JSON.stringify({ content }) })
    expect((await change(etag, 'new')).outputs).toMatchObject({ outcome: 'passed', status: '200' })
    const stale = await change(etag, 'newer')
    expect(stale.outputs).toMatchObject({ outcome: 'failed', status: '412' })
    expect(stale.errors[0]).toMatch(/^The resource was changed by somebody else \(412 Precondition Failed\)/)
  })

  test('takes 304 for an answer only if it is accepted', async () => {
    const { etag } = (await on.run(`GET ${page}`)).outputs
    const headers = `If-None-Match: ${etag}`
    const refused = await on.run(`GET ${page}`, { headers })
    expect(refused.outputs).toMatchObject({ outcome: 'error', status: '304' })
    expect(refused.errors[0]).toMatch(/^The resource has not changed \(304 Not Modified\)[\s\S]*accept-status/)
    const accepted = await on.run(`GET ${page}`, { headers, 'accept-status': '304' })
    expect(accepted.outputs).toMatchObject({ outcome: 'passed', status: '304', result: '', etag })
  })
})

describe('a status that is no success', () => {
  test('fails the step, with the status and nothing that reads like an answer', async () => {
    const told = await on.run('/{project}/_apis/wit/workitems/7')
    expect(told.ending).toEqual({ result: 'failed' })
    expect(told.outputs).toEqual({
      outcome: 'failed',
      status: '404',
      result: '',
      'result-file': '',
      count: '',
      truncated: '',
      etag: '',
      location: '',
    })
    expect(told.errors[0]).toContain('TF401232')
  })

  test('passes if it is accepted, with its body', async () => {
    const inputs = { 'accept-status': '404, 409', query: 'typeKey' }
    const told = await on.run('/{project}/_apis/wit/workitems/7', inputs)
    expect(told.outputs).toMatchObject({
      outcome: 'passed',
      status: '404',
      result: 'WorkItemUnauthorizedAccessException',
    })
  })

  test.each([
    ['a sign-in page', faults.htmlWith200, 'error', '200', 'HTML sign-in page'],
    ['203', faults.htmlWith203, 'error', '203', 'HTML sign-in page'],
    ['a redirect', faults.redirectTo('https://evil.example/'), 'error', '302', '302 Found, leads to evil.example'],
    [
      '203 with JSON',
      faults.status(203, '{}', { 'content-type': 'application/json' }),
      'error',
      '203',
      '203 Non-Authoritative',
    ],
    ['an accepted 404 that is a page', faults.status(404, '<html></html>'), 'failed', '404', 'no API at that path'],
    ['an empty 200', faults.status(200, '', json), 'error', '200', 'incomplete'],
  ])('%s is never an answer', async (_, fault, outcome, status, message) => {
    on.emulator.fault(() => true, fault)
    const told = await on.run('/_apis/projects', { 'accept-status': '404' })
    expect(told.outputs).toMatchObject({ outcome, status, result: '' })
    expect(told.errors[0]).toContain(message)
    // A server that answers 404 with a page may only be too old.
    expect(on.sent()).toHaveLength(status === '404' ? 2 : 1)
  })

  test.each([
    ['/_apis/wit/workitems/1', 'Work Items (Read)'],
    ['PATCH /_apis/wit/workitems/1', 'Work Items (Read & write)'],
    ['PUT /_apis/distributedtask/variablegroups/1', 'Variable Groups (Read, create, & manage)'],
    ['/_apis/nobody/knows', 'required'],
  ])('401 names the scope that %s needs: %s', async (route, scope) => {
    on.emulator.fault(() => true, faults.status(401, { message: 'No.' }))
    const told = await on.run(
      route,
      route.startsWith('P') ? { body: '[]', 'content-type': 'application/json-patch+json' } : {},
    )
    expect(told.errors[0]).toContain(`the ${scope} scope`)
  })
})

describe('inputs that cannot be used', () => {
  test('are reported all at once, before any request, as the host spells them', async () => {
    const inputs = {
      project: 'a, b',
      body: '{"secret": nonsense}',
      'body-file': '/nowhere',
      'content-type': 'json',
      headers: 'Authorization: Basic x',
      'accept-status': '302, 404',
      paginate: 'true',
      query: 'a[',
      mask: 'a b',
      'max-pages': '0',
      'dry-run': 'maybe',
    }
    const told = await on.run('POST /{project}/_apis/x', inputs, { context: { host: 'azure' } })
    const [text = ''] = told.errors
    for (const part of [
      'project "a, b" is not one project',
      'contentType "json" is not a media type',
      'body and bodyFile exclude each other',
      'headers has the header Authorization, which is not allowed',
      'acceptStatus "302, 404"',
      'paginate needs GET in route, not POST',
      'query "a[" is not a JMESPath expression',
      'mask "a b" has the item "a b"',
      'maxPages "0" is not a whole number',
      'dryRun "maybe" is neither true nor false',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('nonsense')
    expect([told.outputs.outcome, on.sent()]).toEqual(['error', []])
  })

  test.each([
    [{ route: '' }, 'route is required.'],
    [{ route: 'GET /_apis/x', body: '{}' }, 'GET takes no body.'],
    [{ route: '/_apis/x', 'content-type': 'text/plain' }, 'content-type needs body or body-file.'],
    [
      { route: 'POST /_apis/x', body: '{"a": 1,\n "b": 2 "c": 3}' },
      'body is not JSON, in line 2, and would be sent as application/json.',
    ],
    [{ route: 'PATCH /_apis/wit/workitems/1', body: '{"a": 1}' }, 'body is not a JSON Patch document'],
    [{ route: 'POST /_apis/x', 'body-file': '/dev/null' }, 'is not a regular file'],
    [{ route: 'POST /_apis/x', 'body-file': '/nowhere/at/all' }, 'cannot be read'],
    [{ route: 'HEAD /_apis/x', query: 'a' }, 'query finds nothing in the response to HEAD'],
    [
      { route: '/{project}/_apis/x', project: '' },
      'route "/{project}/_apis/x" has the placeholder "project", but project is not set.',
    ],
    [
      { route: 'https://user:word@dev.azure.com/contoso/_apis/x' },
      'route "https://***@dev.azure.com/contoso/_apis/x" has a user name',
    ],
    [{ route: '/_apis/x?api-version=7.1', 'api-version': '7.0' }, 'names two API versions, 7.1 and 7.0'],
    [{ route: '/_apis/x', parameters: 'a' }, 'parameters cannot be read in line 1'],
  ])('%j: %s', async (inputs, message) => {
    const told = await on.run('', inputs)
    expect(told.errors[0]).toContain(message)
    expect(on.sent()).toEqual([])
  })

  test('a body that is sent as anything else is not checked', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => void response.writeHead(204).end(),
    )
    const told = await on.run('POST /_apis/x', { body: '{"a": ', 'content-type': 'text/plain; charset=utf-8' })
    expect(told.outputs.outcome).toBe('passed')
    expect(on.emulator.requests[0]?.body.bytes.toString()).toBe('{"a": ')
  })
})

describe('what refuses PATs', () => {
  const onServices = { organization: 'contoso' }
  test.each([
    ['GET /_apis/tokens/pats', 'refuses to do for a PAT'],
    ['GET https://app.vssps.visualstudio.com/_apis/profile/profiles/me', '401 Unauthorized'],
    ['GET https://status.dev.azure.com/_apis/status/health', 'needs no token'],
  ])('%s is refused before anything is sent', async (route, why) => {
    const network = () => {
      throw new Error('nothing is sent')
    }
    const told = await on.run(route, onServices, { network })
    expect(told.errors[0]).toContain(why)
  })
})

describe('a dry run', () => {
  test('shows the request with the token hidden and the body left out, and sends nothing', async () => {
    const told = await on.run('POST /{project}/_apis/wit/workitems/$Task', {
      body: '[{"op":"add","path":"/fields/System.Title","value":"quiet words"}]',
      headers: 'Prefer: x',
      'dry-run': 'true',
    })
    const log = told.log.join('\n')
    expect(log).toContain(`curl --compressed --fail-with-body --request POST --user ':'"$AZURE_DEVOPS_EXT_PAT"`)
    expect(log).toContain(`--header 'Prefer: x' '${on.emulator.url}/web/_apis/wit/workitems/%24Task?api-version=7.1'`)
    expect(log).toContain(`--header 'Content-Type: application/json-patch+json' --data-binary @body.json`)
    expect(log).not.toContain('quiet words')
    expect(log).not.toContain(on.token)
    expect(told.outputs).toEqual({
      outcome: 'dry-run',
      status: '',
      result: '',
      'result-file': '',
      count: '',
      truncated: '',
      etag: '',
      location: '',
    })
    expect([told.ending, told.summary, on.sent()]).toEqual([{ result: 'passed' }, '', []])
  })
})

describe('the log', () => {
  test('says what is called, with what, and what came, and nothing of bodies', async () => {
    const told = await on.run(
      'POST https://dev.azure.com/{organization}/{project}/_apis/wit/wiql?$top={$top}&timePrecision={timePrecision}',
      {
        organization: on.emulator.url,
        parameters: '$top: 5',
        body: '{"query": "SELECT [System.Id] FROM WorkItems WHERE [System.Title] = \'quiet words\'"}',
      },
    )
    const { host } = new URL(on.emulator.url)
    expect(told.log).toEqual([
      expect.stringMatching(/^azure-devops-builds \d/),
      `POST /web/_apis/wit/wiql on ${host}.`,
      'Left out, because parameters has no value: timePrecision.',
      'Body: 83 bytes of application/json.',
      'Authentication: pat input (Basic).',
      expect.stringMatching(/^POST http:.*: 200, \d+ ms, attempt 1, activity [0-9a-f-]+$/),
      expect.stringMatching(/^Azure DevOps responded with 200 OK in \d+ ms\.$/),
    ])
    expect(told.log.join('\n')).not.toContain('quiet')
  })
})
