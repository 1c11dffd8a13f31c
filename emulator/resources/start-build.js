import { createHash } from 'node:crypto'
import { requestError, serviceError } from '../http/refusal.js'
import { tokenOwner } from '../world/create-identity.js'
import { pipelineOf } from '../world/pipeline.js'
import { served } from './builds.js'
import { findProject } from './projects.js'
import { queueBuild } from './queue-build.js'
import { validate } from './start-validation.js'

/** @import { Answer, Call, Definition, Route } from '../types.ts' */
/** @import { Permission, ValidationResult } from '../world/pipeline.js' */

/**
 * What a request to start a build asks for. Everything else in its body is ignored, tags among it (Microsoft staff in
 * MicrosoftDocs/vsts-rest-api-specs#83).
 * @typedef {object} StartRequest
 * @property {Definition} definition
 * @property {string} branch a whole ref
 * @property {string} commit
 * @property {string} reason
 * @property {Record<string, unknown>} templateParameters
 * @property {string | undefined} parameters as it was sent
 */

/**
 * `POST {project}/_apis/build/builds`: 200, not 201, and the whole build (recorded: test_build_listQueueShow of
 * https://github.com/Azure/azure-devops-cli-extension).
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/queue
 * @param {Call} call
 * @returns {Answer}
 */
export function startBuild(call) {
  const { settings, parameters } = call
  const project = findProject(call)
  const body = objectIn(call)
  const definition = findDefinition(call, project.id, body)
  requirePermissions(call, definition, body)
  // the class: actions/runner f78d35dc4^ src/Sdk/BuildWebApi; status and text are assumed
  if (definition.queueStatus === 'disabled')
    throw serviceError('DefinitionDisabledException', `The build pipeline ${definition.name} is disabled.`)
  const request = readRequest(call, definition, body)
  const results = validate(request, call)
  const ignored = parameters.get('ignorewarnings')?.toLowerCase() === 'true'
  const errors = results.some(({ result }) => result === 'error')
  if (errors && !settings.quirks.deadOnArrival) throw refusalOf(results, settings.quirks.oldValidationShape)
  if (!errors && results.length > 0 && !ignored) throw warningsOf(results)
  const build = queueBuild(request, results, call)
  return { value: served(call, build) }
}

/**
 * observed: SteveL-MSFT/PoshChan-Bot#30; a body that is JSON of another kind, as an object among the template parameters,
 * is answered as the pipelines area does it (observed: PGielniak/azdo-pipeline-emulator).
 * @param {Call} call
 * @returns {Record<string, unknown>}
 */
function objectIn({ body, parameters, version }) {
  const { json } = body
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    const given = Object(/** @type {Record<string, unknown>} */ (json).templateParameters)
    if (Object.values(given).some(value => typeof value === 'object' && value !== null))
      throw serviceError('ArgumentNullException', 'Value cannot be null.\r\nParameter name: build')
    return /** @type {Record<string, unknown>} */ (json)
  }
  // "Ignored if there's a valid body", since 6.0
  const id = parameters.get('definitionid')
  if (id !== undefined && version.major >= 6) return { definition: { id: Number(id) } }
  const message = 'This request expects an object in the request body, but nothing was supplied.'
  throw serviceError('RequestContentException', message)
}

/**
 * @param {Call} call
 * @param {string} projectId
 * @param {Record<string, unknown>} body
 */
function findDefinition({ settings }, projectId, body) {
  const { id, revision } = /** @type {{ id?: unknown, revision?: unknown }} */ (Object(body.definition))
  const found = settings.world.definitions.find(one => one.id === Number(id) && one.project.id === projectId)
  // A whole definition is accepted, but not with a revision of 0 (observed: hkarthik7/azure-devops-java-sdk#7).
  if (found !== undefined && revision !== 0) return found
  // observed: the pipelines area answers 500 with its own exception (PGielniak/azdo-pipeline-emulator)
  if (settings.quirks.unknownPipeline === 'failed')
    throw serviceError('PipelineNotFoundException', `The pipeline '${id}' does not exist`)
  throw serviceError('DefinitionNotFoundException', `Build pipeline ${id} was not found.`)
}

/**
 * @param {Call} call
 * @param {Definition} definition
 * @param {Record<string, unknown>} body
 */
function requirePermissions(call, definition, body) {
  const { denied, parameters } = pipelineOf(definition)
  if (denied.includes('Queue builds')) throw accessDenied('Queue builds', call, definition)
  // Since sprint 237, Queue builds alone sets parameters that are not free text
  // (https://learn.microsoft.com/en-us/azure/devops/release-notes/2024/pipelines/sprint-237-update).
  const free = Object.keys(Object(body.templateParameters)).some(name => {
    const { type = 'string', values } = parameters[name] ?? {}
    return values === undefined && (type === 'string' || type === 'object')
  })
  if ((free || body.parameters) && denied.includes('Edit queue build configuration'))
    throw accessDenied('Edit queue build configuration', call, definition)
  const { name } = definition.queue?.pool ?? { name: 'Default' }
  // observed: huserben/TfsExtensions#145
  if (denied.includes('Use'))
    throw serviceError(
      'AccessDeniedException',
      `${personOf(call)} needs Use permissions for pool ${name} to perform the action.`,
    )
  const { id } = /** @type {{ id?: number }} */ (Object(body.queue))
  // observed: huserben/TfsExtensions#102
  if (id !== undefined && id !== definition.queue?.id)
    throw refusalOf([{ result: 'error', message: `No agent pool found with identifier ${id}.` }], false)
}

/**
 * observed: huserben/TfsExtensions#118 and others; the status is assumed.
 * @param {Permission} permission
 * @param {Call} call
 * @param {Definition} definition
 */
export function accessDenied(permission, call, { id, name, project }) {
  return serviceError(
    'AccessDeniedException',
    `TF215106: Access denied. ${personOf(call)} needs ${permission} permissions for build pipeline ${id}:${name} in team ` +
      `project ${project.name} to perform the action. For more information, contact the Azure DevOps Server administrator.`,
  )
}

/** @param {Call} call */
function personOf({ grant: { owner = tokenOwner } }) {
  return owner.displayName
}

/**
 * @param {Call} call
 * @param {Definition} definition
 * @param {Record<string, unknown>} body
 * @returns {StartRequest}
 */
function readRequest({ version, settings }, definition, body) {
  const { sourceBranch, sourceVersion, reason = 'manual', templateParameters, parameters } = body
  // observed: stackoverflow.com/questions/34343084
  if (reason === 'buildCompletion') throw requestError(400, 'The request is invalid.')
  const branch = wholeRef(sourceBranch, definition)
  // Fields that a version does not know are ignored; this one came with 6.1.
  const known = version.major > 6 || (version.major === 6 && version.minor >= 1)
  const newest = pipelineOf(definition).branches?.[branch] ?? commitOf(`${definition.repository?.id} ${branch}`)
  const commit = typeof sourceVersion === 'string' && sourceVersion !== '' ? sourceVersion : newest
  return {
    definition,
    branch: settings.quirks.ignoresBranch ? defaultBranch(definition) : branch,
    commit: settings.quirks.ignoresCommit ? newest : commit,
    reason: String(reason),
    templateParameters: known && !settings.quirks.ignoresParameters ? { ...Object(templateParameters) } : {},
    parameters: typeof parameters === 'string' && parameters !== '' ? parameters : undefined,
  }
}

/**
 * A name is completed (recorded: `main` is answered as `refs/heads/main`), and a ref that is none is replaced by the
 * default branch without a word (observed: azure-devops-node-api#633, `refs/head/x`).
 * @param {unknown} written
 * @param {Definition} definition
 */
function wholeRef(written, definition) {
  if (typeof written !== 'string' || written === '') return defaultBranch(definition)
  if (/^(refs\/(heads|tags|pull)\/|\$\/)/.test(written)) return written
  return written.startsWith('refs/') ? defaultBranch(definition) : `refs/heads/${written}`
}

/** @param {Definition} definition */
function defaultBranch({ repository }) {
  const branch = repository?.defaultBranch ?? 'refs/heads/main'
  // Those of repositories elsewhere are names (assumed).
  return /^(refs\/|\$\/)/.test(branch) ? branch : `refs/heads/${branch}`
}

/** @param {string} name */
function commitOf(name) {
  return createHash('sha1').update(name).digest('hex')
}

/**
 * All errors come together (observed: azure-devops-node-api#392).
 * @param {readonly ValidationResult[]} results
 * @param {boolean} old whether in the shape of servers of 2017 (observed: azure-devops-cli-extension#106)
 */
function refusalOf(results, old) {
  const message = 'Could not queue the build because there were validation errors or warnings.'
  const more = { customProperties: { ValidationResults: results } }
  const refusal = serviceError('BuildRequestValidationFailedException', message, more)
  if (!old) return refusal
  const ClassName = 'Microsoft.TeamFoundation.Build.WebApi.BuildRequestValidationFailedException'
  refusal.reply.body = JSON.stringify({ ClassName, Message: message, ValidationResults: results })
  return refusal
}

/**
 * 409 was seen in 2017 (huserben/TfsExtensions#7); that it belongs to this class is assumed.
 * @param {readonly ValidationResult[]} results
 */
function warningsOf(results) {
  const message = 'Could not queue the build because there were validation errors or warnings.'
  const more = { customProperties: { ValidationResults: results } }
  return serviceError('BuildRequestValidationWarningException', message, more)
}

/** @type {readonly Route[]} */
export const startRoutes = [
  { method: 'POST', template: '{project}/_apis/build/builds', handle: startBuild, scope: 'vso.build_execute' },
]
