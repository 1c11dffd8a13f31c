import { execFileSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import type { RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { describeRequests } from '../../../src/core/show/dry-run.ts'
import { madeUpToken, settingsOf } from '../../support/samples.ts'

type Given = Partial<RawInputs>

/** Each command, as a shell takes it apart, with a token of its own in the variable. */
function commandsOf(given: Given): string[][] {
  const settings = settingsOf({ 'if-none': 'ignore', ...given })
  const lines = describeRequests(settings).filter(line => !line.startsWith('#'))
  return lines.map(line => {
    const script = `curl() { printf '%s\\0' "$@"; }\n${line}`
    const output = execFileSync('/bin/sh', ['-c', script], {
      encoding: 'utf8',
      env: { AZURE_DEVOPS_EXT_PAT: 'the token' },
    })
    return output.split('\0').slice(0, -1)
  })
}

const addressesOf = (given: Given) => commandsOf(given).map(words => new URL(words.at(-1) ?? ''))
const shell = process.platform === 'win32' ? describe.skip : describe

shell('A dry run', () => {
  test('shows a command for each request, which a shell reads as it is meant', () => {
    const project = `it's $(echo) "my" \`project\``
    const [words, ...others] = commandsOf({
      project,
      status: 'completed',
      'requested-for': "O'Neil & $HOME",
      username: "o'n",
    })
    expect(others).toEqual([])
    expect(words).toEqual(
      expect.arrayContaining(['--user', "o'n:the token", '--header', 'X-TFS-FedAuthRedirect: Suppress']),
    )
    const address = new URL(words?.at(-1) ?? '')
    expect(decodeURIComponent(address.pathname)).toBe(`/contoso/${project}/_apis/build/builds`)
    expect(address.searchParams.get('requestedFor')).toBe("O'Neil & $HOME")
    expect(address.searchParams.get('api-version')).toBe('7.1')
    expect(address.searchParams.get('queryOrder')).toBe('queueTimeDescending')
  })

  test('shows one for each status partition and project', () => {
    const found = addressesOf({ project: 'a, b' }).map(({ pathname, searchParams }) => [
      pathname.split('/')[2],
      searchParams.get('statusFilter')?.includes('completed'),
    ])
    expect(found).toEqual([
      ['a', false],
      ['a', true],
      ['b', false],
      ['b', true],
    ])
  })

  test('shows the list of projects, and the lookup of each name', () => {
    const paths = addressesOf({ project: '*', pipelines: 'Web CI, 7', status: 'completed' }).map(address => [
      address.pathname,
      address.searchParams.get('name') ?? address.searchParams.get('definitions'),
    ])
    expect(paths).toEqual([
      ['/contoso/_apis/projects', null],
      ['/contoso/PROJECT/_apis/build/definitions', 'Web CI'],
      ['/contoso/PROJECT/_apis/build/builds', '7,0'],
    ])
  })

  test('with a JSON Web Token shows Bearer', () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const pat = `${part({ alg: 'none' })}.${part({ x: madeUpToken() })}.x`
    expect(commandsOf({ pat })[0]).toEqual(expect.arrayContaining(['Authorization: Bearer the token']))
  })
})

test('No form of the token is shown', () => {
  const pat = madeUpToken()
  const text = describeRequests(settingsOf({ pat, username: 'me' })).join('\n')
  expect(text).not.toContain(pat)
  expect(text).not.toContain(Buffer.from(`me:${pat}`).toString('base64'))
})

test('What is a remark for a reader is a comment for a shell', () => {
  for (const line of describeRequests(settingsOf({ project: '*', pipelines: 'Web CI' })))
    expect(line).toMatch(/^(# |curl )/)
})
