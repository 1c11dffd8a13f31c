/** Longer names, and more of them, are not compared. */
const maxLength = 256
const maxCandidates = 10_000

/** Up to `limit` candidates that a slip of the fingers could have turned into `word`, nearest first. */
export function nearest(word: string, candidates: Iterable<string>, limit = 3): string[] {
  const near: { candidate: string; distance: number }[] = []
  // A name is short: a long one is hostile, and the distance costs the product of both lengths.
  if (word.length > maxLength) return []
  for (const candidate of [...new Set(candidates)].slice(0, maxCandidates)) {
    if (candidate.length > maxLength) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))
    if (distance <= allowed || contains(candidate, word)) near.push({ candidate, distance })
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}

function contains(candidate: string, word: string): boolean {
  return word.length >= 3 && candidate.toLowerCase().includes(word.toLowerCase())
}

/** Optimal string alignment distance: how many characters to insert, delete, replace, or swap with their neighbor. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : replaced
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
