import { falseStarts, oddStarts } from './false-starts.ts'
import { hardToFind } from './hard-to-find.ts'
import { lookAlikes, twins } from './look-alikes.ts'
import { lostWithBuild, lostWithoutBuild } from './lost.ts'
import { neverArrived } from './never-arrived.ts'
import { refused } from './refused.ts'
import type { StartEnd } from './start-end.ts'

/** Every way in which the request that starts a build may end. */
export const startEnds: readonly StartEnd[] = [
  ...neverArrived,
  ...refused,
  ...lostWithoutBuild,
  ...lostWithBuild,
  ...hardToFind,
  ...lookAlikes,
  ...twins,
  ...falseStarts,
  ...oddStarts,
]
