import { readFileSync } from 'node:fs'
import { causePages, causeWords } from './cause-words.js'
import { plain, slug, table } from './markdown.js'

/** @import { Cause } from '../../src/core/errors/cause.ts' */

/**
 * @typedef {Readonly<Record<string, Cause>>} Causes
 * @typedef {{ title: string, causes: Causes }} CauseRoom
 */

/**
 * docs/troubleshooting.md: a section for each cause, with the anchor that messages link to.
 * @param {readonly CauseRoom[]} rooms
 * @param {(name: string) => string} camel
 */
export function troubleshootingPage(rooms, camel) {
  const contents = rooms.map(({ title }) => `- [${title}](#${slug(title)})`)
  const page = [
    head,
    ['- [Codes](#codes)', '- [Not an error, and yet surprising](#not-an-error-and-yet-surprising)', ...contents].join(
      '\n',
    ),
    codesTable(rooms),
    readFileSync(new URL('pages/surprises.md', import.meta.url), 'utf8').trim(),
    ...rooms.flatMap(({ title, causes }) => [
      `## ${title}`,
      ...Object.entries(causes).map(([name, cause]) => section(name, cause, camel)),
    ]),
  ]
  return `${page.join('\n\n')}\n`
}

const head = `# Troubleshooting

<!-- Written by npm run build from the tables of causes. -->

Each error of the steps says what happened, why, what to do, and links to its section on this page. Inputs are spelled as on
GitHub, with the spelling of Azure Pipelines where it differs. With debug logging on (\`ACTIONS_STEP_DEBUG\` on GitHub,
\`System.Debug\` on Azure Pipelines), the log has a line for each request.`

/**
 * Codes that lead to the sections in which they are named.
 * @param {readonly CauseRoom[]} rooms
 */
function codesTable(rooms) {
  /** @type {Map<string, string[]>} */
  const causesOf = new Map()
  for (const name of rooms.flatMap(({ causes }) => Object.keys(causes)))
    for (const word of causeWords[name] ?? [])
      if (
        /^(?:[A-Z]{2,3}\d{4,6}|\d{3} .*|E[A-Z]+|[A-Z]\w+Exception|(?:CERT|DEPTH|EAI|ERR|SELF|UNABLE)_[A-Z_]+)$/.test(
          word,
        )
      )
        causesOf.set(word, [...(causesOf.get(word) ?? []), name])
  const rows = [...causesOf]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, names]) => [`\`${word}\``, names.map(name => `[${name}](#${name})`).join(', ')])
  return `## Codes\n\n${table(['You see', 'Sections'], rows)}`
}

/**
 * @param {string} name
 * @param {Cause} cause
 * @param {(name: string) => string} camel
 */
function section(name, { what, why, fix, fixCall }, camel) {
  /** @param {string} text */
  const spell = text => spelled(text, camel)
  const words = (causeWords[name] ?? []).map(word => `\`${word}\``)
  const [title, target] = causePages[name] ?? []
  return [
    `<a id="${name}"></a>`,
    `### ${spell(what).replace(/\.$/, '')}`,
    `**Why**: ${spell(why)}`,
    `**Fix**: ${spell(fix)}${title === undefined ? '' : ` More: [${title}](${target}).`}`,
    ...(fixCall === undefined ? [] : [`**Fix** in the call step: ${spell(fixCall)}`]),
    `Search terms: ${words.join(', ')}`,
  ].join('\n\n')
}

/** What is code wherever it is named: variables, options, addresses that lead nowhere, paths, and globs of hosts. */
const codes = /\b[A-Z]+(?:_[A-Z]+)+\b|\b(?:https?|no)_proxy\b|--[a-z]+\b|http:\/\/[\w.:@]+|\*\.[a-z.]+[a-z]|\\\w+\\\w+/g

/**
 * A text of a cause as Markdown. Here nobody knows which scope is meant, nor whose page of tokens.
 * @param {string} text
 * @param {(name: string) => string} camel
 */
function spelled(text, camel) {
  const known = text.replace('{scope} scope', 'scope that the error names')
  const between = known.split(codes).map(plain)
  const shown = between.map(
    (part, at) => part + [...known.matchAll(codes)].slice(at, at + 1).map(([code]) => `\`${code}\``),
  )
  return shown
    .join('')
    .replaceAll('{tokens page}', '`https://dev.azure.com/contoso/_usersSettings/tokens`')
    .replace(/\{([a-z]+(?:-[a-z]+)*)\}/g, (_, input) =>
      camel(input) === input ? `\`${input}\`` : `\`${input}\` (\`${camel(input)}\`)`,
    )
}
