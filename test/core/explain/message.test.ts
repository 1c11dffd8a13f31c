import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cleanMessage, firstLine } from '../../../src/core/explain/message.ts'
import { isNoise } from '../../../src/core/explain/noise.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { same } from './read.ts'

test.each([
  ['plain text', 'error CS1002: ; expected', 'error CS1002: ; expected'],
  ['colors', '\u001b[1;31merror\u001b[0m: no', 'error: no'],
  ['the title of a window', '\u001b]0;build\u0007made', 'made'],
  ['a byte order mark', '\uFEFFfirst', 'first'],
  ['line ends of Windows', 'a\r\nb \r\n', 'a\nb'],
  ['a progress bar', '10 %\r20 %', '10 %\n20 %'],
  ['a logging command', '##[error]No', 'No'],
  ['a command of a task', '##vso[task.logissue type=error]No', 'No'],
  ['a mail address', 'Ask ada.example+ci@mail.example.com now', 'Ask (address hidden) now'],
  ['the user of a URL', 'https://contoso@dev.azure.com/contoso', 'https://(address hidden)/contoso'],
  ['a password in a URL', 'https://ada:sesame@example.com/x', 'https://ada:(address hidden)/x'],
  ['Git over SSH', 'git@github.com:contoso/web.git', 'git@github.com:contoso/web.git'],
  ['packages', 'lodash@4.17.21 and @types/node@20', 'lodash@4.17.21 and @types/node@20'],
])('%s', (_, text, expected) => {
  expect(cleanMessage(text, same)).toBe(expected)
})

test('whatever comes, it ends in time, at most 2000 characters long', () => {
  const untrusted = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 5000 }),
    fc
      .constantFrom('a@', '##vso[', '\u001b]', 'a.', 'Error: ', 'x exited with code ', '\u001b[')
      .map(piece => piece.repeat(20_000)),
  )
  fc.assert(
    fc.property(untrusted, text => {
      const clean = cleanMessage(text, same)
      isNoise(clean)
      expect([...clean].length).toBeLessThanOrEqual(2000)
    }),
  )
}, 20_000)

test.each([
  ['one\ntwo', 'one'],
  ['\n  \nfirst', 'first'],
  ['Error:\n  cannot open x', 'Error: cannot open x'],
  ['', ''],
])('the first line of %j is %j', (message, expected) => {
  expect(firstLine(message)).toBe(expected)
})
