import { describe, expect, test } from '@jest/globals'
import { onAzure, onGitHub, writes } from './tiny-bundle.ts'

describe.each([
  ['GitHub', onGitHub],
  ['Azure', onAzure],
])('A run on %s', (_, host) => {
  test('reports the exit code and both streams', async () => {
    const result = await host(`${writes('out\n')} ${writes('err', 'stderr')} process.exitCode = 7`)
    expect(result).toMatchObject({ exitCode: 7, signal: null, stdout: 'out\n', stderr: 'err', result: 'failed' })
  })

  test('keeps every line raw and as the user sees it', async () => {
    const { lines } = await host(writes('it is sesame\n\n'), { secrets: ['sesame'] })
    expect(lines).toEqual([
      { stream: 'stdout', raw: 'it is sesame', text: 'it is ***' },
      { stream: 'stdout', raw: '', text: '' },
    ])
  })

  test('tells every line while the step runs', async () => {
    const seen: string[] = []
    const onLine = (text: string, stream: string) => seen.push(`${stream}: ${text}`)
    await host(`${writes('it is sesame\n')} ${writes('err\n', 'stderr')}`, { secrets: ['sesame'], onLine })
    expect(seen.sort()).toEqual(['stderr: err', 'stdout: it is ***'])
  })

  test('shows a long line cut while the step runs, and stores it whole', async () => {
    const seen: string[] = []
    const { log } = await host(writes(`${'x'.repeat(1025)}\n${'y'.repeat(1024)}\n`), {
      onLine: text => seen.push(text),
    })
    expect(log).toEqual(['x'.repeat(1025), 'y'.repeat(1024)])
    expect(seen).toEqual([`${'x'.repeat(1024)}...`, 'y'.repeat(1024)])
  })

  test('gives the step a pipe for its standard input', async () => {
    const source = 'console.log(fs.fstatSync(0).isFIFO() || fs.fstatSync(0).isSocket(), process.stdin.isTTY)'
    expect((await host(source)).log).toEqual(['true undefined'])
  })

  test('decodes characters that are cut in two', async () => {
    const source = `process.stdout.write(Buffer.from([0xe2, 0x82])); setTimeout(() => process.stdout.write(Buffer.from([0xac, 10])), 50)`
    expect((await host(source)).log).toEqual(['€'])
  })

  test('fails where the bundle does not exist', async () => {
    expect(await host('', { main: '/no/such/bundle.js' })).toMatchObject({ exitCode: 1, result: 'failed' })
  })
})
