import { camelCase } from '../../hosts/names.js'
import { version } from './world.js'

const [major] = version.split('.')

/**
 * The step as somebody writes it in a workflow or a pipeline.
 *
 * @param {'github' | 'azure'} host
 * @param {Record<string, string>} inputs without the token
 * @returns {string}
 */
export function stepAsYaml(host, inputs) {
  const github = host === 'github'
  const secret = github ? '$' + '{{ secrets.AZURE_DEVOPS_PAT }}' : '$(AzureDevOpsPat)'
  const lines = Object.entries(inputs).map(([name, value]) => [github ? name : camelCase(name), scalar(value)])
  lines.push(['pat', secret])
  return [
    github ? `- uses: azure-devops-builds/azure-devops-builds@v${major}` : `- task: AzureDevOpsBuilds@${major}`,
    github ? '  id: ci' : '  name: ci',
    github ? '  with:' : '  inputs:',
    ...lines.map(([name, value]) => `    ${name}: ${value}`),
  ].join('\n')
}

/**
 * Plain where YAML reads it as the same text, else quoted. A commit of digits alone would lose its zeros, and one with an
 * `e` between digits is a number as well.
 *
 * @param {string} value
 */
export function scalar(value) {
  if (value.startsWith('$' + '{{') || value.startsWith('$(')) return value
  const plain = /^[A-Za-z0-9/\\][\w ./\\:-]*$/.test(value) && !/: |:$| $/.test(value)
  const otherNumber = !Number.isNaN(Number(value)) && String(Number(value)) !== value
  const otherWord = /^(null|yes|no|on|off|y|n|\d+(:\d+)+)$/i.test(value)
  return plain && !otherNumber && !otherWord ? value : JSON.stringify(value)
}
