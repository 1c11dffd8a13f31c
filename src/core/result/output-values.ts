import type { Build } from '../builds/build.ts'
import { buildPage, type Organization } from '../inputs/organization.ts'
import { type Outcome, type OutputName, outputNames } from './outputs.ts'
import type { Listing } from './result.ts'

/** Later scripts get outputs as environment variables, which have limits: https://github.com/actions/runner/issues/1733 */
const mostBytes = 32 * 1024

/** Every output of a run. Without a listing everything but the outcome is empty, so that nothing reads like an answer. */
export function outputsOf(
  outcome: Outcome,
  listing?: Listing,
  organization?: Organization,
): Record<OutputName, string> {
  const empty = Object.fromEntries(outputNames.map(name => [name, ''])) as Record<OutputName, string>
  if (listing === undefined || organization === undefined) return { ...empty, outcome }
  const briefs = listing.builds.map(build => brief(build, organization))
  const [first] = briefs
  return {
    count: String(listing.count),
    truncated: String(listing.truncated),
    outcome,
    'build-id': String(first?.id ?? ''),
    'build-number': first?.buildNumber ?? '',
    'build-status': first?.status ?? '',
    'build-result': first?.result ?? '',
    'build-url': first?.url ?? '',
    'definition-id': String(first?.definitionId ?? ''),
    'definition-name': first?.definitionName ?? '',
    'source-branch': first?.sourceBranch ?? '',
    'source-version': first?.sourceVersion ?? '',
    'queue-time': first?.queueTime ?? '',
    'start-time': first?.startTime ?? '',
    'finish-time': first?.finishTime ?? '',
    builds: fitting(briefs),
    'builds-file': listing.path,
  }
}

function brief(build: Build, organization: Organization) {
  const { id, buildNumber, status, result, project, definitionId, definitionName } = build
  const { sourceBranch, sourceVersion, queueTime, startTime, finishTime } = build
  const url = buildPage(organization, project, id)
  return {
    id,
    buildNumber,
    status,
    result,
    url,
    project,
    definitionId,
    definitionName,
    sourceBranch,
    sourceVersion,
    queueTime,
    startTime,
    finishTime,
  }
}

/** A JSON array of as many of the first items as fit. */
function fitting(items: readonly object[]): string {
  const texts: string[] = []
  let size = 2
  for (const item of items) {
    const text = JSON.stringify(item)
    size += Buffer.byteLength(text) + 1
    if (size > mostBytes) break
    texts.push(text)
  }
  return `[${texts.join(',')}]`
}
