/** @import { Definition } from '../types.ts' */

/**
 * A template parameter as a YAML file declares it.
 * Source: https://learn.microsoft.com/en-us/azure/devops/pipelines/process/runtime-parameters
 * @typedef {object} TemplateParameter
 * @property {'string' | 'boolean' | 'number' | 'object'} [type] `string` when left out
 * @property {string} [default] it must be given when left out
 * @property {readonly string[]} [values]
 */

/**
 * What a build becomes after it was started.
 * @typedef {object} CourseStep
 * @property {number} [after] milliseconds since it was queued, or ...
 * @property {number} [looks] ... how often it has to have been in a response since the step before
 * @property {string} status
 * @property {string} [result]
 */

/** @typedef {{ result: 'error' | 'warning', message: string }} ValidationResult */

/**
 * The permissions on a pipeline and its pool, in the words in which a refusal names them.
 * @typedef {'Queue builds' | 'Edit queue build configuration' | 'Use' | 'Stop builds'} Permission
 */

/**
 * @typedef {object} Pipeline What is in the repository of a definition, and who may do what with it.
 * @property {Readonly<Record<string, TemplateParameter>>} parameters by name
 * @property {readonly string[] | 'any'} settable the variables that may be set when a build is started; `any` where the
 *   setting "Limit variables that can be set at queue time" is off
 * @property {Readonly<Record<string, string>> | undefined} branches the newest commit of each ref; undefined where every
 *   ref exists
 * @property {readonly ValidationResult[]} results that validation comes to in any case
 * @property {readonly Permission[]} denied to everybody
 * @property {readonly CourseStep[]} course of each build that is started
 * @property {string} [name] of a build, as in the YAML file; `$(Date:yyyyMMdd)$(Rev:.r)` unless set. Filled in are these two,
 *   `${{ parameters.x }}`, and `$(x)` for queue-time variables
 */

/** @type {Pipeline} */
const standard = {
  parameters: {},
  settable: 'any',
  branches: undefined,
  results: [],
  denied: [],
  // recorded: queue to start 6.8, 11 and 29 s, the end of a small job 25 s later
  course: [
    { after: 7_000, status: 'inProgress' },
    { after: 32_000, status: 'completed', result: 'succeeded' },
  ],
}

/** Kept beside the definitions, so that it never shows in their JSON. @type {WeakMap<Definition, Pipeline>} */
const pipelines = new WeakMap()

/**
 * Says what starting a build of this definition finds in its repository; without it, everything may be set but parameters,
 * of which there are none.
 * @template {Definition} Kind
 * @param {Kind} definition
 * @param {Partial<Pipeline>} pipeline
 * @returns {Kind} the same definition
 */
export function setPipeline(definition, pipeline) {
  pipelines.set(definition, { ...standard, ...pipeline })
  return definition
}

/** @param {Definition} definition */
export function pipelineOf(definition) {
  return pipelines.get(definition) ?? standard
}
