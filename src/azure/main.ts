import { run } from '../core/run.ts'
import { azureHost } from './host.ts'

await run(azureHost)
