import { describe, expect, test } from '@jest/globals'
import type { AzureOptions } from '../../hosts/index.js'
import { partOf } from '../support/thorough.ts'
import { file, onAzure, writes } from './tiny-bundle.ts'

const show = 'fs.writeFileSync(env.AGENT_TEMPDIRECTORY + "/env.json", JSON.stringify({ ...env, cwd: process.cwd() }))'

async function environment(options: AzureOptions = {}): Promise<Record<string, string>> {
  return JSON.parse((await onAzure(show, options)).read('env.json'))
}

describe('The environment on Azure', () => {
  test('holds inputs in camelCase, trimmed', async () => {
    const env = await environment({ inputs: { 'min-time': ' 1d\n', 'max-builds-per-pipeline': '3' } })
    expect(env).toMatchObject({ INPUT_MINTIME: '1d', INPUT_MAXBUILDSPERPIPELINE: '3' })
  })

  test.each(
    partOf([
      ['$(branch)', 'main'],
      ['$(BRANCH)/$(Branch)', 'main/main'],
      ['$(AZURE_DEVOPS_PAT)', '$(AZURE_DEVOPS_PAT)'],
      ['$(x $(branch)', '$(x main'],
      ['$(nested)', 'main'],
      ['\u0085\u00a0 $(branch)\u3000\r\n', 'main'],
      ['\ufeff$(branch)', '\ufeffmain'],
      ['$(token)', 'sesame-4242'],
      ['$(FROM_AGENT)', 'agent'],
      ['$()$(', '$()$('],
    ]),
  )('expands the input %j to %j', async (given, value) => {
    const variables = { branch: 'main', nested: '$(branch)', token: { value: 'sesame-4242', secret: true } }
    const env = await environment({ inputs: { x: given }, variables, env: { FROM_AGENT: 'agent' } })
    expect(env.INPUT_X).toBe(value)
  })

  test('holds public variables by name and secret ones as SECRET_', async () => {
    const env = await environment({ variables: { 'my.own var': '1', token: { value: 'sesame', secret: true } } })
    expect(env).toMatchObject({ MY_OWN_VAR: '1', SECRET_TOKEN: 'sesame' })
    expect(env).not.toHaveProperty('TOKEN')
    expect(JSON.parse(env.VSTS_PUBLIC_VARIABLES ?? '')).toEqual(expect.arrayContaining(['my.own var']))
    expect(JSON.parse(env.VSTS_SECRET_VARIABLES ?? '')).toEqual(['system.accessToken', 'token'])
  })

  test('holds service connections, and always that of the job', async () => {
    const id = '33333333-3333-3333-3333-333333333333'
    const env = await environment({
      endpoints: { [id]: { url: 'https://dev.azure.com/other', parameters: { apitoken: 'sesame' }, data: { a: 'b' } } },
      collectionUri: 'https://dev.azure.com/fabrikam/',
      teamProject: 'shop',
      jobToken: 'job-token',
    })
    expect(env).toMatchObject({
      [`ENDPOINT_URL_${id}`]: 'https://dev.azure.com/other',
      [`ENDPOINT_AUTH_SCHEME_${id}`]: 'Token',
      [`ENDPOINT_AUTH_PARAMETER_${id}_APITOKEN`]: 'sesame',
      [`ENDPOINT_AUTH_${id}`]: '{"parameters":{"apitoken":"sesame"},"scheme":"Token"}',
      [`ENDPOINT_DATA_${id}_A`]: 'b',
      ENDPOINT_URL_SYSTEMVSSCONNECTION: 'https://dev.azure.com/fabrikam/',
      ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN: 'job-token',
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/fabrikam/',
      SYSTEM_TEAMPROJECT: 'shop',
    })
  })

  test('holds the proxy of the agent', async () => {
    const proxy = { url: 'http://proxy:3128', username: 'u', password: 'sesame', bypass: ['^localhost$'] }
    expect(await environment({ proxy })).toMatchObject({
      AGENT_PROXYURL: 'http://proxy:3128',
      AGENT_PROXYUSERNAME: 'u',
      SECRET_AGENT_PROXYPASSWORD: 'sesame',
      AGENT_PROXYBYPASSLIST: '["^localhost$"]',
    })
  })

  test('holds nothing of this process', async () => {
    process.env.STRAY_VARIABLE = 'stray'
    const known = /^(HOME|LANG|PATH|cwd|TF_BUILD|(AGENT|BUILD|SYSTEM|VSTS|ENDPOINT|SECRET)_.+)$/
    expect(Object.keys(await environment()).filter(name => !known.test(name))).toEqual([])
  })

  test('starts the task in System.DefaultWorkingDirectory', async () => {
    const env = await environment()
    expect(env.cwd).toBe(env.SYSTEM_DEFAULTWORKINGDIRECTORY)
  })

  test('holds every input of task.json, with its default where it is left out', async () => {
    const inputs = [{ name: 'top', defaultValue: '100' }, { name: 'minTime' }, { name: 'wait', defaultValue: false }]
    const manifest = file('task.json', JSON.stringify({ inputs }))
    const env = await environment({ manifest, inputs: { top: '5' } })
    expect(env).toMatchObject({ INPUT_TOP: '5', INPUT_MINTIME: '', INPUT_WAIT: 'false' })
  })
})

describe('What the Azure agent masks', () => {
  const credential = Buffer.from(':sesame-4242').toString('base64')

  test.each(
    partOf<[string, string, AzureOptions, string]>([
      ['a secret it was given', 'sesame-4242', { secrets: ['sesame-4242'] }, '***'],
      ['a secret variable', 'sesame-4242', { variables: { t: { value: 'sesame-4242', secret: true } } }, '***'],
      [
        'a token of a service connection',
        'sesame-4242',
        { endpoints: { e: { url: '', parameters: { apitoken: 'sesame-4242' } } } },
        '***',
      ],
      ['the token of the job', 'job-token', { jobToken: 'job-token' }, '***'],
      [
        'Base64 of a secret variable',
        Buffer.from('sesame-4242').toString('base64'),
        { secrets: ['sesame-4242'] },
        '***',
      ],
      ['no Basic credential', credential, { secrets: ['sesame-4242'] }, credential],
      ['a percent-encoded secret', 'a%20b%26c', { secrets: ['a b&c'] }, '***'],
      ['a JSON-escaped secret', 'a\\"b', { secrets: ['a"b'] }, '***'],
      ['the password in a URL', 'https://u:sesame@host/', {}, 'https://u:***@host/'],
      ['a password of all it may have', "//u:aZ0.~_-%2F!$&'()*+,;=:b@h", {}, '//u:***@h'],
      ['no password with another character', 'https://u:ses"ame@host/', {}, 'https://u:ses"ame@host/'],
      ['no password with an accent', 'https://u:sésame@host/', {}, 'https://u:sésame@host/'],
      ['a secret in quotes without them', 'sesame 4242', { secrets: ['"sesame 4242"'] }, '***'],
      ['a secret with a quote at one end as it is', 'sesame-4242', { secrets: ['"sesame-4242'] }, 'sesame-4242'],
      ['a secret in quotes of two kinds as it is', 'sesame-4242', { secrets: ['"sesame-4242\''] }, 'sesame-4242'],
      ['a secret without the blanks around it', 'sesame-4242', { secrets: [' \r\nsesame-4242\n '] }, '***'],
      ['a secret in tabs as it is', 'sesame-4242', { secrets: ['\tsesame-4242\t'] }, 'sesame-4242'],
      ['nothing for a blank secret', 'a   b', { secrets: ['   '] }, 'a   b'],
      ['no single line of a secret', 'sesame-4242', { secrets: ['sesame-4242\nopen'] }, 'sesame-4242'],
      ['a secret of several lines, escaped', 'sesame%0Aopen', { secrets: ['sesame\nopen'] }, '***'],
      ...['username', 'url', 'serviceprincipalid'].map((name): [string, string, AzureOptions, string] => [
        `the ${name} of a service connection`,
        'sesame-4242',
        { endpoints: { e: { url: '', parameters: { [name]: 'sesame-4242' } } } },
        '***',
      ]),
    ]),
  )('%s', async (_, text, options, shown) => {
    expect((await onAzure(writes(`<<${text}>>\n`), options)).log).toEqual([`<<${shown}>>`])
  })

  test('what the step asks for, but not in Base64', async () => {
    const base64 = Buffer.from('sesame-4242').toString('base64')
    const { log, masks } = await onAzure(writes(`##vso[task.setsecret]sesame-4242\nsesame-4242\n${base64}\n`))
    expect(log).toEqual(['***', base64])
    expect(masks).toEqual(['sesame-4242'])
  })
})
