import { describe, expect, test } from '@jest/globals'
import { faults } from '../../../emulator/index.js'
import { emulatorForCalls } from './emulator-for-calls.ts'

const on = emulatorForCalls()

/** As a reader sees it. */
const plain = (markdown: string) => markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))

describe('the summary of a call', () => {
  test('shows method, path, status, duration, and what the query selects', async () => {
    const told = await on.run('/_apis/projects', { query: 'value[].name' })
    const { host } = new URL(on.emulator.url)
    expect(plain(told.summary).replace(/\d+ ms|\d[\d.]*s(?=,)/, 'N ms')).toBe(
      [
        '## GET /_apis/projects: passed ✅',
        '200 OK in N ms, 2 items.',
        'Result:',
        '<code>["web","mobile app"]</code>',
        '<details><summary>Request and settings</summary>',
        `Request: <code>GET http://${host}/contoso/_apis/projects</code><br>Authentication: pat input (Basic)`,
        '</details>\n',
      ].join('\n\n'),
    )
  })

  test('shows nothing of a response without a query, nor of a body', async () => {
    const patch = '[{"op":"add","path":"/fields/System.Title","value":"quiet words"}]'
    const told = await on.run('POST /{project}/_apis/wit/workitems/$Task', { body: patch })
    expect(told.outputs.result).toContain('quiet words')
    expect(plain(told.summary)).not.toMatch(/quiet|Result/)
  })

  test('shows the error of a call that fails', async () => {
    const told = await on.run('/{project}/_apis/wit/workitems/7')
    const page = plain(told.summary)
    expect(page).toMatch(/^## GET \/web\/_apis\/wit\/workitems\/7: failed ❌\n/)
    expect(page).toContain('TF401232')
    expect(page).toContain(
      'https://github.com/azure-devops-builds/azure-devops-builds/blob/main/docs/troubleshooting.md#request-refused',
    )
  })

  test('is there for inputs that cannot be read, too', async () => {
    expect(plain((await on.run('', {})).summary)).toMatch(/^## Azure DevOps call: error ⛔\n[\s\S]*route is required/)
  })

  test('is left out with summary: false', async () => {
    expect((await on.run('/_apis/projects', { summary: 'false' })).summary).toBe('')
    expect((await on.run('', { summary: 'False' })).summary).toBe('')
  })

  test('cuts a long result', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join('\n')
    on.emulator.fault(() => true, faults.status(200, JSON.stringify(lines), { 'content-type': 'application/json' }))
    const told = await on.run('/_apis/projects', { query: '@' })
    expect(told.summary.length).toBeLessThan(20_000)
    expect(told.summary).toMatch(/line 49<\/code><br>…/)
  })
})
