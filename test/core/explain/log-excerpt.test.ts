import { describe, expect, test } from '@jest/globals'
import { createTimeline, scenes } from '../../../emulator/index.js'
import { stamped } from '../../../emulator/world/create-log.js'
import { rangeAround, withLog } from '../../../src/core/explain/log-excerpt.ts'
import type { Cause } from '../../../src/core/explain/root-causes.ts'
import { tellingLines } from '../../../src/core/explain/telling-lines.ts'
import { causesOf, page, same } from './read.ts'

/** A task that printed this and then failed with nothing but its exit code, and the part of its log that is read. */
function explained(
  output: string[],
  issue = "Bash exited with code '1'.",
  change: (log: string) => string = log => log,
): Cause {
  const outline = {
    stages: [{ jobs: [{ name: 'Linux', tasks: [{ name: 'Run', task: 'Bash', output, issues: [issue] }] }] }],
  }
  const { logs } = createTimeline(outline)
  const [cause] = causesOf(outline)
  if (cause?.log?.line === undefined) throw new Error('the cause has no log')
  const range = rangeAround(cause.log.id, cause.log.line)
  const lines = stamped(logs.get(range.logId) ?? [], '2026-01-15T09:00:12.5Z').slice(range.startLine - 1, range.endLine)
  return withLog(cause, change(lines.map(line => `${line}\n`).join('')), range, page, same)
}

test('the range is the lines before the place, and a few behind it', () => {
  expect(rangeAround(7, 100)).toEqual({ logId: 7, startLine: 40, endLine: 102 })
  expect(rangeAround(7, 3)).toEqual({ logId: 7, startLine: 1, endLine: 5 })
})

test('lines that name an error take the place of the noise, and the link leads to the first of them', () => {
  const cause = explained(['Compiling', 'app.cs(3,5): error CS1002: ; expected', 'done'])
  expect(cause).toMatchObject({
    kind: 'script',
    noise: false,
    excerpt: [],
    messages: ['app.cs(3,5): error CS1002: ; expected'],
  })
  // Eight lines of the agent come before what the task printed.
  expect(cause.url).toMatch(/&l=10$/)
})

test('where no line names one, the last ten before the failure are shown, without those of the agent', () => {
  const cause = explained(Array.from({ length: 30 }, (_, index) => `step ${index + 1}`))
  expect(cause).toMatchObject({ noise: true, messages: ["Bash exited with code '1'."] })
  expect(cause.excerpt).toEqual(Array.from({ length: 10 }, (_, index) => `step ${index + 21}`))
})

test('the head of the task is not shown', () => {
  expect(explained(['only this']).excerpt).toEqual(['only this'])
})

test('a test runner makes it a failure of tests', () => {
  const [cause] = causesOf(scenes.noiseOnly())
  expect(cause?.kind).toBe('script')
  const told = explained([
    'PASS a.test.ts',
    '  ● totals › rounds half up',
    'Tests:       1 failed, 41 passed, 42 total',
  ])
  expect(told).toMatchObject({ kind: 'tests', messages: ['● totals › rounds half up'] })
})

test('times, colors, commands, and mail addresses are taken away', () => {
  const cause = explained([
    '\u001b[1m\u001b[31mbold\u001b[0m',
    '##[command]/usr/bin/make all',
    '##[debug]hidden',
    '',
    'by ada@example.com',
  ])
  expect(cause.excerpt).toEqual(['bold', '/usr/bin/make all', 'by (address hidden)'])
})

test('long lines are cut', () => {
  expect(explained([`start ${'x'.repeat(5000)}`]).excerpt[0]).toHaveLength(300)
})

describe('The service may', () => {
  test('count lines from zero: the number comes from where the message stands', () => {
    const cause = explained(['error TS1: a', 'b'], undefined, log => log.slice(log.indexOf('\n') + 1))
    expect(cause.url).toMatch(/&l=9$/)
  })

  test('end lines with CR LF and begin with a byte order mark', () => {
    const cause = explained(['a', 'b'], undefined, log => `\uFEFF${log.replaceAll('\n', '\r\n')}`)
    expect(cause.excerpt).toEqual(['a', 'b'])
  })

  test('send the whole log although a part was requested', () => {
    const output = Array.from({ length: 500 }, (_, index) => `line ${index + 1}`)
    const outline = {
      stages: [
        { jobs: [{ name: 'L', tasks: [{ name: 'R', task: 'Bash', output, issues: ["Bash exited with code '1'."] }] }] },
      ],
    }
    const [cause] = causesOf(outline)
    const range = rangeAround(1, cause?.log?.line ?? 0)
    const whole = createTimeline(outline).logs.get(cause?.log?.id ?? 0) ?? []
    const told = withLog(cause as Cause, whole.join('\n'), range, page, same)
    expect(told.excerpt.at(-1)).toBe('line 500')
    expect(told.excerpt).toHaveLength(10)
  })

  test('send nothing', () => {
    expect(explained(['a'], undefined, () => '')).toMatchObject({ excerpt: [], noise: true })
  })
})

test('a secret that the bytes hid is taken out before a line is cut', () => {
  const outline = {
    stages: [{ jobs: [{ name: 'L', tasks: [{ name: 'R', issues: ["Bash exited with code '1'."] }] }] }],
  }
  const [cause] = causesOf(outline)
  const secret = `made-up-${Math.random()}`
  const redact = (text: string) => text.replaceAll(secret, '***')
  const log = `${'x'.repeat(290)}${secret}\n\u001b[1m${secret.slice(0, 5)}\u001b[2m${secret.slice(5)}`
  const told = withLog(cause as Cause, log, rangeAround(1, 60), page, redact)
  expect(JSON.stringify(told)).not.toContain(secret.slice(0, 8))
  expect(told.excerpt[1]).toBe('***')
})

/** What real tools print when they fail, by the tool. */
const printed: readonly (readonly [tool: string, line: string, tests?: true])[] = [
  ['csc', '/s/Api.cs(12,9): error CS0103: The name x does not exist [/s/Api.csproj]'],
  ['tsc', "src/a.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'."],
  ['NuGet', '/s/a.csproj : error NU1101: Unable to find package Foo.'],
  ['MSVC linker', 'main.obj : error LNK2019: unresolved external symbol _x'],
  ['gcc', "main.c:5:3: error: 'x' undeclared (first use in this function)"],
  ['rustc', 'error[E0425]: cannot find value `x` in this scope'],
  ['ld', "main.c:(.text+0x5): undefined reference to `frob'"],
  ['dotnet test', '  Failed Totals.RoundsHalfUp [12 ms]', true],
  ['Jest', '  ● totals › rounds half up', true],
  ['pytest', 'FAILED tests/test_a.py::test_rounding - assert 2 == 3', true],
  ['go test', '--- FAIL: TestRounding (0.00s)', true],
  ['TAP', 'not ok 3 - rounds half up', true],
  ['Maven Surefire', '[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0', true],
  ['Gradle tests', '42 tests completed, 1 failed', true],
  ['unittest', 'FAILED (failures=1)', true],
  ['Python', "ModuleNotFoundError: No module named 'requests'"],
  ['Java', 'Exception in thread "main" java.lang.IllegalStateException: no'],
  ['.NET', 'Unhandled exception. System.IO.FileNotFoundException: Could not find file'],
  ['Node.js', "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x'"],
  ['Go', 'panic: runtime error: index out of range [3] with length 3'],
  ['Git', 'fatal: repository not found'],
  ['Terraform', '│ Error: Invalid reference'],
  ['Azure CLI', 'ERROR: The subscription could not be found.'],
  ['Gradle', '> Task :app:compileJava FAILED'],
  ['npm', 'npm ERR! Cannot read properties of undefined'],
  ['make', 'error: no rule'],
  ['Bash', '/tmp/x.sh: line 3: kubectl: command not found'],
]

describe('A line that names an error is found, as printed by', () => {
  test.each(printed)('%s', (_, line, tests = false as true) => {
    const lines = [{ text: 'before' }, { text: line }, { text: 'behind' }]
    expect(tellingLines(lines)).toEqual({ lines: [{ text: line }], more: 0, tests })
  })

  test.each([
    ['a line that only speaks of errors', '0 Error(s)'],
    ['a summary of what went well', 'Tests:       42 passed, 42 total'],
    ['noise', "The process '/usr/bin/python' failed with exit code 1"],
    ['the code of npm', 'npm ERR! code ELIFECYCLE'],
    ['a name', 'Copying error-page.html'],
  ])('no tool: %s', (_, text) => {
    expect(tellingLines([{ text }]).lines).toEqual([])
  })
})

test('of many such lines the first five are kept, each once, and the most specific sort of them', () => {
  const errors = Array.from({ length: 9 }, (_, index) => ({ text: `a.cs(${index},1): error CS1: x` }))
  const lines = [{ text: 'error: make failed' }, ...errors, ...errors]
  expect(tellingLines(lines)).toEqual({ lines: errors.slice(0, 5), more: 4, tests: false })
})
