import { describe, expect, test } from '@jest/globals'
import { causeRooms } from '../../scripts/generate/cause-rooms.js'
import { causePages, causeWords } from '../../scripts/generate/cause-words.js'
import { referencePage } from '../../scripts/generate/reference.js'
import { troubleshootingPage } from '../../scripts/generate/troubleshooting.js'
import type { Tables } from '../../scripts/generate/types.ts'
import { version } from '../../src/core/base/version.ts'
import type { Cause } from '../../src/core/errors/cause.ts'
import { type CauseName, causes } from '../../src/core/errors/causes.ts'
import { callInputs } from '../../src/core/inputs/call-inputs.ts'
import { callGroups, groups, type Input } from '../../src/core/inputs/input.ts'
import { camel, declarations } from '../../src/core/inputs/inputs.ts'
import { callOutputs } from '../../src/core/rest/call-outputs.ts'
import { outputs } from '../../src/core/result/outputs.ts'
import { docsOf } from '../../src/core/show/error.ts'
import { read } from './blocks.ts'

const spell = camel as (name: string) => string
const builds: Tables = { version, inputs: declarations, groups, outputs, camel: spell }
const call: Tables = { version, inputs: callInputs, groups: callGroups, outputs: callOutputs, camel: spell }

async function rooms() {
  const modules = Object.entries(causeRooms).map(async ([room, title]) => {
    const [table] = Object.values((await import(`../../src/core/errors/causes/${room}.ts`)) as object)
    return { title, causes: table as Record<string, Cause> }
  })
  return Promise.all(modules)
}

describe.each(['github', 'azure'] as const)('The reference for %s', host => {
  const path = `docs/reference-${host}.md`
  const page = read(path)

  test('is what the tables give', () => {
    expect(page).toBe(referencePage(host, { builds, call }))
  })

  test('has a row and a line of YAML for each input of both steps that the host has, and for no other', () => {
    for (const [step, { inputs }] of Object.entries({ builds, call })) {
      const wanted = Object.entries(inputs)
        .filter(([, { only }]: [string, Input]) => (only ?? host) === host)
        .map(([name]) => (host === 'azure' ? camel(name) : name))
      const rows = [...page.matchAll(new RegExp(`<a id="${step}-([\\w-]+)">`, 'g'))].map(([, name]) => name)
      expect(rows.toSorted()).toEqual(wanted.toSorted())
      const blocks = [...page.matchAll(/^Every input\..*\n\n```yaml\n([\s\S]*?)```/gm)].map(([, block = '']) => block)
      const block = blocks[step === 'builds' ? 0 : 1] ?? ''
      const lines = [...block.matchAll(/^ {4}([\w-]+): .* # \S/gm)].map(([, name]) => name)
      expect(lines.toSorted()).toEqual(wanted.toSorted())
    }
  })

  test('has a row for each output of both steps', () => {
    for (const name of [...Object.keys(outputs), ...Object.keys(callOutputs)])
      expect(page).toContain(`| \`${host === 'azure' ? camel(name) : name}\` | `)
  })
})

describe('The troubleshooting page', () => {
  const page = read('docs/troubleshooting.md')
  const names = Object.keys(causes) as CauseName[]

  test('is what the tables give', async () => {
    expect(page).toBe(troubleshootingPage(await rooms(), spell))
  })

  test('has every cause in exactly one of its sections', async () => {
    const all = (await rooms()).flatMap(room => Object.keys(room.causes))
    expect(all.toSorted()).toEqual(names.toSorted())
  })

  test.each(names)('has the anchor that the message of %s links to, and words to search for', name => {
    const [, anchor] = docsOf(name).split('#')
    expect(page.split(`<a id="${anchor}"></a>`)).toHaveLength(2)
    expect(causeWords[name]?.length).toBeGreaterThan(0)
  })

  test('has words and links for causes that there are', () => {
    const known: readonly string[] = names
    expect(Object.keys({ ...causeWords, ...causePages }).filter(name => !known.includes(name))).toEqual([])
  })

  test('has no placeholder left', () => {
    expect(page.match(/\{(?:scope|tokens page)\}|(?<!\$\{)\{[a-z-]+\}/g)).toBeNull()
  })

  test.each([
    ...['401 Unauthorized', '403 Forbidden', 'DNS', 'ENOTFOUND', 'rate limit', '429', 'throttled'],
    ...['self-signed certificate', 'expired', 'anonymous', 'HTML sign-in page', 'JSON', 'TF400813', 'VS403463'],
  ])('says %s, as people search for it', word => {
    expect(page).toContain(word)
  })
})
