import { describe, expect, test } from '@jest/globals'
import type { Build } from '../../../src/core/builds/build.ts'
import type { NearMisses } from '../../../src/core/builds/near-misses.ts'
import type { HostContext, RawInputs } from '../../../src/core/inputs/raw-inputs.ts'
import { nothingFound } from '../../../src/core/show/none.ts'
import { resultOf } from '../../support/results.ts'
import { buildOf, noon, settingsOf } from '../../support/samples.ts'

async function said(
  given: Partial<RawInputs>,
  {
    newest,
    branches = [],
    checked = 0,
    isWhole = true,
  }: { newest?: Build; branches?: string[]; checked?: number; isWhole?: boolean } = {},
  context: HostContext = { host: 'github' },
): Promise<string[]> {
  const settings = settingsOf(given, { context })
  const result = await resultOf([], settings, { counts: { checked, leftOut: new Map() } })
  const near: NearMisses = { newest, isWhole, branches }
  return nothingFound(settings, result, near, noon)
}

describe('When nothing was found,', () => {
  test('everything that was searched for is named', async () => {
    const [first] = await said({ pipelines: 'web ci', commit: 'deadbee', branch: 'main' })
    expect(first).toBe('No build found: pipeline web ci, branch refs/heads/main, commit deadbee, project web.')
    expect((await said({ project: '*' }))[0]).toBe('No build found: every project.')
    expect((await said({ project: 'a,b' }))[0]).toBe('No build found: project a and b.')
  })

  test.each<[number, Build | undefined, string]>([
    [0, undefined, 'The service found none; there are no other builds.'],
    [21, undefined, 'Checked 21 builds; there are no other builds.'],
    [21, buildOf(), 'Checked 21 builds; newest: Web CI 20261123.4 for 01234567 on main: succeeded 1h ago (10:06 UTC).'],
  ])('%d builds that were checked and the newest that there is are told', async (checked, newest, text) => {
    expect((await said({}, { checked, ...(newest && { newest }) }))[1]).toBe(text)
  })

  test.each<[string, boolean, string[]]>([
    ['', false, ['The service found none.']],
    ['web ci', false, ['The service found none.']],
    ['web ci', true, ['The service found none; the pipeline has no other builds.']],
    [
      '999, web ci, 7',
      true,
      [
        'The service found none; the pipelines have no other builds.',
        'A pipeline that does not exist has no builds either: check the ID 999 or 7.',
      ],
    ],
  ])('of "%s", looked at to the end: %s, only what is known is said', async (pipelines, isWhole, lines) => {
    const [, ...rest] = await said({ pipelines }, { isWhole })
    expect(rest.slice(0, -2)).toEqual(lines)
  })

  test('what is accepted already is not suggested', async () => {
    expect(await said({ 'if-none': 'warn' })).toContain('Not queued yet? Set wait: true.')
    expect(await said({ wait: 'true', 'if-none': 'warn' })).toContain('To wait longer, raise appear-timeout.')
  })

  test('branches with a similar name are suggested', async () => {
    const lines = await said({ branch: 'mian' }, { branches: ['main', 'mia'] })
    expect(lines).toContain('Did you mean branch main or mia?')
    expect((await said({ branch: 'mian' })).join()).not.toContain('Did you mean')
  })

  test('what to do is said: to wait, or to wait longer, or to accept it', async () => {
    expect(await said({})).toContain(
      'Not queued yet? Set wait: true. To accept that there is none, set if-none: warn or ignore.',
    )
    for (const [input, value] of [
      ['result', 'failed'],
      ['status', 'completed'],
      ['max-time', '10d'],
      ['order', 'finishTimeDescending'],
      ['deleted', 'onlyDeleted'],
    ] as const)
      expect(await said({ [input]: value, 'if-none': 'warn' })).toContain(
        `Not queued or not completed yet? Set wait: true, without ${input}.`,
      )
    expect(await said({ wait: 'true' })).toContain(
      'To wait longer, raise appear-timeout. To accept that there is none, set if-none: warn or ignore.',
    )
  })

  test('the page of the pipelines is the last line', async () => {
    expect((await said({ project: 'My Project' })).at(-1)).toBe(
      'Pipelines: https://dev.azure.com/contoso/My%20Project/_build',
    )
    expect((await said({ project: '*' })).at(-1)).toBe('Pipelines: https://dev.azure.com/contoso/_build')
  })

  test('names of inputs are spelled as the host spells them', async () => {
    const lines = (await said({ wait: 'true' }, {}, { host: 'azure' })).join('\n')
    expect(lines).toContain('raise appearTimeout')
    expect(lines).toContain('set ifNone')
    expect(lines).not.toMatch(/appear-timeout|if-none/)
  })
})
