import { describe, expect, test } from '@jest/globals'
import { chooseArtifacts, foldersOf } from '../../../src/core/artifacts/choose.ts'
import type { Artifact } from '../../../src/core/artifacts/requests.ts'

const artifact = (name: string, type = 'PipelineArtifact'): Artifact => ({ name, type, size: undefined })
const artifacts = ['drop', 'Drop', 'drop-linux', 'symbols'].map(name => artifact(name))
const chosen = (patterns: string[], from = artifacts) => chooseArtifacts(patterns, from).chosen.map(({ name }) => name)

describe('chooseArtifacts', () => {
  test('takes the one that is named', () => {
    expect(chooseArtifacts(['drop'], artifacts)).toEqual({
      chosen: [artifacts[0]],
      missing: [],
      unsupported: [],
      folders: false,
    })
  })

  test('looks away from case only where nothing matches exactly', () => {
    expect(chosen(['Drop'])).toEqual(['Drop'])
    expect(chosen(['DROP'])).toEqual(['drop', 'Drop'])
    expect(chosen(['DROP-*'])).toEqual(['drop-linux'])
  })

  test('takes each once, in the order of the list', () => {
    expect(chosen(['symbols', 'd*', 'drop'])).toEqual(['drop', 'Drop', 'drop-linux', 'symbols'])
  })

  test.each<[string[], boolean]>([
    [['symbols'], false],
    [['symbol*'], true],
    [['symbols', 'nothing'], true],
    [['DROP'], true],
  ])('%j gives each a folder of its own: %j', (patterns, folders) => {
    const choice = chooseArtifacts(patterns, artifacts)
    expect(choice.folders).toBe(folders)
  })

  test('two that differ in case only have no folders of their own', () => {
    const choice = chooseArtifacts(['DROP'], artifacts)
    expect(() => foldersOf(choice)).toThrow(expect.objectContaining({ reason: 'artifact-folder-refused' }))
  })

  test('takes both sorts that can be downloaded, and the former name of one', () => {
    const all = ['PipelineArtifact', 'Drop', 'Container', 'FilePath', 'SymbolStore', ''].map(type =>
      artifact(type || 'x', type),
    )
    const { chosen, unsupported } = chooseArtifacts(['*'], all)
    expect(chosen.map(({ type }) => type)).toEqual(['PipelineArtifact', 'Drop', 'Container'])
    expect(unsupported).toHaveLength(3)
  })

  test('names at most twenty of those that there are, each shortened', () => {
    const many = Array.from({ length: 100 }, (_, at) => artifact(`${at}-${'x'.repeat(300)}`))
    const [sentence = ''] = chooseArtifacts(['nothing'], many).missing
    expect(sentence).toContain(' and 80 others.')
    expect(sentence.length).toBeLessThan(2500)
  })
})
