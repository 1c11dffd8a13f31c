/** Where dotnet's builds put a word for their own statistics. */
const telemetry = /\(NETCORE_ENGINEERING_TELEMETRY=\w{1,50}\)\s*/g

/**
 * Messages that only say that something failed, from the texts of the tasks and the agent:
 * https://github.com/microsoft/azure-pipelines-tasks (task.json) and
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Misc/layoutbin/en-US/strings.json
 */
const noise: readonly RegExp[] = [
  /^[\w. -]{1,40} exited with code:? ?'?-?\d+'?\.?$/i,
  /\bwrote one or more lines to the standard error stream\.?$/i,
  /^(?:[\w. ]{1,40} )?failed with (?:an? )?(?:exit|return|error) code:? ?'?-?\d+'?\.?$/i,
  /^Process completed with exit code -?\d+(?: and had \d+ error\(s\)[^\n]{0,400})?\.?$/i,
  /^Exit code -?\d+ returned from process: file name [\s\S]{0,2000}$/i,
  /^(?:Error:? ?)*The (?:process|command|script) [\s\S]{0,2000} (?:failed|exited) with (?:exit )?code:? -?\d+\.?$/i,
  /\berror MSB(?:3073|4181|6006)\b/,
  /^Dotnet command failed with (?:a )?non-zero exit code\b/i,
  /^(?:Error: ?)*Build failed\.?$/i,
  /^The (?:operation|job) was cancell?ed\.?$/i,
]

/** Of tasks that run tests or publish their results: which test failed is in the log, or in the test results. */
const testNoise: readonly RegExp[] = [
  /^Vs?test\b[^\n]{0,100} failed\b/i,
  /^Vs?test failed with error\b/i,
  /^Test Run Failed\.?$/i,
  /^There are one or more test failures detected in result files\b/i,
  /^There (?:are|were) (?:test failures|failing tests)\b[^\n]{0,400}$/i,
]

/** Whether a message says no more than that something failed. */
export function isNoise(message: string): boolean {
  const text = message.replace(telemetry, '').trim()
  if (noise.some(pattern => pattern.test(text))) return true
  return saysTestsFailed(text)
}

/** Whether a message says that tests failed, without naming one. */
export function saysTestsFailed(message: string): boolean {
  return testNoise.some(pattern => pattern.test(message.replace(telemetry, '').trim()))
}
