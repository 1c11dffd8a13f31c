/** @import { Annotation, Line, Stream } from './types.js' */
/** @import { SecretMasker } from './secret-masker.js' */

/** How many annotations of a level each host keeps for a step; the others only reach the log. */
const annotationLimit = 10

/** The length at which GitHub cuts an annotation's message. */
const messageLimit = 4096

/**
 * What becomes visible of a step: the log as the user sees it, and the annotations.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/ExecutionContext.cs
 */
export class StepLog {
  /** @type {string[]} */
  shown = []
  /** @type {Line[]} */
  lines = []
  /** @type {Annotation[]} */
  annotations = []
  /** @type {string[]} */
  refusals = []
  /** Whether a command failed, which fails the step whatever its exit code. */
  failed = false

  /** @type {Stream} */
  #stream = 'stdout'

  /**
   * @param {SecretMasker} masker
   * @param {boolean} debug
   * @param {((text: string, stream: Stream) => void) | undefined} onLine
   */
  constructor(masker, debug, onLine) {
    this.masker = masker
    this.debugging = debug
    this.onLine = onLine
  }

  /**
   * Takes a line of the step through `handle`, which says whether it was a command.
   * @param {string} raw
   * @param {Stream} stream
   * @param {(raw: string, stream: Stream) => boolean} handle
   */
  take(raw, stream, handle) {
    this.#stream = stream
    const before = this.shown.length
    if (!handle(raw, stream)) this.write(raw)
    this.lines.push({ stream, raw, text: this.shown.slice(before).join('\n') })
  }

  /**
   * Shows text, masked. Text of several lines becomes several lines, but is masked as a whole.
   * @param {string} text
   */
  write(text) {
    for (const line of this.masker.mask(text).split(/\r\n|\n|\r/)) {
      this.shown.push(line)
      this.onLine?.(line, this.#stream)
    }
  }

  /** @param {string} message */
  debug(message) {
    if (this.debugging) this.write(`##[debug]${message}`)
  }

  /**
   * @param {Annotation['level']} level
   * @param {string} message
   */
  annotate(level, message) {
    this.write(`##[${level}]${message}`)
    if (this.annotations.filter(annotation => annotation.level === level).length >= annotationLimit) return
    this.annotations.push({ level, message: this.masker.mask(message).slice(0, messageLimit) })
  }

  /**
   * Something that the host does not carry out.
   * @param {string} reason
   */
  refuse(reason) {
    this.refusals.push(reason)
  }

  /**
   * A command that fails the step.
   * @param {string[]} messages
   */
  fail(...messages) {
    this.failed = true
    this.refuse(messages.join(' '))
    for (const message of messages) this.annotate('error', message)
  }
}
