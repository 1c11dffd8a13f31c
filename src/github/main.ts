import { run } from '../core/run.ts'
import { githubHost } from './host.ts'

await run(githubHost)
