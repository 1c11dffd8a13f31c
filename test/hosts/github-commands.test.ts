import { describe, expect, test } from '@jest/globals'
import { partOf } from '../support/thorough.ts'
import { onGitHub, writes } from './tiny-bundle.ts'

describe('What GitHub takes for a command:', () => {
  test.each(
    partOf([
      ['::set-output at the start of a line', '::set-output name=id::99\n', { id: '99' }],
      ['blanks before ::', '  \t::set-output name=id::99\n', { id: '99' }],
      ['a name in any case', '::SET-Output name=id::99\n', { id: '99' }],
      ['##[set-output] in the middle of a line', 'Build ##[set-output name=id]99\n', { id: '99' }],
      ['a command after a CR', 'Build\r::set-output name=id::99\n', { id: '99' }],
      ['a command after CR LF', 'Build\r\n::set-output name=id::99\r\n', { id: '99' }],
      ['a last line without an end', '::set-output name=id::99', { id: '99' }],
      ['U+0085 before ::, which is white space', '\u0085::set-output name=id::99\n', { id: '99' }],
      ['a second ##[ inside a first one', '##[a##[set-output name=id]99\n', { id: '99' }],
      ['a second ##[ after a first one', '##[x] ##[set-output name=id]99\n', { id: '99' }],
      ['key==value', '::set-output name==id::99\n', { id: '99' }],
      ['escapes in data', '::set-output name=id::a%0Ab%0Dc%25 %3A\n', { id: 'a\nb\rc% %3A' }],
      ['escapes in a property', '::set-output name=a%3Ab%2Cc%25::1\n', { 'a:b,c%': '1' }],
      ['escapes of the older form', '##[set-output name=a%3Bb%5D]1%0A2\n', { 'a;b]': '1\n2' }],
    ]),
  )('%s is carried out', async (_, text, outputs) => {
    expect(await onGitHub(writes(text))).toMatchObject({ outputs, result: 'succeeded' })
  })

  test.each(
    partOf([
      [':: in the middle of a line', 'Build ::set-output name=id::99\n'],
      ['a name that is not registered', '::set-outputs name=id::99\n'],
      ['a name that every object has', '::constructor::99\n'],
      ['a ::command without its second ::', '::set-output name=id\n'],
      ['U+FEFF before ::, which is no white space', '\ufeffa::set-output name=id::99\n'],
      ['a command inside the data of another', '::debug::##[set-output name=id]99\n'],
      ['a command of Azure Pipelines', '##vso[task.setvariable variable=id;isOutput=true]99\n'],
    ]),
  )('%s sets nothing', async (_, text) => {
    expect((await onGitHub(writes(text))).outputs).toEqual({})
  })

  test('commands on stderr count as well', async () => {
    const result = await onGitHub(writes('##[set-output name=id]99\n', 'stderr'))
    expect(result.outputs).toEqual({ id: '99' })
    expect(result.commands).toMatchObject([{ name: 'set-output', data: '99', stream: 'stderr', known: true }])
  })

  test('a line split over two writes is one line', async () => {
    const source = `${writes('::set-out')} setTimeout(() => { ${writes('put name=id::99\n')} }, 50)`
    expect((await onGitHub(source)).outputs).toEqual({ id: '99' })
  })
})

describe('What GitHub does with a command:', () => {
  test('stop-commands mutes what follows until its token', async () => {
    const text = '::stop-commands::pause-1\n::set-output name=a::1\n::pause-1::\n::set-output name=b::2\n'
    const result = await onGitHub(writes(text))
    expect(result.outputs).toEqual({ b: '2' })
    expect(result.commands.map(command => command.name)).toEqual(['stop-commands', 'set-output'])
    expect(result.log.slice(0, 3)).toEqual(['::stop-commands::pause-1', '::set-output name=a::1', '::***::'])
  })

  test.each(['', 'pause-logging', 'set-output', 'SET-OUTPUT'])(
    'the stop-commands token %j fails the step at once, and nothing is read any more',
    async token => {
      const source = `${writes(`one\n::stop-commands::${token}\ntwo\n::set-output name=id::99\n`)} setInterval(() => {}, 1000)`
      const { result, log, outputs } = await onGitHub(source)
      expect([result, outputs]).toEqual(['failed', {}])
      expect(log).toEqual(['one', `##[error]Invalid stop-commands token '${token}'.`])
    },
  )

  test.each(
    partOf([
      ['no file', '::add-matcher::\n', 'succeeded', 1],
      ['a file that is not there', '::add-matcher::nowhere.json\n', 'failed', 2],
      ['a file to remove that is not there', '::remove-matcher::nowhere.json\n', 'failed', 2],
      ['an owner to remove', '::remove-matcher owner=x::\n', 'succeeded', 0],
      ['an owner and a file to remove', '::remove-matcher owner=x::y\n', 'succeeded', 1],
      ['neither to remove', '::remove-matcher::\n', 'succeeded', 1],
    ]),
  )('it takes a problem matcher with %s, or fails the step', async (_, text, result, count) => {
    const ended = await onGitHub(writes(text))
    expect([ended.result, ended.annotations.length]).toEqual([result, count])
  })

  test('a problem matcher in the workspace is read', async () => {
    const source = `fs.writeFileSync('m.json', '{"problemMatcher":[]}'); ${writes('::add-matcher::m.json\n')}`
    expect(await onGitHub(source)).toMatchObject({ result: 'succeeded', annotations: [] })
  })

  test.each(['start', 'end'])("the runner's own ##[%s-action is disarmed", async word => {
    const { log } = await onGitHub(writes(`a ##[${word}-action display=x;id=y]b\n`))
    expect(log).toEqual([`a ##[\\${word}-action display=x;id=y]b`])
  })

  test.each(
    partOf([
      '::set-env name=A::1\n',
      '::add-path::/x\n',
      '::set-output::1\n',
      '::echo::maybe\n',
      '::set-output name==::1\n',
    ]),
  )('%j fails the step, also with exit code 0', async text => {
    const result = await onGitHub(writes(text))
    expect(result).toMatchObject({ result: 'failed', exitCode: 0, outputs: {}, variables: {} })
    expect(result.environmentRefusals).toHaveLength(1)
  })

  test('set-env works where unsecure commands are allowed', async () => {
    const env = { ACTIONS_ALLOW_UNSECURE_COMMANDS: 'true' }
    expect((await onGitHub(writes('::set-env name=A::1\n'), { env })).variables).toEqual({ A: '1' })
  })

  test('debug lines show only in step debug, which sets RUNNER_DEBUG', async () => {
    const source = `${writes('::debug::quiet\n')} console.log(env.RUNNER_DEBUG)`
    expect((await onGitHub(source)).log).toEqual(['undefined'])
    expect((await onGitHub(source, { debug: true })).log.slice(0, 2)).toEqual(['##[debug]quiet', '1'])
  })

  test('a debug message of several lines is marked on each', async () => {
    const { log } = await onGitHub(writes('::debug::one%0D%0Atwo%0Athree\n'), { debug: true })
    expect(log.slice(0, 3)).toEqual(['##[debug]one', '##[debug]two', '##[debug]three'])
  })

  test('groups and annotations appear in the log as the runner writes them', async () => {
    const text = '::group::Builds\none\n::endgroup::\n::notice title=x::N\n::warning::W\n::error::E1%0AE2\n'
    const result = await onGitHub(writes(text))
    expect(result.log.join('|')).toBe('##[group]Builds|one|##[endgroup]|##[notice]N|##[warning]W|##[error]E1|E2')
    expect(result.annotations).toEqual([
      { level: 'notice', message: 'N' },
      { level: 'warning', message: 'W' },
      { level: 'error', message: 'E1\nE2' },
    ])
  })

  test('ten annotations of a level are kept, each cut at 4096 characters', async () => {
    const result = await onGitHub(writes(`::warning::${'w'.repeat(5000)}\n`.repeat(11)))
    expect(result.annotations).toHaveLength(10)
    expect(result.annotations[0]?.message).toHaveLength(4096)
    expect(result.log).toHaveLength(11)
    expect(result.log[10]).toBe(`##[warning]${'w'.repeat(4096)}`)
  })

  test('an empty message makes an annotation without a line in the log', async () => {
    const { annotations, log } = await onGitHub(writes('::error::\n'))
    expect([annotations, log]).toEqual([[{ level: 'error', message: '' }], []])
  })
})
