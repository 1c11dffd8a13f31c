/** @import { Annotation, Line, Stream } from './types.js' */
/** @import { SecretMasker } from './secret-masker.js' */

/** How many annotations of a level each host keeps for a step; the others only reach the log. */
const annotationLimit = 10

/** The length at which both hosts cut a line that they show while the step runs; the stored log has it whole. */
const liveLimit = 1024

/**
 * In what the hosts' logs differ.
 * @typedef {object} LogRules
 * @property {number} messageLimit the length at which an annotation's message is cut, in the log as well
 * @property {boolean} everyDebugLine whether each line of a debug message is marked as one, or the first only
 */

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
  /** Whether the host takes no more lines. */
  closed = false

  /** @type {Stream} */
  #stream = 'stdout'

  /**
   * @param {SecretMasker} masker
   * @param {LogRules} rules
   * @param {boolean} debug
   * @param {((text: string, stream: Stream) => void) | undefined} onLine
   */
  constructor(masker, rules, debug, onLine) {
    this.masker = masker
    this.rules = rules
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
    if (!this.closed && !handle(raw, stream)) this.write(raw)
    this.lines.push({ stream, raw, text: this.shown.slice(before).join('\n') })
  }

  /**
   * Shows text, masked. Text of several lines becomes several lines, but is masked as a whole.
   * @param {string} text
   */
  write(text) {
    for (const line of this.masker.mask(text).split(/\r\n|\n|\r/)) {
      this.shown.push(line)
      this.onLine?.(line.length > liveLimit ? `${line.slice(0, liveLimit)}...` : line, this.#stream)
    }
  }

  /** @param {string} message */
  debug(message) {
    if (!this.debugging) return
    for (const text of this.rules.everyDebugLine ? message.split(/\r\n|\n/) : [message]) this.write(`##[debug]${text}`)
  }

  /**
   * An empty message makes an annotation without a line in the log.
   * @param {Annotation['level']} level
   * @param {string} message
   */
  annotate(level, message) {
    const text = this.masker.mask(message).slice(0, this.rules.messageLimit)
    if (text !== '') this.write(`##[${level}]${text}`)
    if (this.annotations.filter(annotation => annotation.level === level).length >= annotationLimit) return
    this.annotations.push({ level, message: text })
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
