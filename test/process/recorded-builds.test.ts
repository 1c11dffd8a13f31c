import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildsIn, bundles, newToken } from '../support/step.ts'
import { inTurn } from '../support/thorough.ts'

/**
 * A list of builds that Microsoft recorded for the tests of azure-devops-cli-extension. It lies beside the repository, not
 * in it.
 */
const recording = new URL('../../../shared/specs/recordings/test_build_listQueueShow.json', import.meta.url)
const there = existsSync(recording)
if (!there) console.info('Skipped: the recorded list of builds is not beside this repository.')

/** What the step reads of a recorded build. */
interface Recorded {
  id: number
  buildNumber: string
  status: string
  result?: string
  project: { name: string }
  definition: { id: number; name: string }
  sourceBranch: string
  sourceVersion: string
  queueTime: string
  startTime?: string
  finishTime?: string
}

interface Interaction {
  request: { method: string; uri: string }
  response: { headers: Record<string, string[]>; body: { value: Recorded[] } }
}

/** The recorded answers to requests for builds, by what those asked about pipelines. */
function recordedLists(): Map<string | null, Interaction['response']> {
  const { interactions } = JSON.parse(readFileSync(recording, 'utf8')) as { interactions: Interaction[] }
  const lists = interactions.filter(({ request }) => request.method === 'GET' && /\/Builds(\?|$)/.test(request.uri))
  return new Map(lists.map(({ request, response }) => [new URL(request.uri).searchParams.get('definitions'), response]))
}

/** Answers as recorded, but with the statuses and as many as are asked for. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const recorded = recordedLists().get(searchParams.get('definitions'))
  if (pathname.toLowerCase() !== '/fabrikam/buildtests/_apis/build/builds' || recorded === undefined) {
    response.writeHead(404).end()
    return
  }
  const statuses = searchParams.get('statusFilter')?.split(',') ?? ['all']
  const top = Number(searchParams.get('$top') ?? '1000')
  const value = recorded.body.value
    .filter(({ status }) => statuses.includes('all') || statuses.includes(status))
    .slice(0, top)
  response.writeHead(200, { 'content-type': recorded.headers['content-type'] ?? [] })
  response.end(JSON.stringify({ count: value.length, value }))
}

/** A build as the output `builds` has it. */
function brief(build: Recorded, organization: string) {
  const { id, buildNumber, status, result = '', sourceBranch, sourceVersion } = build
  const { queueTime, startTime = '', finishTime = '' } = build
  const url = `${organization}/buildtests/_build/results?buildId=${id}`
  const definition = { pipelineId: build.definition.id, pipelineName: build.definition.name }
  const source = { sourceBranch, sourceVersion }
  const times = { queueTime, startTime, finishTime }
  return { id, buildNumber, status, result, url, project: build.project.name, ...definition, ...source, ...times }
}

/** Every output but `builds` and `builds-file`. */
function outputsOf(first: ReturnType<typeof brief> | undefined, count: number, truncated: boolean) {
  return {
    count: String(count),
    truncated: String(truncated),
    outcome: 'found',
    'build-id': String(first?.id),
    'build-number': first?.buildNumber,
    'build-status': first?.status,
    'build-result': first?.result,
    'build-url': first?.url,
    'pipeline-id': String(first?.pipelineId),
    'pipeline-name': first?.pipelineName,
    'source-branch': first?.sourceBranch,
    'source-version': first?.sourceVersion,
    'queue-time': first?.queueTime,
    'start-time': first?.startTime,
    'finish-time': first?.finishTime,
    failure: '',
    failures: '[]',
    artifacts: '',
    'artifacts-path': '',
  }
}

const latestFirst = (one: Recorded, other: Recorded) => (one.queueTime < other.queueTime ? 1 : -1)
const describeThere = there ? describe : describe.skip

describeThere.each(bundles)('A recorded list is returned on $name', bundle => {
  const server = createServer(answer)
  let organization: string
  beforeAll(async () => {
    await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
    organization = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fabrikam`
  })
  afterAll(() => new Promise(resolve => void server.close(resolve)))

  test.each(
    inTurn(bundle, [
      ['whole', {}, () => true],
      ['of one pipeline', { pipelines: '178' }, () => true],
      ['as far as it is completed', { status: 'completed' }, ({ status }: Recorded) => status === 'completed'],
      ['as far as it is not', { status: 'notStarted, inProgress' }, ({ status }: Recorded) => status !== 'completed'],
      ['as far as it succeeded', { result: 'succeeded' }, ({ result }: Recorded) => result === 'succeeded'],
      ['of one branch glob', { branch: 'azure-*' }, ({ sourceBranch }: Recorded) => /\/azure-/.test(sourceBranch)],
      ['to its third', { top: '3' }, () => true],
    ]),
  )('%s', async (_, inputs: Record<string, string>, matches) => {
    const all = recordedLists().get(inputs.pipelines ?? null)?.body.value ?? []
    const matching = all.filter(matches).sort(latestFirst)
    const wanted = matching.slice(0, Number(inputs.top ?? '100'))
    expect(wanted.length).toBeGreaterThan(0)

    const given = { organization, project: 'buildtests', pat: newToken(), ...inputs }
    const result = await bundle.run({ inputs: given })
    const { builds = '', 'builds-file': _file, ...others } = result.outputs
    const file = buildsIn(result)
    result.dispose()

    const briefs = wanted.map(build => brief(build, organization))
    expect(others).toEqual(outputsOf(briefs[0], wanted.length, matching.length > wanted.length))
    expect(JSON.parse(builds)).toEqual(briefs)
    expect(file).toEqual(wanted)
    expect(result).toMatchObject({ exitCode: 0, result: 'succeeded', stderr: '' })
  })
})
