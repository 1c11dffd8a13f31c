/** A body that is no `{"count": …, "value": […]}`; `transient` when a part of it may have been lost on the way. */
export class PageError extends Error {
  override readonly name = 'PageError'

  constructor(
    readonly transient: boolean,
    message: string,
  ) {
    super(message)
  }
}
