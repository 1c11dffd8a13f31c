import { fullTime, ticks } from './time.js'

/** @import { Issue, IssueOutline } from './timeline-types.ts' */

/** The agent keeps ten errors and ten warnings of a record and counts on (https://github.com/microsoft/azure-pipelines-agent ExecutionContext.cs). */
const keptIssues = 10

/**
 * What a task's log holds: the agent's head, what the task printed, and each issue as the agent writes it. The issues get
 * the number of the line where they stand.
 * @param {{ name: string, task: string | null, output: readonly string[], issues: readonly IssueOutline[] }} task
 * @returns {{ lines: string[], issues: Issue[] }}
 */
export function createLog({ name, task, output, issues }) {
  const lines = [
    `##[section]Starting: ${name}`,
    ...(task === null ? [] : headOf(task)),
    ...(task === 'CmdLine' || task === 'Bash'
      ? ['Generating script.', '========================== Starting Command Output ===========================']
      : []),
    ...output,
  ]
  const numbered = issues.map(issue => {
    if (issue.logged === false) return createIssue(issue)
    for (const line of `##[${issue.type ?? 'error'}]${issue.message}`.split('\n')) lines.push(line)
    return createIssue(issue, lines.length - issue.message.split('\n').length + 1)
  })
  lines.push(`##[section]Finishing: ${name}`)
  return { lines, issues: kept(numbered) }
}

/** @param {string} task */
function headOf(task) {
  const line = '='.repeat(78)
  return [line, `Task         : ${task}`, 'Version      : 2.250.1', 'Author       : Microsoft Corporation', line]
}

/** @param {readonly Issue[]} issues */
function kept(issues) {
  const ofType = (/** @type {string} */ type) => issues.filter(issue => issue.type === type).slice(0, keptIssues)
  return [...ofType('error'), ...ofType('warning')]
}

/**
 * @param {IssueOutline} outline
 * @param {number} [line] in the log; what the service says itself has none, and neither category nor data (observed: runfo)
 * @returns {Issue}
 */
export function createIssue({ message, type = 'error', category, source }, line) {
  if (line === undefined) return { type, category: category ?? null, message }
  const place = source && {
    sourcepath: source.path,
    linenumber: String(source.line),
    columnnumber: String(source.column),
  }
  const code = source?.code ? { code: source.code } : {}
  return {
    type,
    category: category ?? (source ? 'Code' : 'General'),
    message,
    data: { type, ...place, ...code, logFileLineNumber: String(line) },
  }
}

/**
 * A log as it is served: each line begins with its time (https://github.com/microsoft/azure-pipelines-agent Logging.cs).
 * @param {readonly string[]} lines
 * @param {string} start of the record
 */
export function stamped(lines, start) {
  const first = ticks(start)
  return lines.map((line, index) => `${fullTime(first + index * 123_457)} ${line}`)
}
