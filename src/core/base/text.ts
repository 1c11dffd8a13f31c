/**
 * Control characters, invisible characters, and everything that can end a line, hide what stands next to it or turn it
 * round: none may reach a log or a page as it is.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu

/** Most texts; compiling `unseen` for them takes longer than all else that is done with a text. */
const printable = /^[\x20-\x7e]*$/

/** Shows a control character as its picture (`␊`, `␛`), any other unseen one as its number (`<U+202E>`). */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`
}

/** Any text as one visible line of characters: no line ends, no terminal escapes, no marks that cannot be seen. */
export function visible(text: string): string {
  return printable.test(text) ? text : text.replace(/\t/g, ' ').replace(unseen, picture)
}

/**
 * `##[` and `##vso`, also with characters in between that the hosts do not see: both search by culture, and .NET's ICU
 * ignores about a thousand marks and letters. No list of them would last, so whatever is not ASCII may stand anywhere.
 */
const commandMark = /#([\u0080-\uffff]*)#(?=[\s\u0080-\uffff]*(?:\[|v[\u0080-\uffff]*s[\u0080-\uffff]*o))/gi

/** `::` at the beginning of a line, likewise. */
const commandStart = /^([\s\u0080-\uffff]*):([\u0080-\uffff]*):/

/** A mark that combines with what stands before it, or such a mark behind letters that may be ignored. */
const leadingMark = /^(?=[\p{Lm}\u180a\u1cd3\ufe73]*[\p{M}\p{Cn}\p{Emoji_Modifier}\u0e33\u0eb3\uff9e\uff9f])/u

/**
 * Any text as a line that neither host takes for a command, and that no host takes a command to pieces for.
 *
 * GitHub carries out `::name` at the start of a line and `##[name]` anywhere
 * (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs); the Azure agent `##vso[` anywhere
 * (https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Microsoft.VisualStudio.Services.Agent/Command.cs),
 * and its log view formats `##[`. The marks are replaced by ones that can be seen, as the agent does it itself. A
 * message that begins with a combining mark would take the colons of `::error::` from sight, so a dotted circle
 * carries the mark.
 */
export function safeLine(text: string): string {
  const line = visible(text).replace(commandMark, '*$1*').replace(commandStart, '$1:$2 :')
  return printable.test(line) ? line : line.replace(leadingMark, '\u25cc')
}

/** `:tada:`, `:+1:`, `:100:`, yet not the minutes of a time: https://api.github.com/emojis */
const emojiColon = /:(?=(?:100|1234|(?!\d+:)[\w+-]{1,50}):)/gi

/**
 * Any text as a piece of Markdown that shows its characters and nothing else: no markup, HTML, link, mention, reference
 * to an issue, or emoji code. GitHub looks for mentions and references after it has decoded character references, so
 * their marks are replaced by their full-width twins.
 */
export function markdown(text: string): string {
  return (
    visible(text)
      .replaceAll('@', '\uFF20')
      .replace(/#(?=\w)/g, '\uFF03')
      .replace(/\b(GH)-(?=\d)/gi, '$1\uFF0D')
      .replace(emojiColon, '\uFF1A')
      // Renderers with smart punctuation make one of several commas.
      .replace(
        /(?!(?<!,),(?!,)|\.(?= |$))[^\p{L}\p{N} \uFF20\uFF03\uFF0D\uFF1A]/gu,
        character => `&#${character.codePointAt(0)};`,
      )
  )
}

/** Any text as code, in which no renderer looks for addresses, commits or names. */
export function code(text: string): string {
  return `<code>${markdown(text)}</code>`
}

/** At most `length` characters, the last of them an ellipsis where some are left out. */
export function shorten(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * (length + 1))]
  if (characters.length <= length) return text
  return `${characters.slice(0, length - 1).join('')}…`
}

/** `1,234,567`. Not with toLocaleString, which takes 14 ms the first time: as long as all that the step imports. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** `1 build`, `2 builds`, `1,234 builds`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : nouns}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], conjunction = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1)}`
}

/** The same with 10 items at most: `a, b and 3 more`. */
export function listedFirst(items: readonly string[], conjunction = 'and'): string {
  const most = 10
  if (items.length <= most) return listed(items, conjunction)
  return `${items.slice(0, most).join(', ')} and ${grouped(items.length - most)} more`
}
