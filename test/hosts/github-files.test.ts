import { describe, expect, test } from '@jest/globals'
import { partOf } from '../support/thorough.ts'
import { onGitHub, writes } from './tiny-bundle.ts'

const output = (text: string) => `fs.appendFileSync(env.GITHUB_OUTPUT, ${JSON.stringify(text)});`
const summary = (text: string) => `fs.appendFileSync(env.GITHUB_STEP_SUMMARY, ${JSON.stringify(text)});`

describe('The file of outputs on GitHub', () => {
  test.each(
    partOf([
      ['name=value', 'id=99\n', { id: '99' }],
      ['a last line without an end', 'id=99', { id: '99' }],
      ['an = in the value', 'id=a=b\n', { id: 'a=b' }],
      ['a << after the =', 'id=a<<b\n', { id: 'a<<b' }],
      ['a heredoc of several lines', 'id<<END\na\nb=c\nEND\nx=1\n', { id: 'a\nb=c', x: '1' }],
      ['a heredoc without lines', 'id<<END\nEND\n', { id: '' }],
      ['a delimiter that ends the file', 'id<<END\na\nEND', { id: 'a' }],
      ['the delimiter as part of a line', 'id<<END\nEND.\nEND\n', { id: 'END.' }],
      ['a CR, which is data on Linux', 'id<<END\na\r\nEND\n', { id: 'a\r' }],
      ['empty lines between', '\n\nid=1\n\n', { id: '1' }],
      ['the last of two', 'id=1\nid=2\n', { id: '2' }],
    ]),
  )('takes %s', async (_, text, outputs) => {
    expect(await onGitHub(output(text))).toMatchObject({ outputs, result: 'succeeded' })
  })

  test.each(
    partOf([
      ['a heredoc without its delimiter', 'a=1\nid<<END\nx\n', { a: '1' }],
      ['a delimiter with a blank behind it', 'id<<END\nx\nEND \n', {}],
      ['a delimiter with a CR behind it', 'id<<END\nx\nEND\r\n', {}],
      ['a heredoc whose value ends the file', 'id<<END\nx', {}],
      ['a line without = and <<', 'id\n', {}],
      ['an empty name', '=1\n', {}],
      ['an empty delimiter', 'id<<\nx\n\n', {}],
    ]),
  )('fails the step over %s, after what stands before', async (_, text, outputs) => {
    const result = await onGitHub(output(text))
    expect(result).toMatchObject({ exitCode: 0, result: 'failed', outputs })
    expect(result.log).toContain("##[error]Unable to process file command 'output' successfully.")
    expect(result.environmentRefusals).toHaveLength(1)
  })

  test('takes an empty name, but no output can be set with it', async () => {
    const result = await onGitHub(output('a=1\n=2\nb=3\n'))
    expect(result).toMatchObject({ result: 'failed', outputs: { a: '1' } })
    expect(result.log).toContain("##[error]Value cannot be null. (Parameter 'name')")
  })

  test('is read also after a failure, and wins over set-output', async () => {
    const result = await onGitHub(`${output('id=2\n')} ${writes('::set-output name=id::1\n')} process.exitCode = 1`)
    expect(result).toMatchObject({ result: 'failed', exitCode: 1, outputs: { id: '2' } })
  })
})

describe('The other files on GitHub', () => {
  test('GITHUB_ENV sets variables, but never NODE_OPTIONS', async () => {
    const result = await onGitHub(`fs.appendFileSync(env.GITHUB_ENV, 'A=1\\nNODE_OPTIONS=--inspect\\n')`)
    expect(result).toMatchObject({ variables: { A: '1' }, result: 'succeeded' })
    expect(result.environmentRefusals).toHaveLength(1)
  })

  test('the summary is masked line by line', async () => {
    const source = summary('# sesame\nopen\nsesame\n')
    const result = await onGitHub(source, { secrets: ['open\nsesame'] })
    expect(result.summary).toBe('# ***\n***\n***\n')
  })

  test('a summary of 1 MiB is uploaded', async () => {
    const result = await onGitHub(`fs.writeFileSync(env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024))`)
    expect(result.summary).toHaveLength(1024 * 1024 + 1)
  })

  test('a larger summary is refused with an error, which does not fail the step', async () => {
    const result = await onGitHub(`fs.writeFileSync(env.GITHUB_STEP_SUMMARY, 'x'.repeat(1024 * 1024 + 1))`)
    expect(result).toMatchObject({ result: 'succeeded', summary: undefined, annotations: [{ level: 'error' }] })
    expect(result.environmentRefusals).toHaveLength(1)
  })

  test('what the step leaves in its folders is listed and can be read', async () => {
    const source = `fs.writeFileSync(env.RUNNER_TEMP + '/builds.json', '[]'); fs.writeFileSync('here.txt', 'here')`
    const result = await onGitHub(source)
    expect(result.files).toEqual([`${result.temp}/builds.json`, `${result.workspace}/here.txt`])
    expect(result.files.map(result.read)).toEqual(['[]', 'here'])
    expect(result.read('builds.json')).toBe('[]')
  })
})
