import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@jest/globals'
import { whereOf } from '../../../src/core/explain/failures.ts'
import { retriesThatPassed, rootCauses } from '../../../src/core/explain/root-causes.ts'
import { readTimeline } from '../../../src/core/explain/timeline.ts'
import { Tree } from '../../../src/core/explain/tree.ts'
import { page, same } from './read.ts'

/** Timelines of real builds from https://github.com/jaredpar/runfo (MIT), which lie beside the repository, not in it. */
const folder = new URL('../../../../shared/specs/timelines/', import.meta.url)
const present = existsSync(folder)
if (!present) console.info('Skipped: the real timelines to read are not beside this repository.')

function read(name: string) {
  const body = gunzipSync(readFileSync(new URL(`${name}.json.gz`, folder)))
  const { records } = readTimeline({ status: 200, body }, same)
  const tree = new Tree(records)
  return { causes: rootCauses(tree, page), tree, records }
}

const whenPresent = present ? test : test.skip

whenPresent('build 618592: a compile step, and an agent that was taken away in the middle of a task', () => {
  const { causes, records } = read('timeline1')
  expect(causes.map(cause => [cause.kind, whereOf(cause), cause.noise, cause.messages.length])).toEqual([
    ['script', 'Installer Build and Test coreclr Windows_NT_x86 Debug > Build', true, 3],
    ['agent-lost', 'Installer Build and Test mono tvOS_arm64 Debug > Download artifacts for all platforms', false, 1],
  ])
  expect(causes[0]?.log).toEqual({ id: 1970, line: 1017 })
  expect(causes[1]?.messages).toEqual([
    'Received request to deprovision: The request was cancelled by the remote provider.',
  ])
  // 2,750 records, of which 2,149 are tasks that went well.
  expect(records.length).toBeLessThan(310)
})

whenPresent(
  'build 799195: a script, tests on other machines, and three jobs that passed when they were retried',
  () => {
    const { causes, tree } = read('timeline2')
    expect(causes.map(cause => [cause.kind, whereOf(cause), cause.noise])).toEqual([
      ['script', 'Formatting Linux x64 > Run tests/scripts/format.py', true],
      ['script', 'Libraries Test Run checked coreclr Windows_NT x86 Release > Send to Helix', false],
    ])
    expect(causes[0]?.url).toBe(
      `${page}&view=logs&j=7b44e949-88ac-5e54-d61f-6dbb52b4ac02&t=45872f7a-05a6-54b6-3508-a9933282fd65&l=38`,
    )
    expect(causes[1]?.messages[0]).toMatch(/has failed\.\nFailure log: https:/)
    expect(retriesThatPassed(tree)).toEqual([
      'Installer Build and Test coreclr  Linux_musl_arm64 Release passed on attempt 2',
      'Libraries Test Run release coreclr Linux_musl x64 Release passed on attempt 2',
      'Libraries Test Run checked coreclr Linux x64 Release passed on attempt 2',
    ])
  },
)

whenPresent('the timeline of an earlier attempt, one abandoned job, names no cause', () => {
  for (const part of ['timeline2-part1', 'timeline2-part2', 'timeline2-part3']) expect(read(part).causes).toEqual([])
})
