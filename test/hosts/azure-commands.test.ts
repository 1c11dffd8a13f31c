import { describe, expect, test } from '@jest/globals'
import { findLeaks } from '../../hosts/index.js'
import { partOf } from '../support/thorough.ts'
import { file, onAzure, writes } from './tiny-bundle.ts'

const set = '##vso[task.setvariable variable=buildId;isOutput=true]'
const uploadSummary = (text: string) => `const path = env.AGENT_TEMPDIRECTORY + '/summary.md';
  fs.writeFileSync(path, ${JSON.stringify(text)}); console.log('##vso[task.uploadsummary]' + path)`

describe('What the Azure agent takes for a command:', () => {
  test.each(
    partOf([
      ['at the start of a line', `${set}99\n`, '99'],
      ['in the middle of a line', `Build ${set}99\n`, '99'],
      ['after a CR', `Build\r${set}99\n`, '99'],
      ['of any case behind ##vso[', '##vso[TASK.SetVariable Variable=buildId;ISOUTPUT=TRUE]99\n', '99'],
      ['with escapes in its data', `${set}a%0Ab%0Dc%AZP25 %25\n`, 'a\nb\rc% %25'],
      ['in the data of an unknown command is not, so', `##vso[nothing.known]${set}99\n`, undefined],
      ['of other case in ##VSO[ is not, so', `${set.toUpperCase()}99\n`, undefined],
      ['with key==value', '##vso[task.setvariable variable==buildId;isOutput==true]99\n', '99'],
      ['with key==, which is dropped', '##vso[task.setvariable variable=buildId;isOutput==]99\n', undefined],
      ['of GitHub is not, so', '##[set-output name=build-id]99\n', undefined],
    ]),
  )('it finds a command, or none, %s', async (_, text, value) => {
    expect((await onAzure(writes(text))).outputs['build-id']).toBe(value)
  })

  test('escapes in a property are undone', async () => {
    const { commands } = await onAzure(writes('##vso[task.setvariable variable=a%3Bb%5D%AZP25]1\n'))
    expect(commands).toMatchObject([{ name: 'task.setvariable', properties: { variable: 'a;b]%' }, data: '1' }])
  })

  test('commands on stderr count as well', async () => {
    const result = await onAzure(writes(`${set}99\n`, 'stderr'))
    expect(result).toMatchObject({ outputs: { 'build-id': '99' }, commands: [{ stream: 'stderr', known: true }] })
  })

  test('##vso that is no command is shown, with a warning that quotes it', async () => {
    const { log } = await onAzure(writes('see ##vso[task\n'))
    expect(log).toHaveLength(2)
    expect(log[0]).toMatch(/^##\[warning]'see ##vso\[task' contains/)
    expect(log[1]).toBe('see ##vso[task')
  })

  test('an unknown area is swallowed with a warning', async () => {
    const result = await onAzure(writes('##vso[nothing.known]x\n'))
    expect(result).toMatchObject({ result: 'succeeded', commands: [{ name: 'nothing.known', known: false }] })
    expect(result.log).toEqual(["##[warning]Can't find command extension for ##vso[nothing.command]."])
  })
})

describe('What the Azure agent does with a command:', () => {
  test.each(
    partOf([
      '##vso[task.unknown]x\n',
      '##vso[task.logissue type=notice]x\n',
      '##vso[task.setvariable]x\n',
      '##vso[task.setvariable variable=a;isSecret=true]x%0Ay\n',
      '##vso[task.complete]done\n',
      '##vso[task.complete result=Passed]done\n',
      '##vso[task.uploadsummary]\n',
      '##vso[task.uploadsummary]summary.md\n',
      '##vso[task.uploadsummary]/no/such/file.md\n',
    ]),
  )('%j fails the step, also with exit code 0', async text => {
    const result = await onAzure(writes(text))
    expect(result).toMatchObject({ result: 'failed', exitCode: 0, summary: undefined })
    expect(result.environmentRefusals).toHaveLength(1)
  })

  test('a variable is an output when it says so or task.json declares it', async () => {
    const manifest = file('task.json', '{"outputVariables":[{"name":"count"}]}')
    const text = `${set}99\n##vso[task.setvariable variable=Count]1\n##vso[task.setvariable variable=other]2\n`
    const result = await onAzure(writes(text), { manifest })
    expect(result).toMatchObject({ outputs: { 'build-id': '99', count: '1' }, variables: { other: '2' } })
  })

  test('task.json limits what can be set, by patterns without case', async () => {
    const restrictions = { settableVariables: { allowed: ['BUILDID', 'x.*'] } }
    const manifest = file('task.json', JSON.stringify({ restrictions }))
    const text = `${set}99\n##vso[task.setvariable variable=x.y]1\n##vso[task.setvariable variable=PATH]/evil\n`
    const result = await onAzure(writes(text), { manifest })
    expect(result).toMatchObject({ outputs: { 'build-id': '99' }, variables: { 'x.y': '1' }, result: 'succeeded' })
    expect(result.environmentRefusals).toEqual(["task.setvariable: 'PATH' is not allowed to be set by this step."])
  })

  test('a summary is uploaded as it is, unmasked', async () => {
    const result = await onAzure(uploadSummary('# sesame'), { secrets: ['sesame'] })
    expect(result.summary).toBe('# sesame')
    expect(result.attachments).toMatchObject([{ name: 'summary.md', path: result.summaryFile }])
  })

  test.each([
    ['by the caller', { restricted: true }],
    ['by task.json', { manifest: file('task.json', '{"restrictions":{"commands":{"mode":"restricted"}}}') }],
  ])('restricted mode, asked for %s, drops the summary and keeps outputs', async (_, options) => {
    const result = await onAzure(
      `${uploadSummary('# hi')}; ${writes(`${set}99\n##vso[task.setsecret]sesame\n`)}`,
      options,
    )
    expect(result).toMatchObject({ summary: undefined, outputs: { 'build-id': '99' }, masks: ['sesame'] })
    expect(result.environmentRefusals).toHaveLength(1)
    expect(result.commands.map(command => command.name)).toEqual(['task.setvariable', 'task.setsecret'])
  })

  test('issues, progress and debug lines appear as the agent shows them', async () => {
    const text = [
      '##vso[task.logissue type=error]E%0Amore',
      '##vso[task.issue type=warning]W',
      '##vso[task.logissue]no type',
      '##vso[task.setprogress value=140]half',
      '##vso[task.debug]quiet',
      '##[group]stays',
    ].join('\n')
    const result = await onAzure(writes(text))
    const untyped = "##[warning]Can't create TaskIssue from logging event."
    expect(result.log).toEqual(['##[error]E', 'more', '##[warning]W', untyped, '##[group]stays'])
    expect(result.progress).toEqual([{ value: 100, text: 'half' }])
  })

  test('the text of setprogress and complete is masked by nobody, and the number never goes down', async () => {
    const text = [
      '##vso[task.setprogress value=50]sesame',
      '##vso[task.setprogress value=much]less',
      '##vso[task.setprogress value= 60 ]more',
      '##vso[task.setprogress]nothing',
      '##vso[task.complete result=Succeeded]sesame',
    ].join('\n')
    const result = await onAzure(writes(text), { secrets: ['sesame'] })
    expect(result.progress).toEqual([
      { value: 50, text: 'sesame' },
      { value: 50, text: 'less' },
      { value: 60, text: 'more' },
      { value: 60, text: 'nothing' },
      { value: 100, text: 'sesame' },
    ])
    expect([result.result, findLeaks(result, 'sesame').map(({ where }) => where)]).toEqual([
      'succeeded',
      ['stdout', 'stdout', 'progress', 'progress'],
    ])
  })

  test('an issue is not cut, and ten of each kind are kept', async () => {
    const long = 'w'.repeat(5000)
    const { annotations, log } = await onAzure(writes(`##vso[task.logissue type=warning]${long}\n`.repeat(12)))
    expect([annotations.length, annotations[0]?.message, log.length]).toEqual([10, long, 12])
  })

  test('an empty issue is kept without a line in the log', async () => {
    const { annotations, log } = await onAzure(writes('##vso[task.logissue type=error]\n'))
    expect([annotations, log]).toEqual([[{ level: 'error', message: '' }], []])
  })

  test('commands of releases fail a build, and show', async () => {
    const result = await onAzure(writes('##vso[release.updatereleasename]x\n'))
    expect(result).toMatchObject({ result: 'failed', exitCode: 0 })
    expect(result.log).toEqual([
      '##[error]release commands are not supported for Build flow',
      '##vso[release.updatereleasename]x',
    ])
  })

  test('debug lines and the commands carried out show in debug', async () => {
    const { log } = await onAzure(writes('##vso[task.debug]quiet\n##vso[task.setsecret]sesame\n'), { debug: true })
    expect(log).toEqual(['##[debug]quiet', '##[debug]Processed: ##vso[task.setsecret]***'])
  })

  test('what was carried out shows without its escapes, so that it may take several lines', async () => {
    const { log } = await onAzure(writes('##vso[task.setvariable variable=a]1%0A##[error]2%5D%AZP25\n'), {
      debug: true,
    })
    expect(log).toEqual(['##[debug]Processed: ##vso[task.setvariable variable=a]1', '##[error]2]%'])
  })
})
