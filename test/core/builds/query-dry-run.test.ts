import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject, startEmulator } from '../../../emulator/index.js'
import type { Emulator } from '../../../emulator/types.ts'
import { runInMemory } from '../../support/memory-host.ts'
import type { Given } from './query-run.ts'

const odd = "Größe & it's 100%"
const projects = ['web', odd].map(name => createProject(name))
const definitions = projects.map((project, index) =>
  createDefinition({ id: index + 1, name: `ci ${index + 1}`, project }),
)
const builds = projects.flatMap((project, index) => [
  createBuild({ id: index + 1, project, definition: { id: index + 1 } }),
  createBuild({ id: index + 11, project, definition: { id: index + 1 }, status: 'inProgress' }),
])

const pat = randomBytes(12).toString('hex')
/** The shape of a JSON Web Token; nothing in it means anything. */
const jwt = [{ alg: 'none' }, { aud: 'test' }]
  .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat(randomBytes(12).toString('base64url'))
  .join('.')

const missing = ['bash', 'curl'].filter(name => spawnSync(name, ['--version']).status !== 0)
if (missing.length > 0)
  console.log(`The commands of a dry run were not run: there is no ${missing.join(' and no ')} here.`)

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ world: { projects, definitions, builds } })
  emulator.acceptToken(pat)
  emulator.acceptToken(jwt, { kind: 'bearer' })
})
afterAll(() => emulator.close())
beforeEach(() => {
  emulator.requests.length = 0
})

const step = (given: Given) =>
  runInMemory({ organization: emulator.url, project: 'web', pat, summary: 'false', 'if-none': 'ignore', ...given })

const sent = () => emulator.requests.splice(0).map(({ rawUrl }) => rawUrl)

/** Pastes a line into a terminal. */
const paste = async (line: string, token: string) =>
  JSON.parse(
    (await promisify(execFile)('bash', ['-c', line], { env: { ...process.env, AZURE_DEVOPS_EXT_PAT: token } })).stdout,
  )

const queries: [string, Given][] = [
  ['a project', {}],
  ['two projects whose names need quotes and encoding', { project: `web, ${odd}, WEB` }],
  ['a version that was set', { 'api-version': '7.2-preview' }],
  ['a user name with a quote', { username: "o'neil $HOME `id`" }],
  ['a token that is sent as Bearer', { pat: jwt }],
  ['IDs of pipelines, one of them twice', { pipelines: '1,2,1', status: 'completed' }],
  ['a name in which a shell would see commands', { branch: 'x/$(id)`id`\'"!\\ü;&' }],
  ['a scan', { commit: 'abcdef0', branch: 'release/*' }],
  [
    'many filters',
    {
      result: 'succeeded,failed',
      tags: "a&b,it's",
      'requested-for': 'Ada Example',
      'build-number': '2026*',
      'min-time': '2026-01-01',
      order: 'finishTimeAscending',
      'build-ids': '1,2',
      top: '7',
    },
  ],
]

describe('A dry run', () => {
  test.each(queries)('of %s sends nothing and never shows the token', async (_, given) => {
    const { log, masks, outputs, ending } = await step({ ...given, 'dry-run': 'true' })
    expect(sent()).toEqual([])
    expect(log.filter(line => masks.some(mask => line.includes(mask)))).toEqual([])
    expect(ending).toEqual({ result: 'passed' })
    expect(outputs).toMatchObject({ outcome: 'dry-run', count: '', truncated: '', builds: '', 'builds-file': '' })
  })

  const run = missing.length > 0 ? test.skip : test

  run.each(queries)('of %s shows commands that send what the run would', async (_, given) => {
    const { log } = await step({ ...given, 'dry-run': 'true' })
    const commands = log.filter(line => line.startsWith('curl '))
    const pages = []
    for (const command of commands) pages.push(await paste(command, given.pat ?? pat))
    const pasted = sent()
    const { errors, builds: found = [] } = await step(given)
    expect(errors).toEqual([])
    // Two projects are queried side by side, so in an order of their own.
    expect(pasted.sort()).toEqual(sent().sort())
    expect(pages.flatMap(({ value }) => value.map(({ id }: { id: number }) => id)).sort()).toEqual(
      expect.arrayContaining(found.map(({ id }) => id)),
    )
  })

  run('of names shows the requests that find their IDs, and describes those that need them', async () => {
    const given = { pipelines: 'ci 1, \\ci 2', project: `web, ${odd}`, status: 'completed' }
    const { log } = await step({ ...given, 'dry-run': 'true' })
    const lookUps = log.flatMap((line, index) => (/^# The ID of the pipeline/.test(line) ? [log[index + 1] ?? ''] : []))
    for (const command of lookUps) await paste(command, pat)
    const pasted = sent()
    await step(given)
    expect(pasted).toHaveLength(4)
    expect(
      sent()
        .filter(url => url.includes('/definitions?'))
        .sort(),
    ).toEqual(pasted.sort())
    expect(log.filter(line => line === '# With 2 IDs found above in place of 0:')).toHaveLength(2)
    const dependent = log.filter(line => line.includes('/build/builds?'))
    expect(dependent).toHaveLength(2)
    for (const command of dependent) expect((await paste(command, pat)).value).toEqual([])
  })

  run('of every project shows the request that finds them, and what goes to each of them', async () => {
    const { log } = await step({ project: '*', 'dry-run': 'true', status: 'completed' })
    const [list = '', builds = '', ...others] = log.filter(line => line.startsWith('curl '))
    const names = (await paste(list, pat)).value.map(({ name }: { name: string }) => name)
    for (const name of names)
      await paste(builds.replace('/PROJECT/', `/${encodeURIComponent(name).replaceAll("'", '%27')}/`), pat)
    const pasted = sent()
    await step({ project: '*', status: 'completed' })
    expect(sent()).toEqual(pasted)
    expect(others).toEqual([])
  })
})
