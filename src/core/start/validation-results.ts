/** What the service says of a build that it was asked to start. */
export interface ValidationResult {
  readonly result: 'error' | 'warning'
  readonly message: string
}

/** A refusal with more results than this is no refusal of one build. */
const mostResults = 100

/**
 * The errors and warnings in a build, or in the body of a refusal, where they are among its custom properties, or, on
 * old servers, beside the message. The case of names varies.
 */
export function readValidationResults(json: unknown): ValidationResult[] {
  const outer = lowerCased(json)
  const list = outer.validationresults ?? lowerCased(outer.customproperties).validationresults
  if (!Array.isArray(list)) return []
  return list.slice(0, mostResults).flatMap((item): ValidationResult[] => {
    const { result, message } = lowerCased(item)
    const kind = resultOf(result)
    return kind === undefined || typeof message !== 'string' || message === '' ? [] : [{ result: kind, message }]
  })
}

/** Names or numbers: https://learn.microsoft.com/rest/api/azure/devops/build/builds/queue#validationresult */
function resultOf(value: unknown): ValidationResult['result'] | undefined {
  const name = String(value).toLowerCase()
  if (name === 'error' || name === '2') return 'error'
  return name === 'warning' || name === '1' ? 'warning' : undefined
}

function lowerCased(value: unknown): Record<string, unknown> {
  const entries = Object.entries(Object(value) as object)
  return Object.fromEntries(entries.map(([name, each]) => [name.toLowerCase(), each]))
}
