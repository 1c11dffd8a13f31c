import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { pullRequestsOf } from '../../emulator/resources/pull-requests.js'
import { callApprovalsOf } from '../../emulator/resources/standing-approvals.js'
import { variableGroupsOf } from '../../emulator/resources/variable-groups.js'
import { wikiPagesOf } from '../../emulator/resources/wiki.js'
import { workItemsOf } from '../../emulator/resources/work-items.js'
import type { Emulator, World } from '../../emulator/types.ts'
import { repository } from '../../hosts/repository.js'
import type { Method } from '../../src/core/rest/route.ts'
import { scopeOf } from '../../src/core/rest/scopes.ts'
import { startRecipesService } from '../docs/recipes-world.js'
import { madeUp } from '../support/step.ts'
import { inTurn } from '../support/thorough.ts'
import { cook, type HostName, readRecipes } from './call-recipes.ts'

const recipes = readRecipes()
const token = madeUp('token')
let emulator: Emulator
let temp: string

beforeEach(async () => {
  temp = mkdtempSync(join(tmpdir(), 'recipes-'))
  emulator = await startRecipesService({ [token]: { kind: 'bearer' } })
})
afterEach(async () => {
  rmSync(temp, { recursive: true, force: true })
  await emulator.close()
})

/** What must be true after each recipe: of the outputs of its last step, and of the world. */
const tastes: Record<string, (last: Record<string, string>, world: World) => void> = {
  'Comment on a pull request': (_, world) => {
    const [thread] = pullRequestsOf(world)[0]?.threads ?? []
    expect(thread).toMatchObject({ status: 'closed', comments: [{ content: 'Deployed.' }] })
  },
  'Find the pull request of a branch': ({ result }) => expect(result).toBe('123'),
  'Read a file of a repository': () => expect(readFileSync(join(temp, 'README.md'), 'utf8')).toBe('# web\n'),
  'List branches': ({ result }) => expect(result).toBe('["refs/heads/main","refs/heads/feature/login"]'),
  'Update a work item': (_, world) => {
    expect(workItemsOf(world).get(42)).toMatchObject({ rev: 4, fields: { 'System.State': 'Resolved' } })
  },
  'Read a work item': ({ result }) => expect(result).toBe('Old'),
  'List the packages of a feed': ({ result }) => {
    expect(JSON.parse(result ?? '')).toContainEqual({ name: 'web-client', version: '1.0.0' })
  },
  'Read the timeline of a build': ({ result }) => expect(JSON.parse(result ?? '').length).toBeGreaterThan(0),
  'Get a build': ({ result }) => expect(JSON.parse(result ?? '')).toEqual({ status: 'completed', result: 'failed' }),
  'List all projects': ({ result, truncated }) => expect([result, truncated]).toEqual(['["web","mobile"]', 'false']),
  'List releases': ({ count }) => expect(count).toBe('5'),
  'Create a work item': ({ result }, world) => {
    const fields = { 'System.WorkItemType': 'User Story', 'System.Tags': 'deployment' }
    expect(workItemsOf(world).get(Number(result))?.fields).toMatchObject(fields)
  },
  'Pause a pipeline': (_, world) => expect(world.definitions[0]?.queueStatus).toBe('paused'),
  'Change a variable of a variable group': (_, world) => {
    expect(variableGroupsOf(world)[0]?.variables).toEqual({
      version: { value: '1.5.0' },
      channel: { value: 'stable' },
      signingKey: { value: 'kept', isSecret: true },
    })
  },
  'Approve a deployment': (_, world) => {
    expect(callApprovalsOf(world)[0]).toMatchObject({ status: 'approved', steps: [{ comment: 'Tests passed.' }] })
  },
  'Create a pull request': ({ status, result }, world) => {
    expect([status, result, pullRequestsOf(world).length]).toEqual(['201', '2', 2])
  },
  'Find work items and change them': (_, world) => {
    expect(workItemsOf(world).get(43)?.fields).toMatchObject({ 'System.State': 'Active' })
  },
  'Update a wiki page': (_, world) => {
    expect(wikiPagesOf(world).get('web.wiki /Home')).toBe('Version 1.5.0 is live.')
  },
}

describe('The recipes', () => {
  test('are those that are tried here, and at least fifteen', () => {
    expect(recipes.map(({ title }) => title)).toEqual(Object.keys(tastes))
    expect(recipes.length).toBeGreaterThanOrEqual(15)
  })

  test.each(recipes.map(recipe => [recipe.title, recipe] as const))('do the same on both hosts: %s', (_, { steps }) => {
    const routes = (host: HostName) =>
      steps[host].map(step => (step.with ?? step.inputs) as { route?: string } | undefined)
    const of = (host: HostName) => routes(host).map(inputs => inputs?.route)
    expect(of('github').length).toBeGreaterThan(0)
    expect(of('azure')).toEqual(of('github'))
  })

  test.each(recipes.map(recipe => [recipe.title, recipe] as const))(
    'name the scope that an error would: %s',
    (_, recipe) => {
      const scopes = recipe.steps.github.flatMap(step => {
        const { route } = (step.with ?? {}) as { route?: string }
        const [, method, path = ''] =
          /^(\w+) (?:https:\/\/dev\.azure\.com\/\{organization\})?(\/[^?]*)/.exec(route ?? '') ?? []
        return method === undefined ? [] : [scopeOf(method as Method, path.split('/').filter(Boolean))]
      })
      expect(scopes).toContain(recipe.scope)
    },
  )

  test('put nothing from outside into a script', () => {
    const scripts = recipes.flatMap(({ steps }) =>
      [...steps.github, ...steps.azure].flatMap(({ run, script }) => run ?? script ?? []),
    )
    expect(scripts.filter(script => /\$\(|\$\{\{|\$\[/.test(script))).toEqual([])
  })
})

describe.each([
  { host: 'github', name: 'GitHub' },
  { host: 'azure', name: 'Azure' },
] as const)('The call step on $name', ({ host, name }) => {
  test.each(
    inTurn(
      { name },
      recipes.map(recipe => [recipe.title, recipe] as const),
    ),
  )('carries out the recipe: %s', async (title, recipe) => {
    const outputs = await cook(host, recipe, { organization: emulator.url, token, temp })
    for (const { outcome } of outputs) expect(outcome).toBe('passed')
    tastes[title]?.(outputs.at(-1) ?? {}, emulator.world)
  })
})

test('the page says where its bundles and manifests are', () => {
  expect(readFileSync(join(repository, 'call/action.yml'), 'utf8')).toContain('../dist/call-github/index.js')
})
