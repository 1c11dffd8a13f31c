import { readFileSync } from 'node:fs'
import { helpFor } from './help.js'
import { buildsManifest, callManifest } from './manifests.js'
import { table } from './markdown.js'
import { outputExamples } from './output-examples.js'
import { everyInput, valuesOf } from './reference-yaml.js'

/** @import { HostName, Tables } from './types.ts' */
/** @import { Input } from '../../src/core/inputs/input.ts' */

const hosts = /** @type {const} */ ({ github: 'GitHub Actions', azure: 'Azure Pipelines' })

/**
 * docs/reference-github.md and docs/reference-azure.md: every input and output of both steps, as the host spells them.
 * @param {HostName} host
 * @param {{ builds: Tables, call: Tables }} tables
 */
export function referencePage(host, { builds, call }) {
  const other = host === 'github' ? 'azure' : 'github'
  const page = [
    `# Reference for ${hosts[host]}`,
    '<!-- Written by npm run build from the tables of inputs and outputs. -->',
    `Every input and output of both steps, as ${hosts[host]} spells them. [The same for ${hosts[other]}](reference-${other}.md).`,
    contents,
    text('types.md', host),
    '## The builds step',
    everyInput(host, builds, buildsManifest),
    ...inputSections(host, builds, 'builds'),
    '### Outputs of the builds step',
    text('outputs.md', host),
    outputsTable(host, builds, outputExamples.builds),
    text('outcomes.md', host),
    text(`use-outputs-${host}.md`, host),
    text('behavior.md', host),
    '## The call step',
    text('call.md', host),
    everyInput(host, call, callManifest),
    ...inputSections(host, call, 'call'),
    '### Outputs of the call step',
    outputsTable(host, call, outputExamples.call),
  ]
  return `${page.join('\n\n')}\n`
}

const contents = `**Contents**: [types](#types) ·
[the builds step](#the-builds-step), its [outputs](#outputs-of-the-builds-step), [using them](#use-outputs), and
[how it queries](#how-the-builds-step-queries) · [the call step](#the-call-step) and
[its outputs](#outputs-of-the-call-step)`

/**
 * A part of a page that is written by hand; names of inputs are in braces.
 * @param {string} name
 * @param {HostName} host
 */
function text(name, host) {
  const part = readFileSync(new URL(`pages/${name}`, import.meta.url), 'utf8').trim()
  return helpFor(host, { help: part })
}

/**
 * @param {HostName} host
 * @param {Tables} tables
 * @param {string} step
 */
function inputSections(host, { inputs, groups, camel }, step) {
  return Object.entries(groups).flatMap(([group, title]) => {
    const rows = Object.entries(inputs)
      .filter(([, input]) => input.group === group && (input.only ?? host) === host)
      .map(([name, input]) => inputRow(host, host === 'azure' ? camel(name) : name, input, step))
    return [`### ${title} (${step})`, table(['Input', 'Type', 'Default', 'What it does'], rows)]
  })
}

/**
 * @param {HostName} host
 * @param {string} name
 * @param {Input} input
 * @param {string} step
 */
function inputRow(host, name, input, step) {
  const { type, default: standard, help, helpOn, requiredOn } = input
  const required = requiredOn?.includes(host) ? ['**Required.**'] : []
  const allowed =
    type === 'boolean' || (input.values ?? []).every(value => help.includes(`\`${value}\``)) ? '' : valuesOf(input)
  return [
    `<a id="${step}-${name}"></a>\`${name}\``,
    typeNames[type] + boundsOf(input),
    standard === undefined ? '' : `\`${standard}\``,
    [...required, helpFor(host, { help, helpOn }), ...(allowed === '' ? [] : [`Allowed: ${allowed}.`])].join(' '),
  ]
}

/** @param {Input} input */
function boundsOf({ type, least, most }) {
  if (type !== 'number') return ''
  const bounds = [
    ...(least === undefined ? [] : [`at least ${least}`]),
    ...(most === undefined ? [] : [`at most ${most}`]),
  ]
  return bounds.map(bound => `, ${bound}`).join('')
}

/** @type {Record<import('../../src/core/inputs/input-types.ts').InputType, string>} */
const typeNames = {
  text: 'text',
  body: 'text',
  secret: 'secret',
  connection: 'service connection',
  list: 'list',
  numbers: 'list of numbers',
  number: 'number',
  boolean: 'boolean',
  duration: 'duration',
  time: 'time',
  date: 'date',
  choice: 'choice',
  choices: 'list',
  path: 'path',
  map: 'map',
  size: 'size',
}

/**
 * @param {HostName} host
 * @param {Tables} tables
 * @param {Readonly<Record<string, string>>} examples
 */
function outputsTable(host, { outputs, camel }, examples) {
  const rows = Object.entries(outputs).map(([name, help]) => [
    `\`${host === 'azure' ? camel(name) : name}\``,
    helpFor(host, { help }),
    examples[name] ? `\`${examples[name]}\`` : '',
  ])
  return table(['Output', 'What it is', 'Example'], rows)
}
