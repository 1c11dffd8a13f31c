/** Whether a text has `*` or `?`, which stand for other characters. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text)
}

/** Matches whole texts: `*` is any number of characters, `?` is one, and each also takes a slash. */
export function globMatcher(glob: string): (text: string) => boolean {
  const characters = [...glob]
  return text => fits(characters, [...text])
}

/** Only the last `*` ever takes more, so a hostile name costs the product of both lengths at most; a RegExp would not end. */
function fits(glob: readonly string[], text: readonly string[]): boolean {
  let [inGlob, inText] = [0, 0]
  /** Where the last `*` is, and how far it has reached. */
  let star: { inGlob: number; inText: number } | undefined
  while (inText < text.length) {
    if (glob[inGlob] === '*') star = { inGlob: inGlob++, inText }
    else if (glob[inGlob] === '?' || glob[inGlob] === text[inText]) {
      inGlob++
      inText++
    } else if (star === undefined) return false
    else {
      inGlob = star.inGlob + 1
      inText = ++star.inText
    }
  }
  return glob.slice(inGlob).every(rest => rest === '*')
}
