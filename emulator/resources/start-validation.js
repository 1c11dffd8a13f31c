import { pipelineOf } from '../world/pipeline.js'

/** @import { Call } from '../types.ts' */
/** @import { TemplateParameter, ValidationResult } from '../world/pipeline.js' */
/** @import { StartRequest } from './start-build.js' */

/**
 * Everything that is wrong with what a build is started with. Texts as users quote them, named beside each.
 * @param {StartRequest} request whose names of parameters become those that the pipeline declares
 * @param {Call} call
 * @returns {ValidationResult[]}
 */
export function validate(request, call) {
  const pipeline = pipelineOf(request.definition)
  const messages = [
    ...branchProblem(request),
    ...parameterProblems(request, pipeline.parameters),
    ...variableProblems(request, pipeline.settable),
  ]
  const results = messages.map(message => ({ result: /** @type {const} */ ('error'), message }))
  return [...results, ...pipeline.results, ...call.settings.quirks.startResults]
}

/**
 * observed: modern-data-warehouse-dataops#845, TfsExtensions#128, both with a repository on GitHub
 * @param {StartRequest} request
 */
function branchProblem({ definition, branch }) {
  const { branches } = pipelineOf(definition)
  if (branches === undefined || branch in branches || branch.startsWith('refs/pull/')) return []
  return [
    `The pipeline is not valid. Could not get the latest source version for repository ${definition.repository?.name} ` +
      `hosted on https://github.com/ using ref ${branch}. GitHub reported the error, "Not Found"`,
  ]
}

/**
 * The rules and texts were measured at the live service by https://github.com/PGielniak/azdo-pipeline-emulator
 * (C-E03-300 to 333); names are case-insensitive.
 * @param {StartRequest} request
 * @param {Readonly<Record<string, TemplateParameter>>} declared
 */
function parameterProblems({ templateParameters: given }, declared) {
  const names = new Map(Object.keys(declared).map(name => [name.toLowerCase(), name]))
  const unexpected = Object.keys(given)
    .filter(name => !names.has(name.toLowerCase()))
    .map(name => `/azure-pipelines.yml (Line: 1, Col: 1): Unexpected parameter '${name}'`)
  const problems = Object.entries(declared).flatMap(([name, parameter]) => {
    const [, value] = Object.entries(given).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? []
    if (value !== undefined) return valueProblem(name, String(value ?? ''), parameter)
    return parameter.default === undefined ? [`A value for the '${name}' parameter must be provided.`] : []
  })
  return [...unexpected, ...problems]
}

/**
 * @param {string} name
 * @param {string} value
 * @param {TemplateParameter} parameter
 */
function valueProblem(name, value, { type = 'string', values }) {
  const quoted = `The '${name}' parameter value '${value}' is not a valid`
  if (type === 'boolean' && !/^(true|false)$/i.test(value)) return [`${quoted} Boolean.`]
  if (type === 'number' && !/^-?\d+(\.\d+)?$/.test(value)) return [`${quoted} Number.`]
  return values !== undefined && !values.includes(value) ? [`${quoted} value.`] : []
}

/**
 * Source: https://learn.microsoft.com/en-us/azure/devops/pipelines/security/inputs; the beginning is observed (coe-starter-kit#4091).
 * @param {StartRequest} request
 * @param {readonly string[] | 'any'} settable
 */
function variableProblems({ parameters }, settable) {
  if (parameters === undefined || settable === 'any') return []
  const allowed = settable.map(name => name.toLowerCase())
  const refused = Object.keys(lenient(parameters)).filter(name => !allowed.includes(name.toLowerCase()))
  if (refused.length === 0) return []
  return [
    `See https://aka.ms/AzPipelines/SettingVariablesAtQueueTime - You can't set the following variables ` +
      `(${refused.join(', ')}). If you want to be able to set these variables, then edit the pipeline and select Settable at ` +
      'queue time on the variables tab of the pipeline editor.',
  ]
}

/**
 * A Python dict in single quotes is taken, too (the az CLI sends it: azure-devops-cli-extension#930).
 * @param {string} text
 * @returns {object}
 */
function lenient(text) {
  try {
    return Object(JSON.parse(text))
  } catch {
    const names = [...text.matchAll(/'([^']*)'\s*:/g)].map(([, name]) => name ?? '')
    return Object.fromEntries(names.map(name => [name, '']))
  }
}
