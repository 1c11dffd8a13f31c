import { isNoise } from './noise.ts'

/** Lines of a log that name an error. */
export interface Telling<Line> {
  readonly lines: readonly Line[]
  /** How many more there are of their sort. */
  readonly more: number
  /** Whether they name tests. */
  readonly tests: boolean
}

const mostLines = 5

/**
 * What compilers, test runners and package managers print when they fail, the most specific first: the first row that any
 * line fits wins. dotnet's own triage looks for the same:
 * https://github.com/dotnet/runtime/tree/main/.github/skills/ci-analysis
 */
const rows: readonly { readonly pattern: RegExp; readonly tests?: true }[] = [
  // C#, TypeScript, MSBuild, NuGet, linkers: `x.cs(3,5): error CS1002: ; expected`
  { pattern: /\berror [A-Z]{1,8}\d{1,5}\b/ },
  // Rust, C and C++, Go's linker
  { pattern: /^error\[E\d{4}\]|:\d{1,7}:\d{1,6}: (?:fatal )?error: |\bundefined reference to\b/ },
  // dotnet test, Jest, Vitest, Mocha, pytest, Go, TAP
  { pattern: /^\s*(?:Failed \S.{0,400} \[[<\d]|● .{1,400} › |FAILED \S+::|--- FAIL: |not ok \d+)/, tests: true },
  {
    pattern: /^\s*(?:FAIL |FAIL\t|Failed! +- Failed: |Tests:? .{0,60}\b\d+ failed|=+ .{0,80}\b\d+ failed\b|FAILED \()/,
    tests: true,
  },
  {
    pattern:
      /^Tests run: \d+, Failures: [1-9]|^(?:\[ERROR\] )?Tests run: .{0,80}(?:Failures|Errors): [1-9]|^\d+ tests? completed, \d+ failed/,
    tests: true,
  },
  // Python, Java, .NET, Node.js, Go: the exception itself, which ends the trace or begins it
  {
    pattern:
      /^(?:Unhandled exception\. |Exception in thread .{1,200} |Uncaught )?(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?: ./,
  },
  { pattern: /^panic: ./ },
  // Git, Docker, Terraform, kubectl, Azure CLI, Maven, Gradle, npm
  {
    pattern:
      /^(?:fatal|FATAL)\b:? ?.|^\s*╷?│? ?Error: .|^\[ERROR\] .|^ERROR: .|^> Task :\S+ FAILED$|^npm (?:ERR!|error) (?!code|A complete log|errno|path|command)./,
  },
  { pattern: /^(?:error|Error|ERROR)\b[: ]./ },
  // Shells: `deploy.sh: line 3: kubectl: command not found`
  { pattern: /: (?:command not found|No such file or directory|Permission denied)$/ },
]

/** The first lines that name an error, each once; none where no line does. */
export function tellingLines<Line extends { readonly text: string }>(lines: readonly Line[]): Telling<Line> {
  const candidates = lines.filter(({ text }) => !isNoise(text))
  for (const { pattern, tests = false } of rows) {
    const seen = new Set<string>()
    const found = candidates.filter(({ text }) => pattern.test(text) && !seen.has(text) && seen.add(text) !== undefined)
    if (found.length > 0)
      return { lines: found.slice(0, mostLines), more: Math.max(0, found.length - mostLines), tests }
  }
  return { lines: [], more: 0, tests: false }
}
