import { describe, expect, test } from '@jest/globals'
import { faults } from '../../../emulator/index.js'
import { emulatorForCalls } from './emulator-for-calls.ts'

const on = emulatorForCalls()
const json = { 'content-type': 'application/json' }
const respond = (body: unknown, headers = {}) =>
  on.emulator.fault(
    () => true,
    faults.status(200, typeof body === 'string' ? body : JSON.stringify(body), { ...json, ...headers }),
  )

describe('mask', () => {
  const secrets = { oidcToken: 'quiet-words-1', keys: [{ value: 'quiet\n"words"-2' }, { value: null }, { value: 7 }] }

  test('hides each text that its expressions select, before anything else is told', async () => {
    respond(secrets)
    const told = await on.run('/_apis/x', { mask: 'oidcToken, keys[].value', query: 'keys[0].value' })
    expect(told.outputs).toMatchObject({ outcome: 'passed', result: 'quiet\n"words"-2' })
    expect(told.masks).toEqual(expect.arrayContaining(['quiet-words-1', 'quiet\n"words"-2', 'quiet\\n\\"words\\"-2']))
    const { events } = told
    expect(events.lastIndexOf('mask')).toBeLessThan(events.findIndex(event => event !== 'mask'))
    expect(told.warnings).toEqual([])
  })

  test('keeps them out of log and summary, and leaves outputs and file as they are', async () => {
    respond(secrets)
    const told = await on.run('/_apis/x', { mask: '@', query: 'keys' })
    expect(told.log.join('\n') + told.summary).not.toMatch(/quiet/)
    expect(told.summary).toContain('&#42;&#42;&#42;')
    expect(told.outputs.result).toContain('quiet')
    expect(told.file).toContain('quiet-words-1')
  })

  test('warns of an expression that selects no text: a typo would leave a secret in sight', async () => {
    respond(secrets)
    const told = await on.run('/_apis/x', { mask: 'oidctoken, keys[2].value' })
    expect(told.warnings).toEqual([
      'The mask expression oidctoken selects no text in the response.',
      'The mask expression keys[2].value selects no text in the response.',
    ])
  })

  test.each([
    ['an expression does not fit', 'keys(keys)', JSON.stringify(secrets), json, 'mask expression does not fit'],
    ['the response is no JSON', 'a', 'quiet-words-1', { 'content-type': 'text/plain' }, 'not JSON'],
  ])('lets nothing out where %s', async (_, mask, body, headers, message) => {
    respond(body, headers)
    const told = await on.run('/_apis/x', { mask })
    expect(told.outputs).toMatchObject({ outcome: 'error', status: '200', result: '', 'result-file': '' })
    expect(told.errors[0]).toContain(message)
    expect(told.log.join('\n') + told.summary).not.toContain('quiet')
  })

  test('is applied to the merged pages', async () => {
    const told = await on.run('/_apis/graph/users', { paginate: 'true', mask: 'value[].descriptor' })
    expect(told.masks.filter(mask => mask.startsWith('aad.'))).toHaveLength(7)
  })

  test('needs no body', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => void response.writeHead(204).end(),
    )
    expect((await on.run('DELETE /_apis/x', { mask: 'a' })).outputs.outcome).toBe('passed')
  })
})

describe('the token', () => {
  test.each([
    ['GET /_apis/x', {}],
    ['POST /_apis/x', { body: '{}' }],
    ['GET /_apis/x', { query: 'value' }],
    ['GET /_apis/x', { paginate: 'true' }],
  ])('is in nothing that an untrusted service sends back: %s %j', async (route, inputs) => {
    const { token } = on
    const basic = Buffer.from(`:${token}`).toString('base64')
    for (const status of [200, 400]) {
      const body = {
        value: [token, basic, encodeURIComponent(token)],
        message: `You sent ${basic} and ${token}`,
        [token]: basic,
      }
      const headers = { ...json, etag: `"${token}"`, location: `https://evil.example/?${basic}` }
      on.emulator.fault(() => true, faults.status(status, JSON.stringify(body), headers), 1)
      const told = await on.run(route, inputs)
      const all = [...told.log, told.summary, told.file ?? '', ...Object.values(told.outputs)].join('\n')
      expect(told.outputs.status).toBe(String(status))
      for (const form of [token, basic, basic.replace(/=+$/, '')]) expect(all).not.toContain(form)
    }
  })

  test('is in no message about a route that holds it', async () => {
    const told = await on.run(`GET https://user:${on.token}@dev.azure.com/contoso/_apis/x`)
    expect(told.log.join('\n')).not.toContain(on.token)
    const second = await on.run(`GET /_apis/x?token=${on.token}`)
    expect(second.log.join('\n') + second.summary).not.toContain(on.token)
  })

  test('gets into no URL: parameters must not hold it', async () => {
    for (const parameters of [`x: ${on.token}`, JSON.stringify({ x: encodeURIComponent(on.token) })]) {
      const told = await on.run('GET /_apis/x', { parameters })
      expect([told.outputs.outcome, on.sent()]).toEqual(['error', []])
      expect(told.errors[0]).toContain('parameters contains the token.')
      expect(told.log.join('\n')).not.toContain(on.token)
    }
    await on.run('POST /_apis/x', { body: JSON.stringify({ password: on.token }) })
    expect(on.sent()).toHaveLength(1)
  })
})

describe('an untrusted response', () => {
  const commands = [
    '::error::x',
    '##vso[task.complete result=Succeeded]',
    '##[command]x',
    '\r\n::stop-commands::x',
    '\u001b[31mx',
    '<img src=x>',
    '@everyone',
    '[a](https://evil.example)',
  ]

  test('is text and nothing else in log and summary', async () => {
    for (const [status, text] of commands.flatMap(
      text =>
        [
          [200, text],
          [404, text],
        ] as const,
    )) {
      on.emulator.fault(() => true, faults.status(status, JSON.stringify({ message: text, value: text }), json), 1)
      const told = await on.run('/_apis/x', { query: 'value' })
      expect(told.log.join('\n')).not.toMatch(/^\s*::|##\[|##vso|\r/m)
      expect(told.summary).not.toMatch(/<img|@everyone|\]\(https:\/\/evil/)
      expect(told.log.join('\n') + told.summary).not.toContain('\u001b')
      if (status === 200) expect(told.outputs.result).toBe(text)
    }
  })

  test('ends within its time and its memory', async () => {
    const deep = `${'['.repeat(300_000)}${']'.repeat(300_000)}`
    respond(deep)
    const told = await on.run('/_apis/x', { query: 'length(@)', mask: '[]' })
    expect(told.outputs).toMatchObject({ outcome: 'passed', result: '1' })
    respond(deep)
    expect((await on.run('/_apis/x', { query: '@' })).outputs.outcome).toBe('error')
  })

  test('that is endless is refused', async () => {
    on.emulator.fault(
      () => true,
      (_, response) => {
        response.writeHead(200, json)
        const chunk = Buffer.alloc(4 * 1024 * 1024, 32)
        const write = () => {
          while (!response.destroyed) if (!response.write(chunk)) return void response.once('drain', write)
        }
        response.on('error', () => undefined)
        write()
      },
    )
    const told = await on.run('/_apis/x')
    expect(told.outputs.outcome).toBe('error')
    expect(told.errors[0]).toMatch(/^The response is larger than the step accepts\./)
  })
})
