// node act-service.js COMMIT READY-FILE: an Azure DevOps as the documentation tells of, for scripts/act.sh. The token to accept
// is in AZURE_DEVOPS_PAT. The file gets the URL as soon as it listens.
import { writeFileSync } from 'node:fs'
import { startDocsService } from './world.js'

const [commit = '', ready = ''] = process.argv.slice(2)
const token = process.env.AZURE_DEVOPS_PAT ?? ''
const service = await startDocsService({ commit, state: 'green', tokens: { [token]: { kind: 'pat' } } })
writeFileSync(ready, `${service.emulator.url}\n`)
process.once('SIGTERM', () => void service.close().then(() => process.exit(0)))
