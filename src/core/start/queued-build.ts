import { type Build, readBuild } from '../builds/build.ts'
import { readValidationResults, type ValidationResult } from './validation-results.ts'
import { type EchoedValues, readValues } from './values.ts'

/** A build, with what tells who queued it and how. */
export interface QueuedBuild {
  readonly build: Build
  /** The build as the service sent it, as JSON. */
  readonly bytes: Buffer
  /** ID of the identity that queued it, in lower case; empty if the service doesn't say. */
  readonly requestedBy: string
  /** Undefined if they cannot be read. */
  readonly parameters: EchoedValues | undefined
  readonly variables: EchoedValues | undefined
  readonly validationResults: readonly ValidationResult[]
}

/** A build of more bytes is none: reading it would keep the step from hearing a signal. */
const largestBuild = 16 * 1024 * 1024

/**
 * Reads a build; undefined if it is none.
 * @param bytes JSON
 * @param parsed their value, if it is known
 * @throws SyntaxError if they are not JSON
 */
export function readQueuedBuild(bytes: Buffer, project: string, parsed?: unknown): QueuedBuild | undefined {
  if (bytes.length > largestBuild) return undefined
  const json: unknown = parsed ?? JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  const build = readBuild(json, project)
  if (build === undefined) return undefined
  const { requestedBy, parameters, templateParameters } = json as Record<string, unknown>
  const { id } = Object(requestedBy) as { id?: unknown }
  return {
    build,
    bytes,
    requestedBy: typeof id === 'string' ? id.toLowerCase() : '',
    parameters: readValues(templateParameters),
    variables: readValues(parameters),
    validationResults: readValidationResults(json),
  }
}
