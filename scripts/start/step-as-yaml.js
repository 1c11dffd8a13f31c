import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { camelCase } from '../../hosts/names.js'
import { repository } from './world.js'

/**
 * The step as somebody writes it in a workflow or a pipeline.
 *
 * @param {'github' | 'azure'} host
 * @param {Record<string, string>} inputs without the token
 * @returns {string}
 */
export function stepAsYaml(host, inputs) {
  const github = host === 'github'
  const secret = github ? '$' + '{{ secrets.AZURE_DEVOPS_PAT }}' : '$(AZURE_DEVOPS_PAT)'
  const lines = Object.entries(inputs).map(([name, value]) => [github ? name : camelCase(name), scalar(value)])
  lines.push(['pat', secret])
  return [
    github ? '- uses: ./' : `- task: ${taskReference()}`,
    github ? '  id: builds' : '  name: builds',
    github ? '  with:' : '  inputs:',
    ...lines.map(([name, value]) => `    ${name}: ${value}`),
  ].join('\n')
}

/** The task's name and major version, such as `Builds@1`. */
function taskReference() {
  const manifest = join(repository, 'task.json')
  if (!existsSync(manifest)) return 'Builds@1'
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8'))
  return `${name}@${version?.Major ?? 1}`
}

/**
 * Plain where YAML reads it as the same text, else quoted.
 * @param {string} value
 */
function scalar(value) {
  return /^[A-Za-z0-9/\\][\w ./\\:-]*$/.test(value) && !/: |:$| $/.test(value) ? value : JSON.stringify(value)
}
