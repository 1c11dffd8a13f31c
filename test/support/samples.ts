import { randomBytes } from 'node:crypto'
import type { Build } from '../../src/core/builds/build.ts'
import { declarations, type InputName, inputNames } from '../../src/core/inputs/inputs.ts'
import type { HostContext, RawInputs } from '../../src/core/inputs/raw-inputs.ts'
import { readSettings } from '../../src/core/settings/read-settings.ts'
import type { Settings } from '../../src/core/settings/settings.ts'

/** 2026-11-23T12:00:00Z, in milliseconds since 1970. */
export const noon = Date.UTC(2026, 10, 23, 12)

/** A text that nothing takes for a token of the real service, other in every run. */
export function madeUpToken(): string {
  return `made-up-${randomBytes(12).toString('hex')}`
}

/** What a host reads: what is given, and the defaults of the manifests for the rest. */
export function rawInputs(given: Partial<RawInputs> = {}): RawInputs {
  const standard = inputNames.map(name => [name, declarations[name].default ?? ''])
  return { ...(Object.fromEntries(standard) as Record<InputName, string>), ...given }
}

/** The settings of a step that names an organization, a project and a token in addition to what is given. */
export function settingsOf(
  given: Partial<RawInputs> = {},
  { context = { host: 'github' }, now = noon }: { context?: HostContext; now?: number } = {},
): Settings {
  return readSettings(
    rawInputs({ organization: 'contoso', project: 'web', pat: madeUpToken(), ...given }),
    context,
    now,
  )
}

/** A completed build; `given` replaces fields of it. */
export function buildOf(given: Partial<Build> = {}): Build {
  return {
    id: 42,
    buildNumber: '20261123.4',
    status: 'completed',
    result: 'succeeded',
    project: 'web',
    projectId: '',
    pipelineId: 7,
    pipelineName: 'Web CI',
    sourceBranch: 'refs/heads/main',
    sourceVersion: '0123456789abcdef0123456789abcdef01234567',
    pullRequestCommit: '',
    reason: 'individualCI',
    deleted: false,
    validationErrors: [],
    queueTime: '2026-11-23T10:00:00.1234567Z',
    startTime: '2026-11-23T10:01:00Z',
    finishTime: '2026-11-23T10:06:30.25Z',
    ...given,
  }
}
