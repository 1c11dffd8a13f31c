/**
 * @typedef {object} ParsedCommand
 * @property {string} area in lower case
 * @property {string} event in lower case
 * @property {Record<string, string>} properties with names in lower case
 * @property {string} data
 */

/**
 * Reads a logging command, `##vso[area.event key=value;key=value]data`, the first one anywhere in the line.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs
 *
 * @param {string} line
 * @returns {ParsedCommand | undefined}
 */
export function parseCommand(line) {
  const start = line.indexOf('##vso[')
  const end = line.indexOf(']', start)
  if (start < 0 || end < 0) return undefined
  const info = line.slice(start + '##vso['.length, end)
  const space = info.indexOf(' ')
  const [area, event, ...more] = (space < 0 ? info : info.slice(0, space)).split('.').filter(part => part !== '')
  if (area === undefined || event === undefined || more.length > 0) return undefined
  return {
    area: area.toLowerCase(),
    event: event.toLowerCase(),
    properties: readProperties(space > 0 ? info.slice(space + 1) : ''),
    data: unescaped(line.slice(end + 1)),
  }
}

/** @param {string} text */
function readProperties(text) {
  /** @type {Record<string, string>} */
  const properties = {}
  for (const pair of text.split(';')) {
    const [, key, value] = /^=*([^=]+)=+(.+)$/s.exec(pair) ?? []
    if (key !== undefined && value !== undefined) properties[key.toLowerCase()] = unescaped(value)
  }
  return properties
}

/**
 * The agent un-escapes all five in properties and data alike.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md
 * @param {string} text
 */
function unescaped(text) {
  return text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%')
}
