/** Why the text of an input cannot be used. The message completes "<input> …", and quotes no secret. */
export class Problem extends Error {
  override readonly name = 'Problem'
}
