import type { Bench } from './bench.ts'
import { evaluate, same, truthy } from './expressions.ts'

export type Variables = Record<string, string>

/** What the agent knows of every run here. */
export function standardVariables({ commit }: Bench): Variables {
  return {
    ...{ 'Build.SourceVersion': commit, 'Build.SourceBranch': 'refs/heads/main' },
    ...{ 'System.PullRequest.SourceCommitId': commit, AzureDevOpsOrganization: 'contoso' },
  }
}

/** Variables as a mapping or a list; a variable group brings the token. */
export function readVariables(variables: unknown, values: Record<string, unknown>, { pat }: Bench): Variables {
  const entries = Array.isArray(variables)
    ? variables.map(({ group, name, value }) => (group ? ['AzureDevOpsPat', pat] : [name, value]))
    : Object.entries(variables ?? {})
  return Object.fromEntries(entries.map(([name, value]) => [name, String(expression(String(value), values) ?? '')]))
}

/** A text, or the value of the expression that it is as a whole: `$[ … ]`. */
export function expression(text: string, values: Record<string, unknown>): unknown {
  const [, whole] = /^\$\[(.*)\]$/s.exec(text.trim()) ?? []
  return whole === undefined ? text : evaluate(whole, { values, functions: functionsFor(false) })
}

/** What the agent makes of `$(NAME)`: what it does not know stays as it is. */
export function expanded(values: Record<string, unknown> | undefined, variables: Variables): Record<string, string> {
  const expand = (text: string) =>
    text
      .replace(/\$\{\{ parameters\.\w+ \}\}/g, '7')
      .replace(/\$\(([\w.]+)\)/g, (all, name: string) => variables[name] ?? all)
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, expand(String(value))]))
}

/** @param failed whether a step of the job has failed */
export function functionsFor(failed: boolean) {
  return {
    succeeded: () => !failed,
    failed: () => failed,
    always: () => true,
    eq: same,
    ne: (one: unknown, other: unknown) => !same(one, other),
    and: (...all: unknown[]) => all.every(truthy),
    contains: (text: unknown, part: unknown) => String(text).includes(String(part)),
  }
}
