import { camelCase } from '../../hosts/names.js'
import { stepAsYaml } from './step-as-yaml.js'
import { width } from './terminal.js'
import { visible } from './visible.js'

/** @import { HostId, Played, Stage } from './play.js' */
/** @import { Terminal } from './terminal.js' */

const hostNames = /** @type {const} */ ({ github: 'GitHub Actions', azure: 'Azure Pipelines' })

/** What a workflow needs first of the outputs; there is room for a few. */
const first = ['outcome', 'build-id', 'build-number', 'build-result']

/**
 * What is shown, in a line.
 *
 * @param {Stage} stage
 * @param {HostId} host
 * @param {Terminal} print
 */
export function showIntroduction({ service }, host, print) {
  const other = host === 'github' ? 'azure' : 'github'
  print.line(print.dim(`As on ${hostNames[host]} (--host ${other} shows ${hostNames[other]}), against ${service}.`))
}

/**
 * What runs now, in two lines.
 *
 * @param {Stage} stage
 * @param {HostId} host
 * @param {Terminal} print
 */
export function showStep({ title, inputs }, host, print) {
  print.title(title)
  const spelled = Object.entries(inputs).map(([name, value]) => `${spell(name, host)}: ${oneLine(value)}`)
  if (spelled.length > 0) print.block(print.dim(cut(spelled.join(', '))))
}

/**
 * Shows what matters of the log of a step as it comes: no line twice, no heads of groups, lines that fit, and not the first
 * two, which are the version and the inputs again.
 *
 * @param {Set<string>} told by the steps before, and this one
 * @param {Terminal} print
 * @returns {(text: string) => void}
 */
export function briefLog(told, print) {
  let line = 0
  return text => {
    line += 1
    const [, tag = '', rest = text] = /^##\[(\w+)](.*)$/s.exec(text) ?? []
    if (line > 2 && tag !== 'group' && !told.has(rest.trim())) print.log(cut(text))
    told.add(rest.trim())
  }
}

/**
 * @param {Played} played
 * @param {boolean} all every output that has a value, instead of the first few
 * @param {Terminal} print
 */
export function showOutputs({ host, result, kept }, all, print) {
  // The folder of the builds file is gone, and the file kept elsewhere.
  const outputs = kept.builds === undefined ? result.outputs : { ...result.outputs, 'builds-file': kept.builds }
  const filled = Object.entries(outputs).filter(([, value]) => value !== '')
  const shown = all ? filled : filled.filter(([name]) => first.includes(name))
  const texts = shown.map(([name, value]) => [spell(name, host), oneLine(value)])
  if (all) {
    const longest = Math.max(0, ...texts.map(([name = '']) => name.length))
    for (const [name = '', value = ''] of texts) print.block(`${print.blue(name.padEnd(longest))}  ${cut(value)}`)
  } else {
    const line = texts.map(([name, value]) => `${name}=${value}`).join(' ')
    print.block(print.blue(cut(`Outputs: ${line} and ${filled.length - shown.length} more`)))
  }
}

/**
 * A row for each scene, with a column for each host that ran it.
 *
 * @param {Map<Stage, Played[]>} played
 * @param {Terminal} print
 */
export function showVerdicts(played, print) {
  const hosts = [...played.values()][0]?.map(({ host }) => hostNames[host]) ?? []
  const rows = [...played].map(([{ name, title, brief }, runs]) => [name, ...runs.map(verdict), brief ? title : ''])
  const table = [['', ...hosts, ''], ...rows]
  const widths = table[0]?.map((_, at) => Math.max(...table.map(row => row[at]?.length ?? 0))) ?? []
  print.line()
  for (const row of table) {
    const cells = row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).map(cell => cell.replace(/^✗.*/, print.red))
    print.block(
      cells
        .map(cell => cell.replace(/^✓.*/, print.green))
        .join('   ')
        .trimEnd(),
    )
  }
  const runs = [...played.values()].flat()
  for (const { host, leaks } of runs)
    for (const leak of leaks) print.line(print.red(`${hostNames[host]}: the token can be read in ${leak}`))
  const summary = runs[0]?.kept.summary
  const kept = summary === undefined ? '' : ` Open ${summary}; more is in out.`
  if (runs.every(({ leaks }) => leaks.length === 0)) print.block(`The token is in no log, output, or file.${kept}`)
}

/** @param {Played} played */
function verdict({ result, requests, passed }) {
  const seconds = `${(result.durationMs / 1000).toFixed(1)} s`
  const counted = requests === undefined ? [] : [requests.length === 1 ? '1 request' : `${requests.length} requests`]
  return [`${passed ? '✓' : '✗'} ${result.outputs.outcome || result.result}`, seconds, ...counted].join(', ')
}

/**
 * What to paste, with the values of whoever gave some.
 *
 * @param {HostId} host
 * @param {Record<string, string> | undefined} own
 * @param {Terminal} print
 */
export function showNext(host, own, print) {
  const sha = host === 'github' ? '$' + '{{ github.sha }}' : '$(Build.SourceVersion)'
  const example = { project: 'web', pipelines: 'web ci', commit: sha, wait: 'true' }
  const file = host === 'github' ? 'a workflow' : 'a pipeline'
  print.line()
  print.line(
    print.bold(`To paste into ${file}; README.md tells how to store the token, npm start -- --help what else to try.`),
  )
  print.block(stepAsYaml(host, { organization: 'contoso', ...(own ? { project: 'web', ...own } : example) }))
}

/**
 * @param {string} name
 * @param {HostId} host
 */
function spell(name, host) {
  return host === 'azure' ? camelCase(name) : name
}

/** @param {string} value */
function oneLine(value) {
  return visible(value.replace(/\s*[\r\n]+\s*/g, ' '))
}

/** @param {string} text */
function cut(text) {
  return text.length > width ? `${text.slice(0, width)}…` : text
}
