import { fitOutput } from '../base/output-size.ts'
import { safeLine, safeLines } from '../base/text.ts'
import type { Redact } from '../credential/redact.ts'
import type { Host } from './host.ts'

/**
 * The host, behind two rules that nothing gets around: no form of the token leaves the step, and no text from the
 * service or the inputs can start a command, end a line or carry an escape in the log.
 */
export function guard<Input extends string, Output extends string>(
  host: Host<Input, Output>,
  redact: Redact,
): Host<Input, Output> {
  const line = (text: string) => safeLine(redact(text))
  const message = (text: string) => safeLines(redact(text)).join('\n')
  return {
    read: () => host.read(),
    mask: secret => host.mask(secret),
    network: url => host.network(url),
    temporaryFolder: () => host.temporaryFolder(),
    info: text => host.info(line(text)),
    debug: text => host.debug(line(text)),
    warn: (text, title) => host.warn(message(text), title === undefined ? undefined : line(title)),
    error: (text, title) => host.error(message(text), title === undefined ? undefined : line(title)),
    group: (title, lines) => host.group(line(title), lines.map(line)),
    progress: (percent, text) => host.progress(percent, line(text)),
    setOutput: (name, value) => host.setOutput(name, fitOutput(redact(value))),
    writeSummary: markdown => host.writeSummary(redact(markdown)),
    end: ending => host.end(ending),
  }
}
