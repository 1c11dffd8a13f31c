import { describe, expect, test } from '@jest/globals'
import { emulatorForCalls } from './emulator-for-calls.ts'

const wiki = 'PUT /{project}/_apis/wiki/wikis/web.wiki/pages?path=/New'
const comment = 'POST /{project}/_apis/wit/workItems/1/comments'
const patch = '[{"op":"add","path":"/fields/System.Title","value":"x"}]'

describe('the API version on Services', () => {
  const on = emulatorForCalls()
  const versions = () => on.emulator.requests.map(({ query }) => query.get('api-version'))

  test('is 7.1, and for a preview resource 7.1-preview, whatever the method', async () => {
    await on.run('POST /{project}/_apis/wit/workitems/$Task', { body: patch })
    const told = await on.run(comment, { body: '{"text":"Hello"}' })
    expect(told.outputs).toMatchObject({ outcome: 'passed', status: '200' })
    expect(versions()).toEqual(['7.1', '7.1', '7.1-preview'])
    expect(told.log).toContain('The server refused API version 7.1. Using 7.1-preview instead.')
  })

  test.each([
    ['in api-version', {}, { 'api-version': '7.1' }],
    ['in the route', '?api-version=7.1', {}],
    ['in parameters', {}, { parameters: 'api-version: 7.1' }],
    ['in Accept', {}, { headers: 'Accept: application/json;api-version=7.1' }],
  ])('is never changed when it is set %s', async (_, query, inputs) => {
    const route = `GET /_apis/graph/users${typeof query === 'string' ? query : ''}`
    const told = await on.run(route, inputs)
    expect(told.outputs).toMatchObject({ outcome: 'failed', status: '400' })
    expect(told.errors[0]).toMatch(/^The server does not support this API version/)
    expect(versions()).toEqual(['7.1'])
  })
})

describe('the API version on a server', () => {
  const on = emulatorForCalls({ maxVersion: '6.0', releasedVersion: '6.0' })
  const versions = () => on.emulator.requests.map(({ query }) => query.get('api-version'))

  test.each([
    ['GET /_apis/projects', ''],
    [wiki, '{"content":"x"}'],
  ])('steps down to the one that is named: %s', async (route, body) => {
    const told = await on.run(route, { body })
    expect(told.outputs.outcome).toBe('passed')
    expect(versions()).toEqual(['7.1', '6.0'])
    expect(told.log).toContain('The server refused API version 7.1. Using 6.0 instead.')
  })

  test('steps down and then to a preview for what reads', async () => {
    expect((await on.run('GET /_apis/graph/users')).outputs.outcome).toBe('passed')
    expect(versions()).toEqual(['7.1', '6.0', '6.0-preview'])
  })

  test('changes once and no more for what changes something', async () => {
    const told = await on.run(comment, { body: '{"text":"Hello"}' })
    expect(told.outputs).toMatchObject({ outcome: 'failed', status: '400' })
    expect(versions()).toEqual(['7.1', '6.0'])
  })

  test('does not change for a 404 of what changes something', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end('<html>'),
    )
    await on.run(wiki, { body: '{"content":"x"}' })
    expect(versions()).toEqual(['7.1'])
  })
})
