import { memberReplacer } from './replace-members.ts'

const hidden = '***'

const replaceParameters = memberReplacer(['parameters', 'templateParameters'])

/**
 * A build as the service sent it, with the values of its template parameters and variables replaced by `***`; their names
 * stay. The service gives them back as they were set, to everyone who may see the build:
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
  return Object.fromEntries(Object.keys(value).map(name => [name, hidden]))
}
