import type { Failure } from '../errors/cause.ts'
import { defaultApiVersion } from './request.ts'

/** A server that names a lower version each time must not be followed for ever. */
const maxSteps = 3

/** Servers before 2020 answer a version that they do not know with a bare 404 now and then; all of them know this one. */
const knownToAll = '5.0'

/**
 * The API version that requests are sent with. It steps down when an older server refuses it; one that the user set is
 * never changed.
 */
export class ApiVersion {
  private steps = 0
  private version: string

  /** @param set empty for 7.1, and lower where the server is older */
  constructor(
    private readonly set: string,
    /** On Azure DevOps Services a 404 never means the version. */
    private readonly isServer: boolean,
    private readonly say: (line: string) => void,
  ) {
    this.version = set || defaultApiVersion
  }

  get current(): string {
    return this.version
  }

  /**
   * Learns from a refusal. Versions are refused before anything is done, so any request may be sent again.
   * @param sent the version that was refused
   * @returns whether to send the request again, with the current version
   */
  learn(failure: Failure, sent: string): boolean {
    if (this.set !== '') return false
    const next = nextVersion(failure, sent, this.isServer)
    if (next === undefined) return false
    // Another request learned it meanwhile.
    if (sent !== this.version) return true
    if (this.steps === maxSteps) return false
    this.steps++
    this.version = next
    // A bare 404 may be of an address that does not exist.
    this.say(
      failure.status === 404
        ? `The server answered 404 Not Found to API version ${sent}. Trying ${next} instead.`
        : `The server refused API version ${sent}. Using ${next} instead.`,
    )
    return true
  }
}

function nextVersion(
  { typeKey, text = '', status, content }: Failure,
  sent: string,
  isServer: boolean,
): string | undefined {
  if (typeKey === 'VssVersionOutOfRangeException') {
    // `… this server supports is 6.0`, `… supported by this server is 6.0`
    const [, named] = /(?:server supports|supported by this server) is (\d{1,2}\.\d{1,2})/.exec(text) ?? []
    return named !== undefined && isLower(named, sent) ? named : undefined
  }
  if (typeKey === 'VssInvalidPreviewVersionException') return sent.includes('-preview') ? undefined : `${sent}-preview`
  if (isServer && status === 404 && typeKey === undefined && content !== 'json' && isLower(knownToAll, sent))
    return knownToAll
  return undefined
}

/** Versions are compared as numbers, whatever comes after a hyphen. */
export function isLower(a: string, b: string): boolean {
  const [[major = 0, minor = 0], [otherMajor = 0, otherMinor = 0]] = [partsOf(a), partsOf(b)]
  return major === otherMajor ? minor < otherMinor : major < otherMajor
}

function partsOf(version: string): number[] {
  return (version.split('-')[0] ?? '').split('.').map(Number)
}
