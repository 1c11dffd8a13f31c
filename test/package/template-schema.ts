/**
 * A reader of the schema that GitHub's own tools have for action.yml:
 * https://github.com/actions/languageservices/tree/main/workflow-parser/src/templates
 */
export interface TemplateSchema {
  readonly definitions: Readonly<Record<string, Definition>>
}

interface Definition {
  readonly mapping?: {
    readonly properties?: Readonly<Record<string, string | { readonly type: string; readonly required?: boolean }>>
    readonly 'loose-key-type'?: string
    readonly 'loose-value-type'?: string
  }
  readonly sequence?: { readonly 'item-type': string }
  readonly string?: { readonly 'require-non-empty'?: boolean }
  readonly boolean?: object
  readonly 'allowed-values'?: readonly string[]
  readonly 'one-of'?: readonly string[]
}

/** What is wrong with a value, with the path to it; empty when it follows the schema. */
export function problems(schema: TemplateSchema, type: string, value: unknown, path = ''): string[] {
  const definition = schema.definitions[type]
  // The basic types have no definition of their own.
  if (type === 'any') return []
  const { mapping, sequence, string, boolean } = definition ?? { [type]: {} }
  if (definition?.['one-of']) {
    const tried = definition['one-of'].map(one => problems(schema, one, value, path))
    return tried.toSorted((a, b) => a.length - b.length)[0] ?? []
  }
  const allowed = definition?.['allowed-values']
  if (allowed) return allowed.includes(String(value)) ? [] : [`${path}: ${String(value)} is not allowed`]
  if (boolean) return typeof value === 'boolean' ? [] : [`${path}: no boolean`]
  if (string) return textProblems(value, string['require-non-empty'] ?? false, path)
  if (sequence) {
    if (!Array.isArray(value)) return [`${path}: no list`]
    return value.flatMap((item, index) => problems(schema, sequence['item-type'], item, `${path}[${index}]`))
  }
  return mapping ? mappingProblems(schema, mapping, value, path) : [`${path}: the schema has no ${type}`]
}

function textProblems(value: unknown, filled: boolean, path: string): string[] {
  if (value === null || typeof value === 'object') return [`${path}: no text`]
  return filled && String(value) === '' ? [`${path}: empty`] : []
}

function mappingProblems(
  schema: TemplateSchema,
  { properties = {}, 'loose-value-type': loose }: NonNullable<Definition['mapping']>,
  value: unknown,
  path: string,
): string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${path}: no mapping`]
  const missing = Object.entries(properties).filter(
    ([name, property]) => typeof property === 'object' && property.required && !(name in value),
  )
  return [
    ...missing.map(([name]) => `${path}: ${name} is missing`),
    ...Object.entries(value).flatMap(([name, item]) => {
      const property = properties[name] ?? loose
      if (property === undefined) return [`${path}: ${name} is unknown`]
      return problems(schema, typeof property === 'string' ? property : property.type, item, `${path}.${name}`)
    }),
  ]
}
