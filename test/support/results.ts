import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Build, MatchedBuild } from '../../src/core/builds/build.ts'
import type { Cut } from '../../src/core/builds/cut.ts'
import type { Batch } from '../../src/core/builds/list-builds.ts'
import { orderTime } from '../../src/core/builds/order.ts'
import type { NamedPipeline } from '../../src/core/builds/targets.ts'
import type { Order } from '../../src/core/inputs/order.ts'
import { offends } from '../../src/core/judge/judge.ts'
import { collectResult, type Result } from '../../src/core/result/result.ts'
import type { Settings } from '../../src/core/settings/settings.ts'

const newestFirst: Order = { time: 'queueTime', descending: true }

/** A build as a list of the service brings it. */
export function matchedOf(
  build: Build,
  order = newestFirst,
  target = build.project,
  bytes = Buffer.from(JSON.stringify(build)),
): MatchedBuild {
  return { build, target, time: orderTime(build, order), bytes }
}

/** What a batch has in addition to its builds, and the pipelines that were named. */
export interface Found {
  readonly more?: boolean
  readonly cuts?: readonly Cut[]
  readonly named?: readonly NamedPipeline[]
  readonly counts?: Batch['counts']
}

/** The result of a query that found these builds, by the code that makes it. */
export async function resultOf(
  builds: readonly Build[],
  { rules }: Pick<Settings, 'rules'>,
  { more = false, cuts = [], named = [], counts = { checked: builds.length, leftOut: new Map() } }: Found = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'result-'))
  async function* batches(): AsyncGenerator<Batch> {
    for (const cut of cuts) yield { builds: [], counts: { checked: 0, leftOut: new Map() }, more: true, cut }
    // The file is of no matter here.
    const bytes = Buffer.from('{}')
    yield { builds: builds.map(build => matchedOf(build, rules.order, build.project, bytes)), counts, more }
  }
  try {
    return await collectResult(batches(), {
      order: rules.order,
      file: join(folder, 'builds.json'),
      named: async () => named,
      offends: offends(rules),
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
