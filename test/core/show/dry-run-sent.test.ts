import { expect, test } from '@jest/globals'
import { buildOf, finish, gate, minute, start } from '../gate/gate-server.ts'

const pipelines = [
  ['web', 'ci'],
  ['web', 'e2e'],
  ['web', 'lint'],
  ['mobile', 'ci'],
] as const

/** A URL without what only a response tells: IDs, and the time of the last poll. */
const general = (url: string) =>
  url
    .replace(/^http:\/\/[^/]+/, '')
    .replace(/(definitions|buildIds)=[\d%2C]+/, '$1=IDS')
    .replace(/\/builds\/\d+\//, '/builds/ID/')
    .replace(/minTime=[^&]*&/, '')

const shown = (log: readonly string[]) =>
  log.filter(line => line.startsWith('curl ')).map(line => general(/'([^']*)'$/.exec(line)?.[1] ?? ''))

/** Whether what is sent, but for the newest builds where one is found, and logs where the timeline says enough, is what is shown. */
const isOptional = (url: string) => /\/logs|\$top=50&queryOrder/.test(url)

test.each<Record<string, string>>([
  {},
  { pipelines: 'ci' },
  { pipelines: '1, ci' },
  { pipelines: 'ci, e2e, lint' },
  { pipelines: 'ci', project: 'web, mobile' },
  { commit: 'c0ffee0' },
  { commit: 'c0ffee0', pipelines: '1' },
  { branch: 'release/*' },
  { branch: "it's a/b&c#d%e" },
  { tags: 'a, b', 'requested-for': 'Jane <jane@example.com>' },
  { 'require-result': 'succeeded' },
  { 'require-result': 'failed', 'max-age': '7d', pipelines: 'ci' },
  { 'require-result': 'succeeded', pipelines: 'ci, e2e' },
  { 'require-result': 'succeeded', 'max-age': '7d', pipelines: '1, 2' },
  { 'require-result': 'succeeded', branch: 'release/*' },
  { status: 'inProgress, completed', top: '3' },
  { order: 'startTimeDescending', 'min-time': '2020-01-01' },
  { order: 'finishTimeAscending', 'max-time': '2030-01-01', top: '0' },
  { 'build-ids': '1, 2', 'api-version': '5.0' },
  { result: 'failed', deleted: 'includeDeleted' },
  { wait: 'true', pipelines: 'ci', explain: 'true' },
  { wait: 'true', commit: 'c0ffee0', 'appear-timeout': '1m' },
])('A dry run shows exactly the requests that are sent with %j', async given => {
  const world = () => {
    const running = buildOf(1, 1, { status: 'inProgress', queued: start - minute })
    const builds = [running, buildOf(2, 2), buildOf(3, 4, { project: 'mobile' })]
    return { pipelines, builds, before: (count: number) => void (count === 8 && finish(running)) }
  }
  const dry = await gate(world(), { ...given, 'dry-run': 'true' })
  const real = await gate(world(), given)
  expect(dry.requests).toEqual([])
  const sent = new Set(real.requests.map(({ url }) => general(url)))
  const told = new Set(shown(dry.log))
  const notTold = [...sent].filter(url => !told.has(url))
  const notSent = [...told].filter(url => !sent.has(url) && !isOptional(url) && !/\/timeline|buildIds=IDS/.test(url))
  expect({ notTold, notSent }).toEqual({ notTold: [], notSent: [] })
})
