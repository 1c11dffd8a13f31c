import { signInRoutes } from '../http/challenge.js'
import { buildRoutes } from './builds.js'
import { changeRoutes } from './change-build.js'
import { definitionRoutes } from './definitions.js'
import { discoveryRoutes } from './discovery.js'
import { pageRoutes } from './pages.js'
import { projectRoutes } from './projects.js'
import { startRoutes } from './start-build.js'
import { tagRoutes } from './tags.js'

/** @import { Route } from '../types.ts' */

/**
 * Everything that the emulator serves: each resource is a file of its own that exports its routes.
 * @type {readonly Route[]}
 */
export const routes = [
  ...buildRoutes,
  ...startRoutes,
  ...changeRoutes,
  ...tagRoutes,
  ...definitionRoutes,
  ...projectRoutes,
  ...discoveryRoutes,
  ...pageRoutes,
  ...signInRoutes,
]
