import { dirname } from 'node:path'

/** @import { Endpoint } from '../types.js' */
/** @import { StepFolders } from '../step-folders.js' */
/** @import { Variables } from './variables.js' */

/**
 * The whole environment of a Node task. Nothing comes from this process.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/Handler.cs
 *
 * @param {object} step
 * @param {string} step.node
 * @param {StepFolders} step.folders
 * @param {Record<string, string>} step.env of the agent itself
 * @param {Variables} step.variables
 * @param {Record<string, Endpoint>} step.endpoints
 * @param {Record<string, string>} step.inputs
 * @returns {Record<string, string>}
 */
export function azureEnvironment({ node, folders, env, variables, endpoints, inputs }) {
  return {
    HOME: folders.home,
    LANG: 'C.UTF-8',
    PATH: [dirname(node), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    ...env,
    ...variableEnvironment(variables),
    ...Object.assign({}, ...Object.entries(endpoints).map(([id, endpoint]) => endpointEnvironment(id, endpoint))),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${upper(name)}`, value])),
  }
}

/**
 * Public variables as they are, secret ones where only a task looks for them.
 * @param {Variables} variables
 */
export function variableEnvironment(variables) {
  /** @type {Record<string, string>} */
  const environment = {}
  const open = variables.list(false)
  const secret = variables.list(true)
  for (const { name, value } of open) environment[variableName(name)] = value
  for (const { name, value } of secret) environment[`SECRET_${variableName(name)}`] = value
  environment.VSTS_PUBLIC_VARIABLES = JSON.stringify(open.map(variable => variable.name))
  environment.VSTS_SECRET_VARIABLES = JSON.stringify(secret.map(variable => variable.name))
  return environment
}

/**
 * @param {string} id
 * @param {Endpoint} endpoint
 */
function endpointEnvironment(id, { url, scheme = 'Token', parameters = {}, data = {} }) {
  /** @type {Record<string, string>} */
  const environment = {
    [`ENDPOINT_URL_${id}`]: url,
    [`ENDPOINT_AUTH_${id}`]: JSON.stringify({ parameters, scheme }),
    [`ENDPOINT_AUTH_SCHEME_${id}`]: scheme,
  }
  for (const [key, value] of Object.entries(parameters))
    environment[`ENDPOINT_AUTH_PARAMETER_${id}_${upper(key)}`] = value
  for (const [key, value] of Object.entries(data)) environment[`ENDPOINT_DATA_${id}_${upper(key)}`] = value
  return environment
}

/** @param {string} name */
function variableName(name) {
  return upper(name).replaceAll('.', '_')
}

/** @param {string} name */
function upper(name) {
  return name.replaceAll(' ', '_').toUpperCase()
}
