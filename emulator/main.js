import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { generateWorld, startEmulator, startStorage } from './index.js'

/**
 * Starts an emulator to try things against:
 *
 *     node emulator/main.js --port 8080 [--host 127.0.0.1] [--organization contoso] [--seed 1] [--builds 40]
 *         [--token-env NAME] [--ready-file PATH]
 *
 * `--token-env` names the environment variable that holds the token to accept, which is not printed then; without it one is
 * made up and printed. `--ready-file` gets the URL as soon as it listens.
 */
const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    organization: { type: 'string', default: 'contoso' },
    seed: { type: 'string', default: '1' },
    builds: { type: 'string', default: '40' },
    'token-env': { type: 'string' },
    'ready-file': { type: 'string' },
  },
})

const given = values['token-env'] === undefined ? undefined : process.env[values['token-env']]
if (values['token-env'] !== undefined && !given) {
  process.stderr.write(`The environment variable ${values['token-env']} is empty.\n`)
  process.exit(2)
}
const token = given ?? `emulator-${randomUUID()}`
const emulator = await startEmulator({
  host: values.host,
  port: Number(values.port),
  organization: values.organization,
  world: generateWorld({ seed: Number(values.seed), buildsPerProject: Number(values.builds) }),
})
emulator.acceptToken(token)
const storage = await startStorage(emulator, { host: values.host })

process.stdout.write(`Azure DevOps emulator: ${emulator.url}\n`)
process.stdout.write(`Projects: ${emulator.world.projects.map(({ name }) => name).join(', ')}\n`)
process.stdout.write(given === undefined ? `Token: ${token}\n` : `Token: the value of ${values['token-env']}\n`)
if (values['ready-file'] !== undefined) writeFileSync(values['ready-file'], `${emulator.url}\n`)

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void Promise.all([emulator.close(), storage.close()]).then(() => process.exit(0)))
}
