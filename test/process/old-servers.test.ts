import { describe, expect, test } from '@jest/globals'
import { createBuild, createTfvcBuild, createXamlBuild, faults } from '../../emulator/index.js'
import { bundles, errorsOf, runStep, type StepSetup } from '../support/step.ts'
import { inTurn, testInTurn } from '../support/thorough.ts'

const linkOf = (url: string, page: string) => `${url}/web/_build/${page}?buildId=7`
const red = () => [createBuild({ id: 7, result: 'failed' })]
const gate = { 'require-result': 'succeeded', explain: 'false' }

describe.each(bundles)('A server on premises, queried on $name,', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  const run = (setup: StepSetup) => runStep(bundle, { ...setup, emulator: { hosted: false, ...setup.emulator } })

  test.concurrent.each(
    inTurn(bundle, [
      ['Azure DevOps Server 2020', '6.0', '6.0', 'results'],
      ['Azure DevOps Server 2019', '5.0', '5.0', 'results'],
      ['Team Foundation Server 2018', '4.1', '4.1', 'index'],
    ]),
  )('as %s has links to its own pages, after one step down', async (_, maxVersion, version, page) => {
    const result = await run({
      emulator: { maxVersion, releasedVersion: maxVersion },
      builds: red(),
      inputs: gate,
    })
    const { url, log, outputs, requests, summary } = result
    expect(outputs).toMatchObject({ outcome: 'failed', 'build-url': linkOf(url, page) })
    expect(JSON.parse(outputs.builds ?? '')).toMatchObject([{ url: linkOf(url, page) }])
    expect(errorsOf(result).join()).toContain(linkOf(url, page))
    expect(summary).toContain(`(${linkOf(url, page)})`)
    expect(log.filter(line => line.includes('refused API version'))).toEqual([
      `The server refused API version 7.1. Using ${version} instead.`,
    ])
    expect(requests.at(-1)?.query.get('api-version')).toBe(version)
  })

  testOnce('that names a lower version each time gets four requests, and no more', async () => {
    const began = Date.now()
    const result = await run({
      prepare: ({ fault }) => fault(() => true, faults.namesLowerVersions),
      inputs: { project: 'web, mobile', pipelines: 'web ci', top: '0', retries: '20' },
    })
    const { outputs, requests } = result
    expect(outputs.outcome).toBe('error')
    // Two go side by side before the first response, and each of them is refused once more at most.
    expect(requests.length).toBeLessThanOrEqual(8)
    expect(new Set(requests.map(({ query }) => query.get('api-version'))).size).toBe(4)
    expect(errorsOf(result).join()).toMatch(/^The server does not support this API version\./)
    expect(Date.now() - began).toBeLessThan(10_000)
  })

  test.concurrent.each(
    inTurn(bundle, [
      ['with the text of a newer one', { rangeText: 'supported by' as const }, '6.0'],
      ['with a bare 404', { newerVersion: 'not found' as const }, '5.0'],
    ]),
  )('that refuses a version %s is asked again', async (_, quirks, version) => {
    const { outputs, requests } = await run({
      emulator: { maxVersion: '6.0', releasedVersion: '6.0', quirks },
      builds: red(),
    })
    expect(outputs).toMatchObject({ outcome: 'found', count: '1' })
    expect(requests.at(-1)?.query.get('api-version')).toBe(version)
  })
})

describe.each(bundles)('TFVC on $name', bundle => {
  const testOnce = testInTurn(bundle, test.concurrent)
  const builds = [943, 940].map((changeset, index) =>
    createTfvcBuild(changeset, { id: 8 - index, queueTime: `2026-01-15T09:0${2 - index}:00Z` }),
  )

  test.concurrent.each(inTurn(bundle, ['943', 'C943']))('finds the builds of changeset %s', async commit => {
    const { outputs, found } = await runStep(bundle, { builds, inputs: { commit, 'require-result': 'succeeded' } })
    expect(outputs).toMatchObject({ outcome: 'passed', count: '1', 'build-id': '8' })
    expect(outputs['source-version']).toMatch(/^C?943$/)
    expect(found).toHaveLength(1)
  })

  testOnce('finds the builds of a path', async () => {
    const branch = String(builds[0]?.sourceBranch)
    expect(branch).toMatch(/^\$\//)
    const { outputs } = await runStep(bundle, { builds, inputs: { branch } })
    expect(outputs).toMatchObject({ outcome: 'found', count: '2' })
    expect(outputs['source-branch']).toBe(branch)
  })

  testOnce('shows no XAML builds, which have neither branch nor commit', async () => {
    const { outputs } = await runStep(bundle, { builds: [...builds, createXamlBuild({ id: 9 })] })
    expect(outputs).toMatchObject({ outcome: 'found', count: '2', 'build-id': '8' })
  })
})
