/** A text that no other process of this machine gets: `node:crypto` would make a start several milliseconds longer. */
export function uniqueText(): string {
  return process.hrtime.bigint().toString(36)
}
