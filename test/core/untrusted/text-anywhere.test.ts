import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { createDefinition, createProject, faults, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { parseCommand as parseAzure } from '../../../hosts/azure/command-parser.js'
import { parseCommand as parseGitHub } from '../../../hosts/github/command-parser.js'
import { LineReader } from '../../../hosts/line-reader.js'
import { repository } from '../../../src/core/base/version.ts'
import type { InputName } from '../../../src/core/inputs/inputs.ts'
import { runInMemory, type Told } from '../../support/memory-host.ts'
import { runs } from '../../support/thorough.ts'
import { anything, crafted, type Fields, fields, untrustedBuilds } from './texts.ts'

/** Besides the organization, the only place that a page of ours links to. */
const troubleshooting = `${repository}/blob/main/docs/troubleshooting.md`
const renderer = new MarkdownIt({ html: true, linkify: true, typographer: true })

/** The elements of a page in their order, and its text without that of code. */
function render(markdown: string): { elements: string[]; links: string[]; text: string } {
  const html = renderer.render(markdown)
  const links = [...html.matchAll(/<a\s+([^>]*)>/g)].map(([, attributes = '']) => attributes)
  const elements = [...html.matchAll(/<(\/?[a-z][a-z0-9]*)([^>]*)>|<!--/gi)].map(([whole, name]) => name ?? whole)
  const text = html.replace(/<code>.*?<\/code>/gs, '').replace(/<[^>]*>/g, '')
  return { elements, links, text }
}

/** No line of the log is a command, is two lines, or has a character that cannot be seen. */
function expectNoCommand({ log, warnings, errors }: Told): void {
  const messages = new Set([...warnings, ...errors])
  for (const entry of log) {
    // Messages go as the data of a command, in which line ends are encoded; the log shows them as lines.
    const lines = messages.has(entry) ? entry.split('\n') : [entry]
    for (const line of lines) {
      expect(new LineReader().push(`${line}\n`)).toEqual([line])
      expect(parseGitHub(line, () => true)).toBeUndefined()
      expect(parseAzure(line)).toBeUndefined()
      expect(line).not.toMatch(/##\s*\[|##vso|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/iu)
    }
  }
}

/** Only the elements that the step writes, only links to the organization, and neither mentions nor references. */
function expectInert({ summary }: Told, organization: string): void {
  const { elements, links, text } = render(summary)
  const allowed = /^\/?(h2|h3|p|strong|code|br|a|ul|li|details|summary|table|thead|tbody|tr|th|td)$/
  expect(elements.filter(name => !allowed.test(name))).toEqual([])
  const count = (name: string) => elements.filter(element => element === name).length
  expect(count('td')).toBe(Math.max(0, count('tr') - 1) * count('th'))
  for (const link of links) {
    expect(link).toMatch(/^href="[^"]*"$/)
    const url = new URL(link.slice(6, -1).replaceAll('&amp;', '&'))
    expect([organization, troubleshooting].some(own => url.href.startsWith(own))).toBe(true)
  }
  expect(text).not.toMatch(/@|#\w|\bGH-\d|:(?!\d+:)[\w+-]{1,50}:/i)
  expect(summary).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\r\t]/u)
}

describe('Untrusted text', () => {
  let emulator: Emulator
  let faulty: () => void = () => undefined
  beforeAll(async () => {
    emulator = await startEmulator({ tokens: { 'made-up-token': { kind: 'pat' } } })
  })
  beforeEach(() => faulty())
  afterAll(() => emulator.close())

  const ask = (inputs: Partial<Record<InputName, string>>) =>
    runInMemory({ organization: emulator.url, project: 'web', pat: 'made-up-token', retries: '0', ...inputs })

  /** Sends just these builds, whatever is asked for. */
  function send(builds: readonly Fields[]) {
    faulty()
    const value = untrustedBuilds(builds)
    const answer = faults.status(200, { count: value.length, value })
    faulty = emulator.fault(() => true, answer)
  }

  test('in builds that are listed stays text, in the log and in the summary', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 5 }), async builds => {
        send(builds)
        const told = await ask({})
        expect(told.outputs.count).toBe(String(builds.length))
        expect(told.ending).toEqual({ result: 'passed' })
        expectNoCommand(told)
        expectInert(told, emulator.url)
      }),
      { numRuns: runs(80) },
    )
  })

  test('in builds that break a rule stays text, in the errors too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 1, maxLength: 3 }), async builds => {
        send(builds)
        const told = await ask({ 'require-result': 'succeeded', 'max-age': '1d' })
        expect(told.outputs.outcome).toBe('failed')
        expectNoCommand(told)
        expectInert(told, emulator.url)
      }),
      { numRuns: runs(30) },
    )
  })

  test('in builds that are waited for stays text, in each line of waiting', async () => {
    await fc.assert(
      fc.asyncProperty(fields, fields, async (first, second) => {
        let now = Date.parse('2026-11-23T12:00:00Z')
        send([{ ...first, status: 'inProgress' }])
        const clock = {
          now: () => now,
          sleep: async (duration: number) => {
            now += duration
            send([{ ...second, status: 'completed', result: 'failed' }])
          },
        }
        const told = await runInMemory(
          { organization: emulator.url, project: 'web', pat: 'made-up-token', wait: 'true' },
          { clock },
        )
        expect(told.outputs.outcome).toBe('failed')
        expectNoCommand(told)
        expectInert(told, emulator.url)
      }),
      { numRuns: runs(30) },
    )
  })

  test('is given as it is in the outputs and the file', async () => {
    await fc.assert(
      fc.asyncProperty(fields, async build => {
        send([build])
        const { outputs, builds = [] } = await ask({ summary: 'false' })
        expect(outputs['build-number']).toBe(build.buildNumber)
        expect(outputs['pipeline-name']).toBe(build.definition)
        expect(outputs['source-branch']).toBe(build.sourceBranch)
        expect(builds[0]).toMatchObject({ buildNumber: build.buildNumber, tags: [build.tag] })
      }),
      { numRuns: runs(30) },
    )
  })

  test('in names of pipelines stays text, in what is suggested', async () => {
    await fc.assert(
      fc.asyncProperty(crafted, crafted, async (name, path) => {
        faulty()
        const definition = { ...createDefinition(), name: `ci${name}`, path: `\\${path}` }
        const other = { ...definition, id: 2, path: '\\' }
        faulty = emulator.fault(() => true, faults.status(200, { count: 2, value: [definition, other] }))
        for (const pipelines of ['ci', `ci${name}`.replace(/[",\r\n]/g, '')]) {
          const told = await ask({ pipelines })
          expect(told.ending).toEqual({ result: 'failed' })
          expectNoCommand(told)
        }
      }),
      { numRuns: runs(30) },
    )
  })

  test('in names of projects stays text, and asks nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async name => {
        faulty()
        emulator.requests.splice(0)
        const projects = faults.status(200, { count: 1, value: [createProject(name)] })
        faulty = emulator.fault(({ path }) => path.endsWith('/_apis/projects'), projects)
        const told = await ask({ project: '*' })
        expectNoCommand(told)
        for (const { path } of emulator.requests) expect(path).toMatch(/^\/contoso\//)
      }),
      { numRuns: runs(30) },
    )
  })

  test('in what a server says stays text, in the error', async () => {
    const says = fc.tuple(fc.constantFrom(400, 401, 403, 404, 409, 429, 500, 503), anything, anything)
    await fc.assert(
      fc.asyncProperty(says, async ([status, text, typeKey]) => {
        const encoded = encodeURIComponent(text.toWellFormed())
        for (const answer of [
          faults.status(status, { message: text, typeKey }),
          faults.status(status, { count: 1, value: { Message: text } }),
          faults.status(status, `<html><title>${text.toWellFormed()}</title></html>`),
          faults.status(status, text.toWellFormed(), { 'content-type': 'text/plain' }),
          faults.status(status, '', { 'x-tfs-serviceerror': encoded, activityid: encoded }),
        ]) {
          faulty()
          faulty = emulator.fault(() => true, answer)
          const told = await ask({})
          expect(told.outputs.outcome).toBe('error')
          expectNoCommand(told)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('in inputs stays text', async () => {
    const texts: readonly InputName[] = ['project', 'pipelines', 'branch', 'tags', 'requested-for', 'build-number']
    const others: readonly InputName[] = [
      'status',
      'min-time',
      'commit',
      'top',
      'organization',
      'api-version',
      'username',
    ]
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom(...texts, ...others), fc.boolean(), async (text, name, dry) => {
        faulty()
        const told = await ask({ [name]: text, 'dry-run': String(dry), 'if-none': 'ignore' })
        expectNoCommand(told)
        expectInert(told, emulator.url)
      }),
      { numRuns: runs(80) },
    )
  })
})
