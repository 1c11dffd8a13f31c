import { shorten } from '../base/text.ts'
import { hideAddresses } from '../service/failure.ts'

/** Takes secrets out of a text. */
export type Redact = (text: string) => string

/** Characters of one message that are kept; the agent itself sends far longer ones. */
const maxMessageLength = 2000

/** Colors and cursor moves, titles of windows: https://ecma-international.org/publications-and-standards/standards/ecma-48/ */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it removes
const escapes = /\u001b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)|[@-Z\\^_])/g

/** `##[error]`, `##vso[task.logissue type=error]` and the like at the start of a line of a log. */
const command = /^\s*##(?:\[[a-z]{1,20}\]|vso\[[^\]\n]{0,500}\])/i

/**
 * A message of a build as people should read it: no terminal escapes, logging commands, mail addresses or secrets, and
 * at most 2000 characters. Lines stay lines.
 */
export function cleanMessage(text: string, redact: Redact): string {
  // What comes after this is cut, so nothing may be left by then that cutting turns into a piece of a secret.
  const lines = redact(text.replace(escapes, '').replace(/^\uFEFF/, ''))
    .split(/\r\n|\r|\n/)
    .map(line => line.replace(command, '').trimEnd())
  return shorten(hideAddresses(redact(lines.join('\n').trim())), maxMessageLength)
}

/** The first line of a message, with the others where it says little by itself. */
export function firstLine(message: string): string {
  const [first = '', second] = message.split('\n').filter(line => line.trim() !== '')
  return /[:.]$/.test(first) && first.length < 30 && second !== undefined ? `${first} ${second.trim()}` : first
}
