import { createServer } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import {
  azure,
  type Bundle,
  bundles,
  type EmulatorWithToken,
  emulatorForEachTest,
  errorsOf,
  gitHub,
  type Inputs,
  madeUp,
  newToken,
  type Options,
} from '../support/step.ts'
import { testInTurn } from '../support/thorough.ts'

const docs = 'https://github.com/azure-devops-builds/azure-devops-builds/blob/main/docs/troubleshooting.md'

/** A port that nobody listens at any more. */
function closedPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A step that failed as its host wants to be told. @returns its one error */
async function expectFailure(bundle: Bundle, on: EmulatorWithToken, inputs: Inputs, options?: Options) {
  const result = await on.run(bundle, inputs, options)
  const ends = result.commands.filter(({ name }) => name === 'task.complete').map(({ properties }) => properties.result)
  expect(result.exitCode).toBe(bundle === gitHub ? 1 : 0)
  expect(ends).toEqual(bundle === gitHub ? [] : ['Failed'])
  expect(result).toMatchObject({ result: 'failed', nextStepRuns: false, stderr: '' })
  const { outcome, ...others } = result.outputs
  expect(outcome).toBe('error')
  expect(new Set(Object.values(others))).toEqual(new Set(['']))
  expect(result.files.filter(path => path.endsWith('.json'))).toEqual([])
  const errors = errorsOf(result)
  expect(errors).toHaveLength(1)
  const [error = ''] = errors
  const title = result.commands.find(({ name }) => name === 'error')?.properties.title
  expect(title).toBe(bundle === gitHub ? 'Azure DevOps builds: error' : undefined)
  // People who open the summary must not find nothing: it has the same cause and the same cure.
  for (const line of [error.split('\n')[0] ?? '', `${docs}#`]) expect(plainText(result.summary)).toContain(line)
  return error
}

/** Markdown without its escapes. */
function plainText(markdown = ''): string {
  return markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
}

describe.each(bundles)('An error on $name', bundle => {
  const testOnce = testInTurn(bundle)
  const on = emulatorForEachTest()

  testOnce('says what happened, why, and what to do, where it is documented, and which request it was', async () => {
    const error = await expectFailure(bundle, on, { project: 'nowhere', 'api-version': '7.0' })
    const [what, why, fix, link, detail, request] = error.split('\n').map(line => line.trim())
    expect(what).toBe('The project does not exist, or the token cannot see it.')
    expect(why).toMatch(/^Why: {2}The name is misspelled, .* \(TF200016, VS800075\)\.$/)
    expect(fix).toBe('Fix:  Check project and organization, and that the owner of the token can open the project.')
    expect(link).toBe(`Docs: ${docs}#project-unknown`)
    expect(detail).toMatch(/^The list of builds of nowhere failed: 404 Not Found, "TF200016: .* nowhere\. .*"\.$/)
    expect(request?.replace(on.emulator.url, '')).toMatch(
      /^GET \/nowhere\/_apis\/build\/builds\?\S+: 404, activity [\da-f-]{36}$/,
    )
  })

  test('spells inputs as its host does', async () => {
    const error = await expectFailure(bundle, on, { 'api-version': '9.9' })
    expect(error).toContain(`Leave ${bundle === gitHub ? 'api-version' : 'apiVersion'} empty`)
    expect(error).not.toContain(bundle === gitHub ? 'apiVersion' : 'api-version ')
  })

  testOnce('about a token that is not accepted links to where tokens are made', async () => {
    const error = await expectFailure(bundle, on, { pat: newToken() })
    expect(error).toMatch(/^Azure DevOps rejected the token \(401 Unauthorized\)\.\n {2}Why: {2}.*Build \(Read\) scope/)
    expect(error).toContain(`Fix:  Check the token at ${on.emulator.url}/_usersSettings/tokens.`)
  })

  testOnce('about a refused connection says what to check, after as many attempts as were wanted', async () => {
    const organization = `http://127.0.0.1:${await closedPort()}/contoso`
    const error = await expectFailure(bundle, on, { organization, retries: '0' })
    expect(error).toMatch(/^The connection was refused\.\n.*\n {2}Fix: {2}Check host and port of organization/)
    expect(error).toContain('failed: ECONNREFUSED')
  })

  testOnce('about inputs names all of them at once, before any request', async () => {
    const error = await expectFailure(bundle, on, { top: 'many', status: 'finished', order: 'queueTime' })
    expect(error).toMatch(/^Invalid inputs\./)
    for (const value of ['many', 'finished', 'queueTime']) expect(error).toContain(`"${value}"`)
    expect(on.emulator.requests).toEqual([])
  })
})

describe('An empty token', () => {
  const on = emulatorForEachTest()
  const empty = /^The token is empty\.\n[\s\S]*Do not run this step for pull requests from forks\./

  test('fails the step on GitHub before any request', async () => {
    expect(await expectFailure(gitHub, on, { pat: '' })).toMatch(empty)
    expect(on.emulator.requests).toEqual([])
  })

  test('fails the step on Azure in a job without a job access token', async () => {
    expect(await expectFailure(azure, on, { pat: '' }, { jobToken: '' })).toMatch(empty)
    expect(on.emulator.requests).toEqual([])
  })

  test('fails the step on Azure for an organization that the job access token is not for', async () => {
    const error = await expectFailure(azure, on, { pat: '' })
    expect(error).toMatch(/^The job access token is only valid for the organization of the job\.\n[\s\S]*Set pat to/)
    expect(on.emulator.requests).toEqual([])
  })

  test('is replaced on Azure by the job access token for the organization of the job, and the log says so', async () => {
    const jobToken = `eyJ${madeUp('').replace(/\W/g, '')}.e30.${madeUp('').replace(/\W/g, '')}`
    on.emulator.acceptToken(jobToken, { kind: 'bearer' })
    const inputs = { organization: '', project: '', pat: '' }
    const result = await on.run(azure, inputs, { jobToken, collectionUri: `${on.emulator.url}/`, teamProject: 'web' })
    expect(result.outputs.outcome).toBe('found')
    expect(result.log).toContain('Authentication: job access token (Bearer).')
    expect(new Set(on.emulator.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${jobToken}`]),
    )
  })
})
