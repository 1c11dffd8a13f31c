import { markdown, shorten } from '../base/text.ts'
import type { Build } from '../builds/build.ts'
import type { PageOf } from './sentence.ts'

const marks: ReadonlyMap<string, string> = new Map([
  ['succeeded', '✅'],
  ['partiallySucceeded', '⚠️'],
  ['failed', '❌'],
  ['canceled', '🚫'],
  ['inProgress', '🔵'],
  ['notStarted', '⚪'],
  ['cancelling', '🚫'],
  ['postponed', '⚪'],
])

export function markOf(state: string): string {
  return marks.get(state) ?? '·'
}

/** Names of projects are short; a link to one that is not must not fill the page. */
const maxTarget = 2000

/** A link to a build. What could end the link or a cell of a table is percent-encoded in its target. */
export function linkTo(build: Build, name: string, pageOf: PageOf): string {
  return linkToUrl(pageOf(build), name)
}

/** A link, with a name that is shown as it is. Only for URLs that this project builds. */
export function linkToUrl(url: string, name: string): string {
  const target = url.replace(
    /[()|<>\\`*'"\s[\]]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  const shown = markdown(shorten(name, 120))
  return target.length > maxTarget ? shown : `[${shown}](${target})`
}

/** Text and a colon, as a title begins. Escaped together: a text that ends in `:x` would make an emoji with the colon. */
export function titled(text: string): string {
  return markdown(`${shorten(text, 120)}:`).replace(/&#58;$/, ':')
}
