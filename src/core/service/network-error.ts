/** No response, or an incomplete one. `code` is Node's, or `BODY_…`, `PROXY_…` or `REQUEST_TIMEOUT`. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'

  /** @param sent whether the request may have reached the server */
  constructor(
    readonly code: string,
    message: string,
    readonly sent: boolean,
    original?: unknown,
  ) {
    super(message, { cause: original })
  }
}

/** What Node or the stream said, as one kind of error. @param sent whether the request may have reached the server */
export function asNetworkError(error: unknown, sent: boolean): NetworkError {
  if (error instanceof NetworkError) return error
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException
  if (code === 'ERR_INVALID_URL')
    return new NetworkError('PROXY_INVALID', 'the address of the proxy is not a URL', false, error)
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || message === 'aborted')
    return new NetworkError('BODY_CUT_SHORT', 'the connection ended before the body did', sent, error)
  return new NetworkError(code, message, sent, error)
}
