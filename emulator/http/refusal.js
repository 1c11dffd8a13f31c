import { guid } from '../world/guid.js'

/** @import { OutgoingHttpHeaders } from 'node:http' */
/** @import { Reply } from '../types.ts' */

/** Thrown anywhere below the endpoints: the request is answered with this instead. */
export class Refusal extends Error {
  /** @param {Reply} reply */
  constructor(reply) {
    super(`Refused with ${reply.status}`)
    this.name = 'Refusal'
    this.reply = reply
  }
}

/**
 * Status, assembly-qualified type and event id by `typeKey`. Statuses that nobody has published are marked.
 * Sources: the tables of https://github.com/actions/runner src/Sdk, and issues that quote bodies, named beside the row.
 * @type {Record<string, { status: number, typeName: string, eventId?: number }>}
 */
const kinds = {
  // observed: webdevops/azure-devops-exporter#102 quotes the body; 400 is assumed
  InvalidBuildQueryException: { status: 400, typeName: build('InvalidBuildQueryException') },
  // the exception exists in actions/runner's former build client; status and text are assumed
  InvalidContinuationTokenException: { status: 400, typeName: build('InvalidContinuationTokenException') },
  BuildNotFoundException: { status: 404, typeName: build('BuildNotFoundException') },
  // statuses observed in live transcripts of September 2026
  ArtifactNotFoundException: { status: 404, typeName: build('ArtifactNotFoundException') },
  DefinitionNotFoundException: { status: 404, typeName: build('DefinitionNotFoundException') },
  ProjectDoesNotExistWithNameException: { status: 404, typeName: core('ProjectDoesNotExistWithNameException') },
  ProjectDoesNotExistException: { status: 404, typeName: core('ProjectDoesNotExistException') },
  // observed: azure-cli#27653, azure-devops-node-api#392
  BuildRequestValidationFailedException: { status: 400, typeName: build('BuildRequestValidationFailedException') },
  // 409 observed: huserben/TfsExtensions#7; that it belongs to this class is assumed
  BuildRequestValidationWarningException: { status: 409, typeName: build('BuildRequestValidationWarningException') },
  // observed: huserben/TfsExtensions#118; the status is assumed
  AccessDeniedException: { status: 403, typeName: build('AccessDeniedException') },
  // the classes exist in actions/runner's former build client; their statuses are assumed
  DefinitionDisabledException: { status: 400, typeName: build('DefinitionDisabledException') },
  BuildStatusInvalidChangeException: { status: 400, typeName: build('BuildStatusInvalidChangeException') },
  // observed: SteveL-MSFT/PoshChan-Bot#30
  RequestContentException: { status: 400, typeName: build('RequestContentException') },
  // observed: PGielniak/azdo-pipeline-emulator
  PipelineNotFoundException: {
    status: 500,
    typeName: 'Microsoft.Azure.Pipelines.WebApi.PipelineNotFoundException, Microsoft.Azure.Pipelines.WebApi',
  },
  ArgumentNullException: { status: 400, typeName: 'System.ArgumentNullException, mscorlib', eventId: 0 },
  // the type names: https://github.com/actions/runner src/Sdk, VssApiResourceVersionExceptions
  VssVersionNotSpecifiedException: { status: 400, typeName: webApi('VssVersionNotSpecifiedException') },
  VssVersionOutOfRangeException: { status: 400, typeName: webApi('VssVersionOutOfRangeException') },
  VssInvalidPreviewVersionException: { status: 400, typeName: webApi('VssInvalidPreviewVersionException') },
  VssInvalidApiResourceVersionException: { status: 400, typeName: webApi('VssInvalidApiResourceVersionException') },
  // observed: restsharp/RestSharp#1413
  VssRequestContentTypeNotSupportedException: {
    status: 400,
    typeName: webApi('VssRequestContentTypeNotSupportedException'),
  },
  // observed: coe-starter-kit#6694
  VssServiceException: { status: 403, typeName: common('VssServiceException') },
  UnauthorizedRequestException: { status: 401, typeName: framework('UnauthorizedRequestException') },
  // observed: azure-pipelines-tasks#17253
  AccessCheckException: {
    status: 401,
    typeName: 'Microsoft.VisualStudio.Services.Security.AccessCheckException, Microsoft.VisualStudio.Services.WebApi',
  },
  // observed: microsoft/vscode#155632
  RequestBlockedException: { status: 429, typeName: framework('RequestBlockedException') },
  // observed: github/gh-ado2gh#12
  HttpException: { status: 400, typeName: 'System.Web.HttpException, System.Web', eventId: 0 },
  // observed: Azure/azure-devtestlab#427 quotes message and status, not the type
  ArgumentException: { status: 400, typeName: 'System.ArgumentException, mscorlib', eventId: 0 },
}

/** @param {string} name */
function build(name) {
  return `Microsoft.TeamFoundation.Build.WebApi.${name}, Microsoft.TeamFoundation.Build2.WebApi`
}

/** @param {string} name */
function core(name) {
  return `Microsoft.TeamFoundation.Core.WebApi.${name}, Microsoft.TeamFoundation.Core.WebApi`
}

/** @param {string} name */
function common(name) {
  return `Microsoft.VisualStudio.Services.Common.${name}, Microsoft.VisualStudio.Services.Common`
}

/** @param {string} name */
function webApi(name) {
  return `Microsoft.VisualStudio.Services.WebApi.${name}, Microsoft.VisualStudio.Services.WebApi`
}

/** @param {string} name */
function framework(name) {
  return `Microsoft.TeamFoundation.Framework.Server.${name}, Microsoft.TeamFoundation.Framework.Server`
}

/**
 * An error in the service's first shape, the wrapped exception
 * (https://github.com/actions/runner/blob/main/src/Sdk/WebApi/WebApi/Exceptions/WrappedException.cs).
 * @param {string} typeKey
 * @param {string} message
 * @param {{ status?: number, headers?: OutgoingHttpHeaders, customProperties?: object }} [more]
 */
export function serviceError(typeKey, message, more = {}) {
  const { status = 400, typeName = typeKey, eventId = 3000 } = kinds[typeKey] ?? {}
  const body = {
    $id: '1',
    ...(more.customProperties && { customProperties: more.customProperties }),
    innerException: null,
    message,
    typeName,
    typeKey,
    errorCode: 0,
    eventId,
  }
  return jsonRefusal(more.status ?? status, body, more.headers)
}

/**
 * An error in the second shape, of ASP.NET's own filters: shaped like a list, so a client must look at the status first
 * (https://github.com/Azure/azure-devops-cli-extension devops_sdk/client.py, `_handle_error`).
 * @param {number} status
 * @param {string} message
 */
export function requestError(status, message) {
  return jsonRefusal(status, { count: 1, value: { Message: message } })
}

/**
 * @param {number} status
 * @param {object} body
 * @param {OutgoingHttpHeaders} [headers]
 */
function jsonRefusal(status, body, headers = {}) {
  const activity = guid(`activity ${Math.random()}`)
  return new Refusal({
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
      activityid: activity,
      'x-vss-e2eid': activity,
      ...headers,
    },
    body: JSON.stringify(body),
  })
}

/**
 * The third and fourth shapes: text and HTML.
 * @param {number} status
 * @param {string} type
 * @param {string} body
 */
export function plainRefusal(status, type, body) {
  return new Refusal({ status, headers: { 'content-type': type }, body })
}
