import type { Cause } from '../cause.ts'

/** What a call can come to that a query of builds cannot. */
export const callCauses = {
  'call-outcome-unknown': {
    what: 'The outcome of the request is unknown: its response was lost.',
    why: 'The connection ended, or the service failed, after the request may have arrived. It was not sent again, because it changes something and could be carried out twice.',
    fix: 'Check in Azure DevOps whether it was carried out before you run the step again.',
  },
  'call-out-of-time': {
    what: 'The call timed out.',
    why: 'The service was slow, or asked the step to wait longer than a call may take.',
    fix: 'Run the step again later, or raise {request-timeout}.',
  },
  'call-response-too-large': {
    what: 'The response is larger than the step accepts.',
    why: 'A response that is not a file has at most 64 MiB, and no honest body expands hundreds of times.',
    fix: 'Request fewer items at once, as with $top in {parameters}, and use {paginate}.',
    signs: [{ code: /^BODY_TOO_LARGE$/, subject: ['call'] }],
  },
  'call-not-json': {
    what: 'The response is not JSON, so nothing can be selected from it.',
    why: 'The API sends text or a file for this route, or {headers} asks for it.',
    fix: 'Leave out {query}, {mask}, and {paginate}, or set Accept: application/json in {headers}.',
  },
  'call-query-failed': {
    what: 'The {query} expression does not fit the response.',
    why: 'One of its functions met a value of another type. The request itself succeeded.',
    fix: 'Check the expression against the reference of the API.',
  },
  'call-mask-failed': {
    what: 'A {mask} expression does not fit the response, so nothing of the response was written.',
    why: 'One of its functions met a value of another type. The request itself succeeded.',
    fix: 'Check the expression against the reference of the API.',
  },
  'call-not-modified': {
    what: 'The resource has not changed (304 Not Modified), so the response has no data.',
    why: 'Its ETag is still the one that If-None-Match names. If {headers} does not set If-None-Match, a cache or a proxy answered instead of Azure DevOps.',
    fix: 'Set {accept-status} to 304 if that is a success, or leave out If-None-Match in {headers}.',
    signs: [{ status: [304], subject: ['call'] }],
  },
  'call-conflict': {
    what: 'The resource was changed by somebody else (412 Precondition Failed).',
    why: 'If-Match, or the revision in the body, is no longer the newest.',
    fix: 'Read the resource again, apply the change to what it is now, and send it with the new ETag or revision.',
    signs: [{ status: [412], subject: ['call'] }],
  },
  'call-path-unknown': {
    what: 'Azure DevOps has no API at that path (404 Not Found).',
    why: 'The path in {route} is misspelled, or this server is too old for it.',
    fix: 'Compare {route} with the reference: https://learn.microsoft.com/rest/api/azure/devops.',
    signs: [
      { status: [404], text: /^The controller for path|^No HTTP resource was found/, subject: ['call'] },
      { status: [404], content: 'html', subject: ['call'] },
      { status: [404], content: 'none', subject: ['call'] },
    ],
  },
  'call-content-type': {
    what: 'Azure DevOps does not accept this content type for the body.',
    why: 'The API wants another media type, which its message names.',
    fix: 'Set {content-type} to it.',
    signs: [
      { typeKey: /^VssRequestContentTypeNotSupportedException$/, subject: ['call'] },
      { status: [415], subject: ['call'] },
    ],
  },
} as const satisfies Record<string, Cause>
