import { cultureIndexOf } from '../culture.js'
import { readProperties } from '../dotnet.js'

/**
 * @typedef {object} ParsedCommand
 * @property {string} area as it stands there
 * @property {string} event in lower case
 * @property {Record<string, string>} properties with names in lower case
 * @property {string} data
 */

const prefix = '##vso['

/**
 * Reads a logging command, `##vso[area.event key=value;key=value]data`, the first one anywhere in the line. The mark may be
 * longer than it looks, with code points in it that the search ignores: what follows is then read from the wrong place, and
 * is a command of an area that does not exist.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 *
 * @param {string} line
 * @returns {ParsedCommand | undefined}
 */
export function parseCommand(line) {
  const start = cultureIndexOf(line, prefix)
  const end = line.indexOf(']', start)
  if (start < 0 || end < start + prefix.length) return undefined
  const info = line.slice(start + prefix.length, end)
  const space = info.indexOf(' ')
  const [area, event, ...more] = (space < 0 ? info : info.slice(0, space)).split('.').filter(part => part !== '')
  if (area === undefined || event === undefined || more.length > 0) return undefined
  return {
    area,
    event: event.toLowerCase(),
    properties: readProperties(space > 0 ? info.slice(space + 1) : '', ';', unescaped),
    data: unescaped(line.slice(end + 1)),
  }
}

/**
 * The agent un-escapes all five in properties and data alike.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md
 * @param {string} text
 */
export function unescaped(text) {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%')
}
