// Programs of others that examples call: each does just what the example needs, and fails on anything else. scripts/act.sh puts
// them into PATH as well: node programs.js FOLDER
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const programs = {
  az: `[ "$1 $2" = "account get-access-token" ] && echo "$MADE_UP_JWT"`,
  git: `[ "$1" = clone ] && [ "$("$GIT_ASKPASS" "Password for 'https://pat@dev.azure.com': ")" = "$PAT" ] && [ -n "$PAT" ]`,
}

/** @param {string} folder that exists */
export function writePrograms(folder) {
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${line}\n`)
    chmodSync(join(folder, name), 0o755)
  }
}

const [, program = '', folder] = process.argv
if (folder !== undefined && basename(program) === 'programs.js') {
  mkdirSync(folder, { recursive: true })
  writePrograms(folder)
}
