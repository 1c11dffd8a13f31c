// @actions/core imports @actions/exec to describe the platform in `platform.getDetails`, which this project never calls. A step
// that holds a token starts no other program, and need not be able to.

export function getExecOutput() {
  throw new Error('@actions/exec is left out of this project (see "overrides" in package.json)')
}
