import { setCourse } from '../world/course.js'
import { createRepository, hostedQueue } from '../world/create-definition.js'
import { tokenOwner } from '../world/create-identity.js'
import { pipelineOf } from '../world/pipeline.js'
import { toTicks, trimmedTime } from '../world/time.js'

/** @import { Build, Call } from '../types.ts' */
/** @import { ValidationResult } from '../world/pipeline.js' */
/** @import { StartRequest } from './start-build.js' */

/**
 * Puts a new build into the world. Times, keys and their values as recorded (test_build_listQueueShow of
 * https://github.com/Azure/azure-devops-cli-extension, 2026-04): no start, no end, no result, and the values that it was
 * started with only if there were any.
 * @param {StartRequest} request
 * @param {readonly ValidationResult[]} results of its validation
 * @param {Call} call
 * @returns {Build}
 */
export function queueBuild(request, results, { settings, grant: { owner = tokenOwner } }) {
  const { world, clock, quirks } = settings
  const { definition, branch, commit, templateParameters, parameters } = request
  const now = clock.now() + quirks.queueTimeOffset
  const number = numberFor(world.builds, request, now)
  const { createdDate, quality, authoredBy, queue = hostedQueue, repository, ...reference } = definition
  const { defaultBranch: _, ...cloned } = repository ?? createRepository(definition.project)
  /** @type {Build} */
  const build = {
    properties: {},
    tags: [],
    validationResults: [...results],
    triggerInfo: {},
    // One sequence for the whole organization.
    id: world.builds.reduce((most, { id }) => Math.max(most, id), 0) + 1,
    buildNumber: number.text,
    status: 'notStarted',
    queueTime: trimmedTime(toTicks(now, 3796)),
    definition: reference,
    buildNumberRevision: number.revision,
    project: definition.project,
    sourceBranch: branch,
    sourceVersion: commit,
    queue,
    priority: 'normal',
    reason: request.reason,
    requestedFor: owner,
    requestedBy: owner,
    lastChangedDate: trimmedTime(toTicks(now + 207)),
    lastChangedBy: owner,
    repository: cloned,
    keepForever: false,
    retainedByRelease: false,
    triggeredByBuild: null,
    appendCommitMessageToRunName: true,
    ...(parameters && { parameters }),
    ...(Object.keys(templateParameters).length > 0 && { templateParameters: asTexts(templateParameters) }),
  }
  world.builds.push(build)
  if (results.some(({ result }) => result === 'error')) return dead(build)
  const { course } = pipelineOf(definition)
  // A paused pipeline holds its builds back (assumed).
  if (definition.queueStatus === 'enabled')
    setCourse(
      build,
      course.map(({ after, ...step }) => ({ ...(after !== undefined && { at: now + after }), ...step })),
    )
  return build
}

/**
 * `20260401.4`, the number of the builds of that day and pipeline, unless the pipeline names its builds otherwise; for YAML
 * it is there at once and final.
 * Source: https://learn.microsoft.com/en-us/azure/devops/pipelines/process/run-number
 * @param {readonly Build[]} builds
 * @param {StartRequest} request
 * @param {number} now
 */
function numberFor(builds, { definition, templateParameters, parameters = '{}' }, now) {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '')
  const revisions = builds
    .filter(build => build.definition.id === definition.id && build.queueTime.replaceAll('-', '').startsWith(day))
    .map(({ buildNumberRevision }) => buildNumberRevision)
  const revision = Math.max(0, ...revisions) + 1
  const { name = '$(Date:yyyyMMdd)$(Rev:.r)' } = pipelineOf(definition)
  /** @type {Record<string, unknown>} */
  const variables = { 'Date:yyyyMMdd': day, 'Rev:.r': `.${revision}`, ...variablesIn(parameters) }
  const text = name
    .replace(/\$\{\{ *parameters\.(\w+) *\}\}/g, (_, key) => String(templateParameters[key] ?? ''))
    .replace(/\$\(([^)]+)\)/g, (whole, key) => String(variables[key] ?? whole))
  return { text, revision }
}

/** The service reads looser forms, too. @param {string} parameters */
function variablesIn(parameters) {
  try {
    return Object(JSON.parse(parameters))
  } catch {
    return {}
  }
}

/** @param {Record<string, unknown>} values */
function asTexts(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}

/**
 * Refused, and there all the same: all its times are one (observed: build 284 of Azure-Devops-PowerShell-Module's
 * docs/Start-AdoBuild.md).
 * @param {Build} build
 */
function dead(build) {
  const { queueTime } = build
  return Object.assign(build, { status: 'completed', result: 'failed', startTime: queueTime, finishTime: queueTime })
}
