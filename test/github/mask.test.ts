import { afterEach, expect, jest, test } from '@jest/globals'
import { parseCommand } from '../../hosts/github/command-parser.js'
import { githubHost } from '../../src/github/host.ts'

let written: string[] = []
afterEach(() => {
  jest.restoreAllMocks()
  written = []
})

/** Beginnings that the search of the runner could ignore, or take for a part of the colons before them. */
function* beginnings(): Generator<string> {
  for (let code = 1; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    // Of ordinary letters and symbols there are many, and all of a kind.
    if (code > 0x1fff && code % 64 > 0 && /^[\p{Lo}\p{So}\p{Co}\p{Cn}\p{Cs}]$/u.test(character)) continue
    yield character
    yield `${character}\u0301`
    yield `\u0640${character}`
  }
}

test('A secret that a response has chosen is no command to the runner, whatever it begins with', () => {
  jest.spyOn(process.stdout, 'write').mockImplementation(text => written.push(String(text)) > 0)
  const wrong: string[] = []
  for (const beginning of beginnings()) {
    githubHost.mask(`${beginning}##[set-output name=x]made-up`)
    for (const line of written.splice(0)) {
      const command = parseCommand(line.trimEnd(), () => true)
      if (command?.name !== 'add-mask' || !command.data.endsWith('##[set-output name=x]made-up'))
        wrong.push(`${beginning} ${line}`)
    }
  }
  expect(wrong.slice(0, 10)).toEqual([])
})
