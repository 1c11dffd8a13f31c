import { nearest } from '../base/nearest.ts'
import { shortRef } from '../inputs/branch.ts'
import { parseOrder } from '../inputs/order.ts'
import { readList } from '../service/json-list.ts'
import { PageError } from '../service/page-error.ts'
import type { ServiceRequest } from '../service/request.ts'
import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'
import { type Build, readBuild } from './build.ts'
import { sortsBy, type Target } from './query.ts'
import type { Targets } from './targets.ts'

/** What there is where nothing matches. */
export interface NearMisses {
  /** The newest build of the pipelines, or of any, whatever its branch, commit and state. */
  readonly newest: Build | undefined
  /** Whether everything was looked at, so that without a newest build there is none. */
  readonly isWhole: boolean
  /** Branches with a name like the one that was asked for. */
  readonly branches: readonly string[]
}

/** So many projects are looked at, and so many builds of each. */
export const maxProjects = 3
const newestBuilds = 50
/** What Git says of branches elsewhere, and a slip in `refs/heads/`, which a service without such a ref cannot tell. */
const foreignPrefix = /^(?:refs\/)?(?:heads?|(?:remotes\/)?origin)\//i
const newestFirst = 'queueTimeDescending'

/** The request for the newest builds of a project. */
export function newestRequest({ project, pipelines }: Target, deadline: number): ServiceRequest {
  return {
    words: { what: `The newest builds of ${project}`, subject: 'builds' },
    path: [project, '_apis', 'build', 'builds'],
    query: version => [
      ...(pipelines.length > 0 ? [['definitions', pipelines.join(',')] as const] : []),
      ['$top', String(newestBuilds)],
      ...(sortsBy(parseOrder(newestFirst), version) ? [['queryOrder', newestFirst] as const] : []),
    ],
    deadline,
  }
}

/**
 * Looks at the newest builds when none matches, with one request for each project, so that a message can say more than
 * "nothing". Failing to look says nothing either.
 * @throws only what ends the step
 */
export async function findNearMisses(
  service: Service,
  query: BuildQuery,
  targets: Targets,
  deadline: number,
): Promise<NearMisses> {
  const none: NearMisses = { newest: undefined, isWhole: false, branches: [] }
  try {
    const known = (await Promise.all(targets.each.slice(0, maxProjects))).filter(target => target !== undefined)
    const lists = await Promise.all(known.map(target => newest(service, target, deadline)))
    const builds = lists.flat().sort((a, b) => b.queueTime.localeCompare(a.queueTime))
    return { newest: builds[0], isWhole: targets.each.length <= maxProjects, branches: branchesLike(query, builds) }
  } catch {
    // A canceled step gives no verdict.
    service.signal.throwIfAborted()
    return none
  }
}

function newest(service: Service, target: Target, deadline: number): Promise<Build[]> {
  return service.request(newestRequest(target, deadline), ({ body }, signal) =>
    readList(
      body,
      value => {
        const build = readBuild(value, target.project)
        if (build === undefined) throw new PageError(false, 'an element of the list is not a build')
        return build
      },
      signal,
    ),
  )
}

function branchesLike({ branch }: BuildQuery, builds: readonly Build[]): string[] {
  if (branch?.kind !== 'ref') return []
  const others = builds.map(({ sourceBranch }) => sourceBranch).filter(ref => ref !== branch.ref)
  return nearest(shortRef(branch.ref).replace(foreignPrefix, ''), others.map(shortRef))
}
