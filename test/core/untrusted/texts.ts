import fc from 'fast-check'
import { createBuild } from '../../../emulator/index.js'
import { anyCharacter } from '../../support/any-character.ts'

/** What commands, markup, links and mentions are made of, what ends a line, and what hides or turns text. */
const pieces = [
  '##vso[task.setvariable variable=x]', '##VSO[task.complete result=Succeeded]', '## vso[', '##[', '##[set-output name=x]y', '###[error]',
  '::', '::add-mask::e', '::stop-commands::x', '\n::error::x', '\r##vso[task.debug]', '%0A', '%0D', '%25', '%3B', '%5D', '\n', '\r', '\r\n',
  '\t', '\u0085', '\u2028', '\u2029', '\v', '\f', '\0', '\u001b[31m', '\u001b]8;;https://x.example\u0007', '\u009b31m', '\u202e', '\u2066',
  '\u200b', '\u200d', '\u00ad', '\ufeff', '\u{e0041}', '\ud800', '\udfff', '|', '`', '```', '**', '_x_', '~~', '# ', '- ', '> ', '1. ', '\\', '&lt;',
  '&#60;', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<!--', '-->', '<details>', '</table>', '</code>', '<br>', '[x](https://x.example)',
  '![x](https://x.example/x.png)', '[x]: https://x.example', '[^1]', ']', '[', ')', '(', '<https://x.example>', 'https://x.example/', 'http://x.example',
  'www.x.example', 'x.example/y', 'mailto:a@x.example', 'a@x.example', '@user', '@org/team', '#1', 'org/repo#1', 'GH-1', 'AB#1', '!1', ':tada:', '$$x$$',
  '#\u0488#vso[task.complete result=Succeeded]', '##v\u0640so[', '##\u0591[set-output name=x]y', '\u0301', '\u0301##[group]', '\u07fa',
  '$(X)', '$(AzureDevOpsPat)', '{{ x }}', "'", '"', ' ', 'x', 'ü', '中', '🦊',
] // biome-ignore format: a table of pieces
/** A few pieces, one after the other. */
export const crafted: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 })
  .map(parts => parts.join(''))
const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1 })
/** Any text, most often a crafted one, now and then a very long one. */
export const anything: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: crafted },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, minLength: 1 }) },
  { weight: 1, arbitrary: units.map(codes => String.fromCharCode(...codes)) },
  { weight: 1, arbitrary: crafted.map(text => text.repeat(40)) },
)

/** A text for every field of a build that anybody can choose. */
export const fields = fc.record({
  buildNumber: anything,
  sourceBranch: anything,
  sourceVersion: anything,
  status: fc.constantFrom('completed', 'inProgress'),
  result: anything,
  reason: anything,
  definition: anything,
  project: anything,
  person: anything,
  tag: anything,
  queueTime: fc.oneof(fc.constant('2026-01-15T09:00:00Z'), anything),
})
export type Fields = typeof fields extends fc.Arbitrary<infer T> ? T : never

/** Builds as a service would send them that has no rules for their texts. */
export function untrustedBuilds(builds: readonly Fields[]): object[] {
  return builds.map(({ definition, project, person, tag, ...texts }, index) => ({
    ...createBuild({ id: index + 1 }),
    ...texts,
    definition: { id: 1, name: definition },
    project: { name: project },
    requestedFor: { displayName: person },
    tags: [tag],
  }))
}
