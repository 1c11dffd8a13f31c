/** @import { HostName, Tables } from './types.ts' */
/** @import { Input } from '../../src/core/inputs/input.ts' */
/** @import { Manifest } from './manifests.js' */

/**
 * The allowed values of an input, as code; empty where there are none.
 * @param {Input} input
 */
export function valuesOf({ type, values = [] }) {
  const words = type === 'boolean' ? ['true', 'false'] : values
  return words.map(word => `\`${word}\``).join(', ')
}

/** What each host needs to run the step. @type {Record<string, string>} */
const given = {
  organization: 'contoso',
  project: 'web',
  pat: '$' + '{{ secrets.AZURE_DEVOPS_PAT }}',
  route: 'GET /_apis/projects',
}

/**
 * A step as YAML with every input: what is required, and every default. A reader deletes most lines, and what stays empty
 * counts as not set.
 * @param {HostName} host
 * @param {Tables} tables
 * @param {Manifest} manifest
 */
export function everyInput(host, { version, inputs, groups, camel }, { action, task }) {
  const [major] = version.split('.')
  const folder = action.main.startsWith('..') ? '/call' : ''
  const head =
    host === 'github'
      ? [`- uses: azure-devops-builds/azure-devops-builds${folder}@v${major}`, '  id: ci', '  with:']
      : [`- task: ${task.name}@${major}`, '  name: ci', '  inputs:']
  const lines = Object.entries(groups).flatMap(([group, title]) => [
    `    # ${title}`,
    ...Object.entries(inputs)
      .filter(([, input]) => input.group === group && (input.only ?? host) === host)
      .map(([name, input]) => {
        const required = input.requiredOn?.includes(host) ?? false
        const value = input.default ?? (required ? (given[name] ?? '') : '')
        return `    ${host === 'azure' ? camel(name) : name}: ${scalar(value)} # ${comment(name, input, required)}`
      }),
  ])
  const note = "Every input. Delete the lines that you don't need; what is `''` counts as not set."
  return `${note}\n\n\`\`\`yaml\n${[...head, ...lines].join('\n')}\n\`\`\``
}

/** @param {string} value */
function scalar(value) {
  return value === '' || /^[\d.]+$/.test(value) ? `'${value}'` : value
}

/**
 * @param {string} name
 * @param {Input} input
 * @param {boolean} required
 */
function comment(name, input, required) {
  const choices = valuesOf(input).replaceAll('`', '')
  const kind = input.type === 'choices' ? `list of ${choices}` : choices || words[input.type] || input.type
  const example = examples[name] === undefined ? '' : `, as ${examples[name]}`
  return `${required ? 'required, ' : ''}${kind}${example}`
}

/** Types whose name says too little. @type {Record<string, string>} */
const words = {
  body: 'text',
  connection: 'name of a service connection',
  date: 'date, as 2027-01-31',
  duration: 'duration, as 90s, 15m, 2h, or 7d',
  map: 'lines of name: value',
  numbers: 'list of numbers',
  size: 'size, as 500MiB',
  time: 'time, as 2026-11-23 or 7d (ago)',
}

/** What one writes where a type does not tell. @type {Record<string, string>} */
const examples = {
  organization: 'contoso or https://dev.azure.com/contoso',
  project: 'web',
  pipelines: 'web ci or \\nightly\\web',
  branch: 'main, release/*, pr:123, or tag:v1',
  commit: '4f0c9d1',
  tags: 'nightly, signed',
  'requested-for': 'jamal@contoso.example',
  'build-number': '20261124.*',
  'build-ids': '7, 8',
  queues: '18',
  'repository-id': 'contoso/web',
  'repository-type': 'GitHub',
  'max-builds-per-pipeline': '1',
  top: '1, or 0 for all',
  artifacts: 'drop or drop-*',
  'api-version': '7.0',
  route: 'GET /{project}/_apis/git/repositories',
  'content-type': 'application/json',
  query: 'value[].name',
  mask: 'variables.*.value',
  'accept-status': '404',
}
