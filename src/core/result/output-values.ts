import { maxOutputBytes, outputBytes } from '../base/output-size.ts'
import type { Build } from '../builds/build.ts'
import type { OutputName } from './outputs.ts'
import type { Result } from './result.ts'

/** Outputs that a part of the step knows. */
export type OutputValues = Readonly<Partial<Record<OutputName, string>>>

/** @param pageOf the page of a build */
export function outputsOfResult(
  result: Pick<Result, 'count' | 'truncated' | 'builds' | 'path'>,
  pageOf: (build: Build) => string,
): OutputValues {
  return {
    count: String(result.count),
    truncated: String(result.truncated),
    ...outputsOfBuild(result.builds[0], pageOf),
    builds: fitting(result.builds.map(build => brief(build, pageOf))),
    'builds-file': result.path,
  }
}

/** The outputs of the first build, empty where there is none. */
export function outputsOfBuild(first: Build | undefined, pageOf: (build: Build) => string): OutputValues {
  return {
    'build-id': String(first?.id ?? ''),
    'build-number': first?.sentNumber ?? first?.buildNumber ?? '',
    'build-status': first?.status ?? '',
    'build-result': first?.result ?? '',
    'build-url': first === undefined ? '' : pageOf(first),
    'pipeline-id': String(first?.pipelineId ?? ''),
    'pipeline-name': first?.pipelineName ?? '',
    'source-branch': first?.sourceBranch ?? '',
    'source-version': first?.sourceVersion ?? '',
    'queue-time': first?.queueTime ?? '',
    'start-time': first?.startTime ?? '',
    'finish-time': first?.finishTime ?? '',
  }
}

function brief(build: Build, pageOf: (build: Build) => string) {
  const { id, sentNumber, buildNumber, status, result, project, pipelineId, pipelineName } = build
  const { sourceBranch, sourceVersion, queueTime, startTime, finishTime } = build
  return {
    id,
    buildNumber: sentNumber ?? buildNumber,
    status,
    result,
    url: pageOf(build),
    project,
    pipelineId: pipelineId ?? null,
    pipelineName,
    sourceBranch,
    sourceVersion,
    queueTime,
    startTime,
    finishTime,
  }
}

/** A JSON array of as many of the first items as fit. */
export function fitting(items: readonly object[]): string {
  const texts: string[] = []
  let size = 2
  for (const item of items) {
    const text = JSON.stringify(item)
    size += outputBytes(text) + 1
    if (size > maxOutputBytes) break
    texts.push(text)
  }
  return `[${texts.join(',')}]`
}
