import { describe, expect, test } from '@jest/globals'
import {
  createBuild,
  createGitHubRepository,
  createProject,
  createRepository,
  generateWorld,
  pullRequestFields,
} from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const commit = '2e08d5d9852dbf41b219d6091a0bdb569f674cc5'
const request = { number: 7, commit, branch: 'feature/7', title: 'Add a feature', fork: true }
const web = createProject('web', { visibility: 'public' })
const repositories = { 'Azure Repos': createRepository(web), GitHub: createGitHubRepository(web) }
const builds = Object.values(repositories).map((repository, index) =>
  createBuild({
    id: index + 1,
    reason: 'pullRequest',
    sourceBranch: 'refs/pull/7/merge',
    repository,
    project: web,
    ...pullRequestFields(request, repository),
  }),
)
const running = emulated({ world: { projects: [web], definitions: [], builds } })
const build = async (id: number, headers?: Record<string, string>) =>
  (await running.get(`/web/_apis/build/builds/${id}`, headers)).json()
const parametersOf = (one: Record<string, unknown>) => JSON.parse(String(one.parameters))

describe('a build of a pull request', () => {
  test('in Azure Repos names the source commit only in its parameters', async () => {
    const one = await build(1)
    expect(one.triggerInfo).toEqual({
      'pr.number': '7',
      'pr.isFork': 'True',
      'pr.triggerRepository': repositories['Azure Repos'].id,
      'pr.triggerRepository.Type': 'TfsGit',
    })
    expect(parametersOf(one)).toMatchObject({
      'system.pullRequest.sourceCommitId': commit,
      'system.pullRequest.sourceBranch': 'refs/heads/feature/7',
    })
    expect(one.sourceVersion).not.toBe(commit)
  })

  test('on GitHub names it in both places', async () => {
    const one = await build(2)
    expect(one.triggerInfo).toMatchObject({
      'pr.sourceSha': commit,
      'pr.sourceBranch': 'feature/7',
      'pr.isFork': 'True',
    })
    expect(parametersOf(one)).toMatchObject({ 'system.pullRequest.sourceCommitId': commit })
    expect(one.repository).toEqual({
      id: 'contoso/web',
      type: 'GitHub',
      url: 'https://github.com:443/contoso/web',
      clean: null,
      checkoutSubmodules: false,
    })
  })

  test('read anonymously has no queue, no mail address and no picture', async () => {
    const one = await build(2, { authorization: '' })
    expect(one).not.toHaveProperty('queue')
    expect(one).not.toHaveProperty('keepForever')
    expect(one.requestedFor).toMatchObject({ displayName: 'Ada Example', uniqueName: null, imageUrl: null })
  })
})

describe('a generated world', () => {
  const world = generateWorld({ projects: ['web', 'mobile'], buildsPerProject: 100 })
  const requests = (project: string) =>
    world.builds.filter(({ reason, project: { name } }) => reason === 'pullRequest' && name === project)

  test('has pull requests of both kinds, one project each', () => {
    const withSha = (project: string) => requests(project).filter(({ triggerInfo }) => 'pr.sourceSha' in triggerInfo)
    expect([requests('web').length > 10, withSha('web').length]).toEqual([true, 0])
    expect([requests('mobile').length > 10, withSha('mobile').length]).toEqual([true, requests('mobile').length])
  })

  test.each(['web', 'mobile'])('has one in %s whose parameters are no JSON', project => {
    const broken = requests(project).filter(({ parameters = '' }) => !parameters.startsWith('{"system.'))
    expect(broken).toHaveLength(1)
    expect(() => JSON.parse(broken[0]?.parameters ?? '{}')).toThrow(SyntaxError)
  })

  test('has builds that were canceled while queued, which start when they finish', () => {
    const { builds: many } = generateWorld({ projects: ['web'], buildsPerProject: 400 })
    const instant = many.filter(({ startTime, finishTime }) => startTime !== undefined && startTime === finishTime)
    expect(instant.length).toBeGreaterThan(0)
    expect(new Set(instant.map(({ result }) => result))).toEqual(new Set(['canceled']))
  })
})
