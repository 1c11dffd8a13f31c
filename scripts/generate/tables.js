import { helpFor } from './help.js'

/** @typedef {import('./types.ts').Tables} Tables */

/**
 * Fills what stands between `<!-- inputs -->` and `<!-- /inputs -->`, and so on, in a Markdown file.
 * @param {string} text
 * @param {Tables} tables of the step
 */
export function fillTables(text, tables) {
  const contents = { inputs: inputsTable(tables), outputs: outputsTable(tables), causes: causesTable(tables) }
  return Object.entries(contents).reduce((filled, [name, content]) => {
    const place = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`)
    return filled.replace(place, (_, start, end) => `${start}\n${content}\n\n${end}`)
  }, text)
}

/** @param {Tables} tables */
function inputsTable({ inputs, groups }) {
  return Object.entries(groups)
    .map(([group, title]) => {
      const rows = Object.entries(inputs).filter(([, input]) => input.group === group)
      return `**${title}**\n\n${table(['Input', 'Type', 'Default', 'Meaning'], rows.map(inputRow))}`
    })
    .join('\n\n')
}

/** @param {[string, import('../../src/core/inputs/input.ts').Input]} row */
function inputRow([name, { type, default: standard, help, helpOn, requiredOn, only, values }]) {
  const notes = [requiredOn?.length === 1 ? '**Required on GitHub.** ' : '', only === 'azure' ? '**Azure only.** ' : '']
  const allowed = type === 'choice' ? ` One of ${(values ?? []).map(value => `\`${value}\``).join(', ')}.` : ''
  return [
    `\`${name}\``,
    types[type],
    standard === undefined ? '' : `\`${standard}\``,
    `${notes.join('')}${helpFor('github', { help, helpOn })}${allowed}`,
  ]
}

/** @type {Record<import('../../src/core/inputs/input-types.ts').InputType, string>} */
const types = {
  text: 'text',
  body: 'text',
  secret: 'secret',
  connection: 'connection',
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

/** @param {Tables} tables */
function outputsTable({ outputs }) {
  return table(
    ['Output', 'Meaning'],
    Object.entries(outputs).map(([name, help]) => [`\`${name}\``, helpFor('github', { help })]),
  )
}

/** @param {Tables} tables */
function causesTable({ causes }) {
  return table(
    ['What the step says', 'Why', 'What to do'],
    Object.values(causes).map(({ what, why, fix }) => [what, why, fix]),
  )
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  /** @param {string[]} cells */
  const line = cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
