/**
 * The name that somebody most likely meant, if there is one: at most a third of its letters differ.
 *
 * @param {string} word
 * @param {readonly string[]} names
 * @returns {string | undefined}
 */
export function nearest(word, names) {
  const ranked = names
    .map(name => ({ name, apart: name.startsWith(word) && word.length > 2 ? 0 : distance(word, name) }))
    .filter(({ name, apart }) => apart <= Math.ceil(name.length / 3))
    .sort((a, b) => a.apart - b.apart)
  return ranked[0]?.name
}

/**
 * Letters to insert, remove, or replace: https://en.wikipedia.org/wiki/Levenshtein_distance
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (const [at, other] of [...b].entries()) {
      const replaced = Number(row[at]) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, Number(row[at + 1]) + 1, Number(next[at]) + 1))
    }
    row = next
  }
  return Number(row.at(-1))
}
