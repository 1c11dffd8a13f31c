import { describe, expect, test } from '@jest/globals'
import { findLeaks, firstLineWithToken } from '../../hosts/index.js'
import { onAzure, onGitHub, writes } from './tiny-bundle.ts'

const token = 'sesame/open "4242"'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('A leak is', () => {
  test.each([
    ['raw', token],
    ['credential', base64(`:${token}`)],
    ['credential', base64(`someone:${token}`)],
    ['percent-encoded', encodeURIComponent(token)],
    ['base64', base64(token)],
    ['base64 shifted by 1', base64(`of-another:${token}`)],
    ['base64 shifted by 2', base64(`x-another:${token}`)],
    ['JSON-escaped', JSON.stringify({ token })],
  ])('the %s token in %j', async (form, text) => {
    const result = await onGitHub(writes(`${text}\n`))
    const leaks = [...findLeaks(result, token), ...findLeaks(result, token, 'someone')]
    expect(leaks).toContainEqual({ where: 'log', form, text })
  })

  test.each([
    ['stdout, even where the log masks it', `console.log('sesame-4242')`, 'stdout'],
    ['stderr, even where the log masks it', `console.error('sesame-4242')`, 'stderr'],
    ['a file', `fs.writeFileSync(env.RUNNER_TEMP + '/x', 'sesame-4242')`, 'file'],
    ['the name of a file', `fs.writeFileSync('sesame-4242', '')`, 'file'],
    ['an output', `fs.writeFileSync(env.GITHUB_OUTPUT, 'id=sesame-4242')`, 'output id'],
    ['a variable', `fs.writeFileSync(env.GITHUB_ENV, 'id=sesame-4242')`, 'variable id'],
  ])('the token in %s', async (_, source, where) => {
    const leaks = findLeaks(await onGitHub(source, { secrets: ['sesame-4242'] }), 'sesame-4242')
    expect(leaks).toHaveLength(1)
    expect(leaks[0]?.where.startsWith(where)).toBe(true)
  })

  test('the token in a summary on Azure, which nothing masks there', async () => {
    const source = `fs.writeFileSync(env.AGENT_TEMPDIRECTORY + '/s.md', 'sesame-4242');
      console.log('##vso[task.uploadsummary]' + env.AGENT_TEMPDIRECTORY + '/s.md')`
    const leaks = findLeaks(await onAzure(source, { secrets: ['sesame-4242'] }), 'sesame-4242')
    expect(leaks.map(leak => leak.where.split(' ')[0])).toEqual(['summary', 'attachment', 'file'])
  })

  test('a debug line before the mask, as task-lib writes one', async () => {
    const text = '##vso[task.debug]pat=sesame-4242\n##vso[task.setsecret]sesame-4242\n'
    const result = await onAzure(writes(text))
    expect(findLeaks(result, 'sesame-4242')).toMatchObject([{ where: 'stdout', form: 'raw' }])
    expect(firstLineWithToken(result, 'sesame-4242')).toBe('##vso[task.debug]pat=sesame-4242')
  })
})

describe('A leak is not', () => {
  test('the mask command, of either host', async () => {
    const onBoth = [
      await onGitHub(writes('::add-mask::sesame-4242\n')),
      await onAzure(writes('##vso[task.setsecret]sesame-4242\n')),
    ]
    for (const result of onBoth) {
      expect(findLeaks(result, 'sesame-4242')).toEqual([])
      expect(firstLineWithToken(result, 'sesame-4242')).toMatch(/add-mask|setsecret/)
    }
  })

  test('a log without the token', async () => {
    const result = await onGitHub(writes('open\n'))
    expect(findLeaks(result, 'sesame-4242')).toEqual([])
    expect(firstLineWithToken(result, 'sesame-4242')).toBeUndefined()
  })
})
