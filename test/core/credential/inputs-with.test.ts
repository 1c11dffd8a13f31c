import { describe, expect, test } from '@jest/globals'
import { inputsWith } from '../../../src/core/credential/inputs-with.ts'
import { inputs } from '../../../src/core/inputs/inputs.ts'
import { madeUpToken, rawInputs } from '../../support/samples.ts'

const pat = madeUpToken()

describe('Inputs that hold the token, too, are found', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  test.each<[string, string]>([
    ['as it is', pat],
    ['among other text', `refs/heads/${pat}/x`],
    ['percent-encoded', encodeURIComponent(`${pat}`)],
    ['as a credential', base64(`me:${pat}`)],
    ['as a credential without padding', base64(`me:${pat}`).replace(/=+$/, '')],
  ])('%s', (_, text) => {
    const raw = rawInputs({ pat, username: 'me', branch: text, project: `web, ${text}`, commit: 'abcdef0' })
    expect(inputsWith(pat, inputs, raw).toSorted()).toEqual(['branch', 'project'])
  })

  test('but not in maps, whose values are shown nowhere, nor for what is no token', () => {
    expect(inputsWith(pat, inputs, rawInputs({ pat, parameters: `token: ${pat}`, variables: pat }))).toEqual([])
    expect(inputsWith('', inputs, rawInputs({ branch: 'main' }))).toEqual([])
    expect(inputsWith('main', inputs, rawInputs({ branch: 'main' }))).toEqual([])
    expect(inputsWith('$(AzureDevOpsPat)', inputs, rawInputs({ branch: '$(AzureDevOpsPat)' }))).toEqual([])
  })
})
