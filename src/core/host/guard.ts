import { fitOutput } from '../base/output-size.ts'
import { counted, safeLine } from '../base/text.ts'
import type { Redact } from '../credential/redact.ts'
import type { Host } from './host.ts'

/** The host as the step knows it: a text is one line, whatever is in it, and only a list is several. */
export interface GuardedHost<Input extends string, Output extends string>
  extends Omit<Host<Input, Output>, 'warn' | 'error'> {
  /** @param title one line, where the host shows titles */
  warn(message: string | readonly string[], title?: string): void
  /** Shows the message where the host shows errors; it does not end the step. */
  error(message: string | readonly string[], title?: string): void
}

/**
 * UTF-16 units of one line. http.sys, in front of Azure DevOps, takes no longer request, so whatever a line has to show
 * fits: https://learn.microsoft.com/troubleshoot/developer/webapps/iis/iisadmin-service-inetinfo/httpsys-registry-windows
 */
const longestLine = 16_384

/**
 * UTF-16 units of one message: the runner cuts a longer one, and its lines in the log with it.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs
 */
const longestMessage = 4096

/** Of these, units of one line, so that it does not take the room of all others. */
const longestPart = 2000

/** Lines of one message, with those that only the log has. */
const mostLines = 200

/**
 * The host, behind three rules that nothing gets around: no form of the token leaves the step; no text from the service
 * or the inputs can start a command, end a line, or carry an escape in the log; and none fills the log.
 */
export function guard<Input extends string, Output extends string>(
  host: Host<Input, Output>,
  redact: Redact,
): GuardedHost<Input, Output> {
  // The token is taken out of the whole text. What is left may be cut anywhere, before and after it has become longer.
  const line = (text: string, most = longestLine) => cut(safeLine(cut(redact(text), most)), most)
  const say = (how: 'warn' | 'error', message: string | readonly string[], title?: string) => {
    const texts = typeof message === 'string' ? [message] : message
    const [shown, rest] = fitting(texts.slice(0, mostLines).map(text => line(text, longestPart)))
    host[how](shown.join('\n'), title === undefined ? undefined : line(title))
    for (const text of rest) host.info(text)
    if (texts.length > mostLines) host.info(`… and ${counted(texts.length - mostLines, 'more line')}`)
  }
  return {
    read: () => host.read(),
    mask: secret => host.mask(secret),
    network: url => host.network(url),
    temporaryFolder: () => host.temporaryFolder(),
    info: text => host.info(line(text)),
    debug: text => host.debug(line(text)),
    warn: (message, title) => say('warn', message, title),
    error: (message, title) => say('error', message, title),
    group: (title, lines) =>
      host.group(
        line(title),
        lines.map(text => line(text)),
      ),
    progress: (percent, text) => host.progress(percent, line(text)),
    setOutput: (name, value) => host.setOutput(name, fitOutput(redact(value))),
    writeSummary: markdown => host.writeSummary(redact(markdown)),
    end: ending => host.end(ending),
  }
}

/** A longer text ends in an ellipsis, which says that it was cut. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Lines that one message has room for, and those that follow it in the log. */
function fitting(lines: readonly string[]): [string[], readonly string[]] {
  const shown: string[] = []
  let left = longestMessage - restFollows.length
  for (const line of lines) {
    left -= line.length + 1
    if (left < 0) break
    shown.push(line)
  }
  const rest = lines.slice(shown.length)
  return [rest.length === 0 ? shown : [...shown, restFollows], rest]
}

const restFollows = '  … More lines follow in the log.'
