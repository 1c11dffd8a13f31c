import { code, counted, markdown, shorten } from '../base/text.ts'
import { formatDuration } from '../base/time.ts'
import { type Build, durationOf, stateOf } from '../builds/build.ts'
import { shortRef } from '../inputs/branch.ts'
import type { Result } from '../result/result.ts'
import { shortVersion, when } from './build-words.ts'
import type { PageOf } from './sentence.ts'
import { linkTo, markOf } from './summary-words.ts'

interface Column {
  readonly title: string
  /** What tells rows apart: a column that is the same in every row is left out. */
  readonly key: (build: Build) => string
  readonly cell: (build: Build) => string
  /** Narrow pages show these; they are never left out. */
  readonly always?: true
}

/** A table of the first builds, without columns that are the same in every row. The most telling columns come first. */
export function buildTable(
  { builds, count }: Result,
  { pageOf, now }: { readonly pageOf: PageOf; readonly now: number },
  rows: number,
): string[] {
  if (count === 0) return []
  const shown = builds.slice(0, rows)
  const columns = columnsFor(pageOf, now).filter(
    ({ key, always }) =>
      always || (shown.length === 1 ? key(shown[0] as Build) !== '' : new Set(shown.map(key)).size > 1),
  )
  const table = [
    `| ${columns.map(({ title }) => title).join(' | ')} |`,
    `|${' --- |'.repeat(columns.length)}`,
    ...shown.map(build => `| ${columns.map(({ cell }) => cell(build)).join(' | ')} |`),
  ].join('\n')
  const left = count - shown.length
  return left > 0 ? [table, `${counted(left, 'more build')} not shown. The builds file has all of them.`] : [table]
}

function columnsFor(pageOf: PageOf, now: number): Column[] {
  const duration = (build: Build) => {
    const time = durationOf(build)
    return time === undefined ? '' : formatDuration(time)
  }
  return [
    {
      title: 'Build',
      key: ({ id }) => String(id),
      // A page 360 pixels wide puts the mark above the number, and the pipeline on several lines, so that the commit is seen.
      cell: build => `${markOf(stateOf(build))} ${linkTo(build, build.buildNumber || String(build.id), pageOf)}`,
      always: true,
    },
    {
      title: 'Pipeline',
      key: build => build.pipelineName,
      cell: build => markdown(shorten(build.pipelineName, 60)),
      always: true,
    },
    {
      title: 'Commit',
      key: build => build.sourceVersion,
      cell: build => (build.sourceVersion === '' ? '' : code(shortVersion(build.sourceVersion))),
    },
    { title: 'Result', key: stateText, cell: build => onOneLine(markdown(shorten(stateText(build), 60))) },
    {
      title: 'Branch',
      key: build => build.sourceBranch,
      cell: build => code(shorten(shortRef(build.sourceBranch), 60)),
    },
    { title: 'Project', key: build => build.project, cell: build => code(shorten(build.project, 60)) },
    { title: 'When', key: build => when(build, now), cell: build => onOneLine(markdown(when(build, now))) },
    { title: 'Duration', key: duration, cell: build => onOneLine(duration(build)) },
  ]
}

function stateText(build: Build): string {
  return `${stateOf(build)}${build.deleted ? ', deleted' : ''}`
}

/** Narrow pages break a cell at its spaces, which these are too short for. */
function onOneLine(cell: string): string {
  return cell.replaceAll(' ', '&nbsp;')
}
