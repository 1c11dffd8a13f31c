import { describe, expect, test } from '@jest/globals'
import { cultureIndexOf, cultureStartsWith, isIgnorable } from '../../hosts/culture.js'
import { partOf } from '../support/thorough.ts'
import { onAzure, onGitHub, writes } from './tiny-bundle.ts'

/** Enclosing, Hebrew and Arabic marks, a letter that only lengthens a line, and what nobody sees. */
const ignored = ['\u0488', '\u0591', '\u0640', '\u07fa', '\u180a', '\u1cd3', '\ufe73', '\u200b', '\u00ad', '\u0001']

describe('A search by culture', () => {
  test.each(ignored)('ignores %j between two characters', character => {
    expect(cultureIndexOf(`see #${character}#vso${character}${character}[a.b]`, '##vso[')).toBe(4)
    expect(cultureStartsWith(`${character}:${character}:error::`, '::')).toBe(true)
  })

  test.each(['a', '#', ' ', '\u00e9', '\u4e00', '\u{1f600}', '\u0301', '\t', '\u00a0'])(
    'does not ignore %j',
    character => {
      expect(cultureIndexOf(`#${character}#vso[a.b]`, '##vso[')).toBe(character === '#' ? 1 : -1)
    },
  )

  test('ignores about as many code points as were counted on the hosts', () => {
    let count = 0
    for (let point = 0; point <= 0x10ffff; point++) {
      const isSurrogate = point >= 0xd800 && point <= 0xdfff
      if (!isSurrogate && isIgnorable(String.fromCodePoint(point))) count += 1
    }
    // 958 there; each version of Unicode has a few more.
    expect([count >= 950, count <= 1000]).toEqual([true, true])
  })

  test('does not find what a combining mark continues', () => {
    expect(cultureIndexOf('##vso[\u0301', '##vso[')).toBe(-1)
    expect(cultureIndexOf('##vso[\u0301 ##vso[a.b]', '##vso[')).toBe(8)
    expect(cultureIndexOf('##vso[\u0591a', '##vso[')).toBe(0)
  })
})

describe('On Azure a mark with ignorable code points in it', () => {
  test.each(partOf(ignored))('%j: the line is swallowed with a warning, and no command is reached', async character => {
    const line = `#${character}#vso[task.setvariable variable=buildId;isOutput=true]99`
    const { log, outputs, result } = await onAzure(writes(`${line}\n#${character}#vso[a.b]\n`))
    expect([outputs, result]).toEqual([{}, 'succeeded'])
    expect(log).toHaveLength(2)
    for (const shown of log) expect(shown).toMatch(/^##\[warning\]Can't find command extension for ##vso\[/)
  })

  test('that is no command is warned about', async () => {
    const { log } = await onAzure(writes('#\u0591#vso is not one\n'))
    expect(log[0]).toMatch(/contains logging command keyword '##vso', but it's not a legal command\.$/)
    expect(log[1]).toBe('#\u0591#vso is not one')
  })
})

describe('On GitHub a combining mark behind ::error::', () => {
  test('makes text of the command: the annotation is lost', async () => {
    const { annotations, log } = await onGitHub(writes('::error::\u0301nothing works\n'))
    expect(annotations).toEqual([])
    expect(log).toEqual(['::error::\u0301nothing works'])
  })

  test('and lets the older form in its data be carried out', async () => {
    const { outputs } = await onGitHub(writes('::error::\u0301##[set-output name=id]99\n'))
    expect(outputs).toEqual({ id: '99' })
  })

  test('also loses a mask', async () => {
    const { masks, log } = await onGitHub(writes('::add-mask::\u0301sesame\n\u0301sesame\n'))
    expect(masks).toEqual([])
    expect(log.at(-1)).toBe('\u0301sesame')
  })

  test('does nothing when something stands before it', async () => {
    const { annotations } = await onGitHub(writes('::error::\u25cc\u0301 works\n'))
    expect(annotations).toEqual([{ level: 'error', message: '\u25cc\u0301 works' }])
  })
})
