import { memberReplacer } from './replace-members.ts'

const hidden = '***'

/**
 * The service itself sets these, and nobody else: they say which pull request was built.
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables#system-variables-devops-services
 */
const ofService = 'system.pullRequest.'

/** Nothing but these, as the service writes them for most builds of pull requests: seen faster than read. */
const onlyOfService = /^"\{(?:\\"system\.pullRequest\.\w+\\":\\"[^"\\]*\\"(?:,(?=\\)|(?=\})))*\}"$/

const replaceParameters = memberReplacer(['parameters', 'templateParameters'], written => onlyOfService.test(written))

/**
 * A build as the service sent it, with the values of its template parameters and variables replaced by `***`; their names
 * stay, and what the service says of a pull request. The service gives them back as they were set, to everyone who may
 * see the build:
 * https://learn.microsoft.com/azure/devops/pipelines/process/runtime-parameters
 *
 * @param build JSON that was parsed before @returns the same buffer if there is nothing to hide
 */
export function hideParameters(build: Buffer): Buffer {
  return replaceParameters(build, value => {
    // Variables are an object inside a string.
    if (typeof value === 'string') return value === '' ? '' : hideInText(value)
    return hideValues(value)
  })
}

function hideInText(text: string): string {
  try {
    return JSON.stringify(hideValues(JSON.parse(text)))
  } catch {
    return hidden
  }
}

function hideValues(value: unknown): unknown {
  if (value === null) return null
  if (typeof value !== 'object' || Array.isArray(value)) return hidden
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name.startsWith(ofService) ? one : hidden]),
  )
}
