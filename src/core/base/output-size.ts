/** Later scripts get outputs as environment variables, which have limits: https://github.com/actions/runner/issues/1733 */
export const maxOutputBytes = 32 * 1024

/** The bytes that an output takes on either host: the Azure adapter writes `$(` with two bytes more. */
export function outputBytes(text: string): number {
  return Buffer.byteLength(text) + 2 * (text.split('$(').length - 1)
}

/** The text as it is if an output can hold it; else its beginning and an ellipsis, which says that it was cut. */
export function fitOutput(text: string): string {
  if (outputBytes(text) <= maxOutputBytes) return text
  let left = maxOutputBytes - outputBytes(ellipsis)
  let end = 0
  for (const [piece] of text.matchAll(/\$\(|./gsu)) {
    left -= outputBytes(piece)
    if (left < 0) break
    end += piece.length
  }
  return `${text.slice(0, end)}${ellipsis}`
}

const ellipsis = '…'
