import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { createBuild, generateWorld, startEmulator } from '../../emulator/index.js'
import { ask, token } from './emulated.ts'

/**
 * Compares with traffic that Microsoft recorded for the tests of azure-devops-cli-extension. It lies beside the repository,
 * not in it.
 */
const folder = new URL('../../../shared/specs/recordings/', import.meta.url)
const there = existsSync(folder)
if (!there) console.info('Skipped: the recordings to compare with are not beside this repository.')
const compared = there ? test : test.skip

interface Recorded {
  id: number
  status?: string
  reason: string
  triggerInfo: Record<string, string>
}

interface Interaction {
  request: { method: string; uri: string }
  response: { headers: Record<string, string[]>; body: { value?: Recorded[] } & Partial<Recorded> }
}

const read = (name: string): Interaction[] => JSON.parse(readFileSync(new URL(name, folder), 'utf8')).interactions
const isGet = ({ request }: Interaction) => request.method === 'GET'

/** Every path to a leaf, array indexes included; what is empty has none. */
function paths(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix]
  return Object.entries(value)
    .flatMap(([key, child]) => paths(child, `${prefix}.${key}`))
    .sort()
}

const serve = async () => {
  const world = generateWorld({ projects: ['web'], buildsPerProject: 60 })
  const emulator = await startEmulator({ world })
  emulator.acceptToken(token)
  return { emulator, get: (path: string) => ask(`${emulator.url}/web/_apis/build/${path}`) }
}

compared('builds have the recorded keys at every depth', async () => {
  const { emulator, get } = await serve()
  const served = (await get('builds')).json().value as unknown as Recorded[]
  const builds = read('test_build_listQueueShow.json').flatMap(({ response: { body } }) => body.value ?? [])
  const recorded = builds.filter(({ status }) => status !== undefined)
  expect(new Set(recorded.map(({ status }) => status)).size).toBe(3)
  for (const { status, reason, triggerInfo, ...build } of recorded) {
    const expected = paths({ status, reason, triggerInfo, ...build })
    expect(paths(createBuild({ status, reason, triggerInfo }))).toEqual(expected)
    const alike = served.find(one => one.status === status && one.reason !== 'pullRequest')
    const withoutOwn = (all: string[]) => all.filter(path => !/^\.(triggerInfo|tags|queue\.pool)\./.test(path))
    expect(withoutOwn(paths(alike))).toEqual(withoutOwn(expected))
  }
  await emulator.close()
})

compared('definitions have the recorded keys at every depth, listed and alone', async () => {
  const { emulator, get } = await serve()
  const [list, one] = read('test_build_definition_listShow.json').filter(isGet)
  const [listed] = (await get('definitions?queryOrder=DefinitionNameAscending')).json().value
  expect(paths(listed)).toEqual(paths(list?.response.body.value?.[0]))
  // A single one's triggers, process and repository depend on how it was made; the rest does not.
  const alone = (await get('definitions/1')).json()
  const recorded = one?.response.body
  expect(Object.keys(recorded ?? {})).toEqual(expect.arrayContaining(Object.keys(alone)))
  await emulator.close()
})

compared('a success has the recorded headers', async () => {
  const { emulator, get } = await serve()
  const { headers } = await get('builds')
  for (const { response } of read('test_build_listQueueShow.json').filter(isGet)) {
    const names = Object.keys(response.headers)
    expect(names.filter(name => !headers.has(name))).toEqual([])
  }
  await emulator.close()
})
