import { run } from '../core/run.ts'
import { githubHost } from './host.ts'

// Node.js ends with 0 when nothing is left to wait for: until the run has told its end, that is a failure.
process.exitCode = 1
void run(githubHost)
