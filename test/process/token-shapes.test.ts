import { describe, expect, test } from '@jest/globals'
import { createBuild, startEmulator } from '../../emulator/index.js'
import type { Emulator } from '../../emulator/types.ts'
import { findLeaks } from '../../hosts/index.js'
import type { Result } from '../../hosts/types.js'

import { type Bundle, bundles, errorsOf, gitHub, newToken, type Options } from '../support/step.ts'
import { inTurn, partOf, testInTurn } from '../support/thorough.ts'

interface Shape {
  readonly title: string
  readonly pat: (token: string) => string
  readonly what: string
  readonly why: RegExp
  /** What else the error says of it. */
  readonly names?: string
  readonly options?: Options
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const reference = 'The token is a reference to a variable that was not expanded.'
const quoted = 'The token is in quotes.'
const spaces = 'The token contains white space.'
const scheme = 'The token begins with Basic or Bearer.'
const encoded = 'The token is already encoded in Base64.'
const linked = /link its variable group/
const again = /Copy the token again/

/** As it stands in a workflow that was not expanded. */
const expression = ['$', '{{ secrets.MY_PAT }}'].join('')

const shapes: readonly Shape[] = [
  {
    title: 'nothing',
    pat: () => '',
    what: 'The token is empty.',
    why: /fork, which gets no secrets/,
    options: { jobToken: '' },
  },
  { title: '$(NAME)', pat: () => '$(MY_PAT)', what: reference, why: linked, names: 'which is $(MY_PAT)' },
  {
    title: 'an expression',
    pat: () => expression,
    what: reference,
    why: linked,
    names: `which is ${expression}`,
  },
  { title: '$[ ]', pat: () => '$[variables.MY_PAT]', what: reference, why: linked },
  { title: 'double quotes', pat: token => `"${token}"`, what: quoted, why: /Store the token without quotes/ },
  { title: 'single quotes', pat: token => `'${token}'`, what: quoted, why: /Store the token without quotes/ },
  { title: 'a blank', pat: token => `${token} ${token}`, what: spaces, why: again },
  { title: 'a tab', pat: token => `${token.slice(0, 12)}\t${token.slice(12)}`, what: spaces, why: again },
  { title: 'a line end', pat: token => `${token}\n${token}`, what: spaces, why: again },
  { title: 'a CR LF', pat: token => `${token}\r\n${token}`, what: spaces, why: again },
  { title: 'Basic', pat: token => `Basic ${base64(`:${token}`)}`, what: scheme, why: /Store only the token/ },
  { title: 'Bearer', pat: token => `bearer ${token}`, what: scheme, why: /Store only the token/ },
  { title: 'Base64 of :token', pat: token => base64(`:${token}`), what: encoded, why: /Store the token as Azure/ },
  { title: 'Base64 of name:token', pat: token => base64(`Ada:${token}`), what: encoded, why: /The step encodes it/ },
  { title: 'seven characters', pat: token => token.slice(0, 7), what: 'The token is shorter than 8', why: /blank out/ },
]

async function runWith(bundle: Bundle, inputs: Record<string, string>, options: Options = {}, token = newToken()) {
  const emulator = await startEmulator({ tokens: { [token]: { kind: 'pat' } } })
  emulator.world.builds.push(createBuild({ project: { name: 'web' } }))
  const given = { organization: emulator.url, project: 'web', ...inputs }
  const result = await bundle.run({ debug: true, ...options, inputs: given })
  await emulator.close()
  return { result, emulator, token }
}

function expectRefused({ name }: Bundle, result: Result, emulator: Emulator): string {
  expect(emulator.requests).toEqual([])
  expect(result).toMatchObject({ result: 'failed', exitCode: name === 'GitHub' ? 1 : 0, stderr: '' })
  expect(result.outputs.outcome).toBe('error')
  expect(Object.values(result.outputs).filter(value => value !== '')).toEqual(['error'])
  // The agent uploads the summary, which is written on errors too, from a file.
  expect(result.files.filter(path => path !== result.summaryFile)).toEqual([])
  const errors = errorsOf(result)
  expect(errors).toHaveLength(1)
  return errors[0] ?? ''
}

describe.each(bundles)('$name refuses, before any request,', bundle => {
  const testOnce = testInTurn(bundle)
  // The agent's debug log repeats what hides a secret as it was written, so signs that are escaped there matter on Azure.
  const plain = bundle === gitHub
  const written = shapes.map(shape => ({ ...shape, of: plain ? 'letters' : 'signs' }))

  test.concurrent.each(partOf(inTurn(bundle, written)))('$title in place of a token of $of, or in it', async shape => {
    const { pat, what, why, names, options } = shape
    const token = plain ? newToken().replace(/\W/g, 'x') : newToken()
    const value = pat(token)
    const { result, emulator } = await runWith(bundle, { pat: value }, options, token)
    try {
      const error = expectRefused(bundle, result, emulator)
      expect(error.slice(0, what.length)).toBe(what)
      expect(error).toMatch(why)
      expect(error).toContain(`Input: pat${names === undefined ? '' : `, ${names}`}`)
      // Whatever it is, the token in it is one.
      if (value.length > 30) for (const part of [value, token]) expect(findLeaks(result, part)).toEqual([])
      else if (!value.startsWith('$') && value !== '') expect(result.log.join('\n')).not.toContain(value)
    } finally {
      result.dispose()
    }
  })

  testOnce('a token and other inputs, all at once', async () => {
    const { result, emulator, token } = await runWith(bundle, { pat: '"quoted-quoted"', top: 'many', status: 'done' })
    const error = expectRefused(bundle, result, emulator)
    for (const words of ['pat: The token is in quotes', 'top "many"', '"done"']) expect(error).toContain(words)
    expect(findLeaks(result, token)).toEqual([])
    result.dispose()
  })
})

describe.each(bundles)('$name takes', bundle => {
  test.concurrent.each(
    inTurn(bundle, [
      ['a token with blanks around it', (token: string) => `  ${token}\t`],
      ['a token with line ends around it', (token: string) => `\r\n${token}\n\n`],
      ['a token that only looks like Base64', (token: string) => token.replace(/\W/g, 'a')],
      ['a token outside ASCII', (token: string) => `Жетон-${token}-ü`],
    ]),
  )('%s', async (_, pat) => {
    const value = pat(newToken())
    const { result, emulator } = await runWith(bundle, { pat: value }, {}, value.trim())
    expect(result.outputs.outcome).toBe('found')
    expect(emulator.requests.map(({ headers }) => headers.authorization)).toContain(
      `Basic ${base64(`:${value.trim()}`)}`,
    )
    expect(findLeaks(result, value.trim())).toEqual([])
    result.dispose()
  })

  test.concurrent.each(
    inTurn(bundle, [
      [-1, /^The token expired on \d{4}-\d\d-\d\d \(/],
      [1, /^The token expires on \d{4}-\d\d-\d\d, in 1 day \(/],
      [7, /^The token expires on \d{4}-\d\d-\d\d, in 7 days \(/],
      [9, undefined],
    ]),
  )('a token that ends in %i days, and warns of it in time', async (days, warning) => {
    const token = newToken()
    const ends = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const { result } = await runWith(bundle, { pat: token, 'pat-expires-on': ends }, {}, token)
    const warnings = result.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
    expect(result.outputs.outcome).toBe('found')
    expect(warnings).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)])
    result.dispose()
  })
})
