import { signInRoutes } from '../http/challenge.js'
import { approvalRoutes } from './approvals.js'
import { artifactRoutes } from './artifacts.js'
import { buildRoutes } from './builds.js'
import { changeRoutes } from './change-build.js'
import { changeDefinitionRoutes } from './change-definition.js'
import { definitionRoutes } from './definitions.js'
import { discoveryRoutes } from './discovery.js'
import { feedRoutes } from './feeds.js'
import { gitRoutes } from './git.js'
import { graphRoutes } from './graph.js'
import { logRoutes } from './logs.js'
import { pageRoutes } from './pages.js'
import { projectRoutes } from './projects.js'
import { pullRequestThreadRoutes } from './pull-request-threads.js'
import { pullRequestRoutes } from './pull-requests.js'
import { releaseRoutes } from './releases.js'
import { startRoutes } from './start-build.js'
import { tagRoutes } from './tags.js'
import { timelineRoutes } from './timelines.js'
import { variableGroupRoutes } from './variable-groups.js'
import { wikiRoutes } from './wiki.js'
import { workItemPartRoutes } from './work-item-parts.js'
import { workItemQueryRoutes } from './work-item-queries.js'
import { workItemRoutes } from './work-items.js'

/** @import { Route } from '../types.ts' */

/**
 * Everything that the emulator serves: each resource is a file of its own that exports its routes.
 * @type {readonly Route[]}
 */
export const routes = [
  ...buildRoutes,
  ...timelineRoutes,
  ...logRoutes,
  ...approvalRoutes,
  ...artifactRoutes,
  ...startRoutes,
  ...changeRoutes,
  ...tagRoutes,
  ...definitionRoutes,
  ...projectRoutes,
  ...discoveryRoutes,
  ...pageRoutes,
  ...signInRoutes,
  // What the call step is tested with.
  ...changeDefinitionRoutes,
  ...feedRoutes,
  ...gitRoutes,
  ...graphRoutes,
  ...pullRequestRoutes,
  ...pullRequestThreadRoutes,
  ...releaseRoutes,
  ...variableGroupRoutes,
  ...wikiRoutes,
  ...workItemPartRoutes,
  ...workItemQueryRoutes,
  ...workItemRoutes,
]
