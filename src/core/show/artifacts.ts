import type { Downloaded, DownloadedArtifact } from '../artifacts/download-artifacts.ts'
import { formatSize } from '../base/size.ts'
import { code, counted, shorten } from '../base/text.ts'
import { type Build, isCompleted, nameOf } from '../builds/build.ts'
import { fitting } from '../result/output-values.ts'
import type { ArtifactsSettings } from '../settings/settings.ts'
import type { Part } from './part.ts'

/** Artifacts that the log and the summary name; the output has as many as fit. */
const maxShown = 100

/** GitHub shows ten warnings of a step: https://docs.github.com/actions/reference/limits */
const maxWarnings = 9

/** Which artifacts were downloaded, for the log, the summary, and outputs. */
export function artifactsPart(downloaded: Downloaded, build: Build, { ifNone }: ArtifactsSettings): Part {
  const { artifacts, path, missing, unsupported } = downloaded
  const notes = ifNone === 'ignore' ? unsupported : [...missing, ...unsupported]
  const warnings = isCompleted(build)
    ? notes
    : [`${nameOf(build)} is not completed, so it may have more artifacts later.`, ...notes]
  const more = artifacts.length - maxShown
  return {
    outputs: { artifacts: fitting(artifacts), 'artifacts-path': path },
    log: [
      ...artifacts.slice(0, maxShown).map(artifact => `Downloaded ${amountOf(artifact, shorten)}, to ${artifact.path}`),
      ...(more > 0 ? [`Downloaded ${counted(more, 'more artifact')}.`] : []),
      ...(artifacts.length === 0 ? ['No artifact was downloaded.'] : []),
    ],
    warnings: shortened(warnings).map(text => ({ text, title: 'Azure DevOps builds: artifacts' })),
    summary: artifacts.length === 0 ? [] : [sectionOf(artifacts, more)],
  }
}

function shortened(warnings: readonly string[]): string[] {
  const left = warnings.length - maxWarnings
  return left <= 0
    ? [...warnings]
    : [...warnings.slice(0, maxWarnings), `There are ${counted(left, 'more warning')} about artifacts.`]
}

function sectionOf(artifacts: readonly DownloadedArtifact[], more: number): string {
  const shown = artifacts.slice(0, maxShown)
  const items = shown.map(artifact => `- ${amountOf(artifact, (name, length) => code(shorten(name, length)))}`)
  return ['### Artifacts', '', ...items, ...(more > 0 ? [`- and ${counted(more, 'more artifact')}`] : [])].join('\n')
}

/** `drop: 12 files, 34 MiB`. */
function amountOf(
  { name, files, bytes }: DownloadedArtifact,
  written: (name: string, length: number) => string,
): string {
  return `${written(name, 100)}: ${counted(files, 'file')}, ${formatSize(bytes)}`
}
