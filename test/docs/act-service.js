// node act-service.js COMMIT READY-FILE: the Azure DevOps that the documentation tells of, and that of its recipes, for
// scripts/act.sh. The tokens to accept are in AZURE_DEVOPS_PAT and MADE_UP_JWT. The file gets a line with the URL of each as
// soon as both listen.
import { renameSync, writeFileSync } from 'node:fs'
import { startRecipesService } from './recipes-world.js'
import { startDocsService } from './world.js'

const [commit = '', ready = ''] = process.argv.slice(2)
const { AZURE_DEVOPS_PAT: pat = '', MADE_UP_JWT: jwt = '' } = process.env
/** @type {Record<string, { kind: 'pat' | 'bearer' }>} */
const tokens = { [pat]: { kind: 'pat' }, [jwt]: { kind: 'bearer' } }
const docs = await startDocsService({ commit, state: 'green', tokens })
const recipes = await startRecipesService(tokens)
writeFileSync(`${ready}.part`, `${docs.emulator.url}\n${recipes.url}\n`)
renameSync(`${ready}.part`, ready)
process.once('SIGTERM', () => void Promise.all([docs.close(), recipes.close()]).then(() => process.exit(0)))
