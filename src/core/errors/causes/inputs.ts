import type { Cause } from '../cause.ts'

/** Inputs, and the token by its looks: found before any request. */
export const inputCauses = {
  'input-invalid': {
    what: 'Invalid inputs.',
    why: 'Each line below names an input and what is wrong with it. No request was sent.',
    fix: 'Correct the inputs.',
  },
  'token-empty': {
    what: 'The token is empty.',
    why: 'The secret does not exist under that name, or the workflow runs for a pull request from a fork, which gets no secrets.',
    fix: 'Check the name of the secret and where it is defined. Do not run this step for pull requests from forks.',
  },
  'token-unexpanded': {
    what: 'The token is a reference to a variable that was not expanded.',
    why: 'No variable of that name exists where the step runs, or it is secret and not available to this job.',
    fix: 'Define the variable, or link its variable group, and check the spelling.',
  },
  'token-short': {
    what: 'The token is shorter than 8 characters.',
    why: 'Azure DevOps has no such tokens, and masking so short a text would blank out the whole log.',
    fix: 'Store the token as Azure DevOps shows it.',
  },
  'token-quoted': {
    what: 'The token is in quotes.',
    why: 'The quotes were stored with the token.',
    fix: 'Store the token without quotes.',
  },
  'token-scheme': {
    what: 'The token begins with Basic or Bearer.',
    why: 'A whole Authorization header was stored instead of the token.',
    fix: 'Store only the token. The step builds the header itself.',
  },
  'token-spaces': {
    what: 'The token contains white space.',
    why: 'A line break or a space was copied with it, or several values are stored together.',
    fix: 'Copy the token again, in one piece.',
  },
  'token-encoded': {
    what: 'The token is already encoded in Base64.',
    why: 'It decodes to a user name, a colon, and a token: the form that scripts with curl need.',
    fix: 'Store the token as Azure DevOps shows it. The step encodes it itself.',
  },
  'token-missing-for-organization': {
    what: 'The job access token is only valid for the organization of the job.',
    why: 'The step queries another organization and has no token for it.',
    fix: 'Set {pat} to a personal access token of that organization, or {connection} to a service connection for it.',
  },
  'connection-for-other-organization': {
    what: 'The token of the service connection is only valid for its own URL.',
    why: '{organization} names another URL than the service connection, and its token does not go there.',
    fix: 'Set {pat} to a personal access token of that organization, or {connection} to a service connection for it.',
  },
  'step-name-refused': {
    what: 'The outputs of a step with this name would overwrite variables of the job.',
    why: 'The agent joins the names of step and output without regard to case: buildId of a step named build becomes Build.BuildId for all later steps.',
    fix: 'Give the step another name, such as webBuild, and use that name where its outputs are read.',
  },
  'proxy-invalid': {
    what: 'The proxy address is not a URL.',
    why: 'https_proxy, http_proxy, or the proxy of the agent has an invalid value.',
    fix: 'Write it as http://proxy:8080, or as http://user:password@proxy:8080 with special characters percent-encoded.',
    signs: [{ code: /^PROXY_INVALID$/ }],
  },
} as const satisfies Record<string, Cause>
