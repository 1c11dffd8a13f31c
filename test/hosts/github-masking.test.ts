import { describe, expect, test } from '@jest/globals'
import { partOf } from '../support/thorough.ts'
import { onGitHub, writes } from './tiny-bundle.ts'

const secret = 'open "sesame" & <now> 42'

describe('GitHub masks', () => {
  test.each(
    partOf([
      ['itself', secret],
      ['its Base64', Buffer.from(secret).toString('base64')],
      ['JSON-escaped', 'open \\"sesame\\" & <now> 42'],
      ['percent-encoded', 'open%20%22sesame%22%20%26%20%3Cnow%3E%2042'],
      ['XML-escaped', 'open &quot;sesame&quot; &amp; &lt;now&gt; 42'],
      ['before its & as PowerShell prints it', 'open "sesame" &'],
    ]),
  )('a secret %s', async (_, form) => {
    expect((await onGitHub(writes(`<<${form}>>\n`), { secrets: [secret] })).log).toEqual(['<<***>>'])
  })

  test.each([
    ['', 4],
    ['u', 0],
    ['PAT', 4],
  ])('the token part of a Basic credential of the user %j', async (username, visible) => {
    const credential = Buffer.from(`${username}:sesame-4242-open`).toString('base64')
    const { log } = await onGitHub(writes(`${credential}\n`), { secrets: ['sesame-4242-open'] })
    expect(log[0]).toMatch(/^[\w+/]{2,8}\*\*\*$/)
    if (visible > 0) expect(log[0]?.startsWith(credential.slice(0, visible))).toBe(true)
  })

  test('every line of a secret of several lines', async () => {
    const { log } = await onGitHub(writes('first\nsecond\nthird\n'), { secrets: ['first\nsecond'] })
    expect(log).toEqual(['***', '***', 'third'])
  })

  test('a secret as it is without the white space around it, and only so', async () => {
    const secret = '\u0085 sesame-4242 \n'
    const base64 = Buffer.from(secret).toString('base64')
    const { log } = await onGitHub(writes(`<sesame-4242>\n${base64}\n`), { secrets: [secret] })
    expect(log[0]).toBe('<***>')
    expect(log[1]).not.toBe('***')
  })

  test('what the step asks for, from then on, and again every line of it', async () => {
    const { log, masks } = await onGitHub(writes('one\n::add-mask::one%0Atwo\none\ntwo one\n'))
    expect(log).toEqual(['one', '***', '*** ***'])
    expect(masks).toEqual(['one\ntwo'])
  })

  test('even a single letter: there is no minimum length', async () => {
    expect((await onGitHub(writes('::add-mask::e\ntree\n'))).log).toEqual(['tr***'])
  })

  test('overlapping and adjoining secrets as one', async () => {
    expect((await onGitHub(writes('abcdef\n'), { secrets: ['abc', 'cd', 'ef'] })).log).toEqual(['***'])
  })

  test('annotations', async () => {
    const { annotations } = await onGitHub(writes('::error::it is sesame\n'), { secrets: ['sesame'] })
    expect(annotations).toEqual([{ level: 'error', message: 'it is ***' }])
  })

  test('neither a reversed nor a split secret', async () => {
    const { log } = await onGitHub(writes('emases\nses-ame\n'), { secrets: ['sesame'] })
    expect(log).toEqual(['emases', 'ses-ame'])
  })

  test('nothing empty, about which it warns', async () => {
    const { log, annotations } = await onGitHub(writes('::add-mask:: \nopen\n'))
    expect(log.at(-1)).toBe('open')
    expect(annotations).toMatchObject([{ level: 'warning' }])
  })
})
