import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { endpointOf } from '../../src/azure/endpoint.ts'

const id = 'c0ffee00-1234'
const before = { ...process.env }
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('ENDPOINT_')) delete process.env[name]
})
afterEach(() => {
  process.env = { ...before }
})

const authorization = (parameters: object) => JSON.stringify({ parameters, scheme: 'Token' })

test.each([
  ['apitoken of the scheme Token', { [`ENDPOINT_AUTH_PARAMETER_${id}_APITOKEN`]: 'secret one' }, 'secret one'],
  ['AccessToken of the scheme OAuth', { [`ENDPOINT_AUTH_PARAMETER_${id}_ACCESSTOKEN`]: 'secret two' }, 'secret two'],
  ['password of the scheme UsernamePassword', { [`ENDPOINT_AUTH_PARAMETER_${id}_PASSWORD`]: 'three' }, 'three'],
  ['a parameter of the whole authorization', { [`ENDPOINT_AUTH_${id}`]: authorization({ apitoken: 'four' }) }, 'four'],
  ['it in any case', { [`ENDPOINT_AUTH_${id}`]: authorization({ AccessToken: 'five' }) }, 'five'],
  [
    'the whole authorization where the parameter is empty',
    {
      [`ENDPOINT_AUTH_PARAMETER_${id}_APITOKEN`]: '',
      [`ENDPOINT_AUTH_${id}`]: authorization({ apitoken: 'six' }),
    },
    'six',
  ],
  [
    'nothing of a scheme without a token or a password',
    {
      [`ENDPOINT_AUTH_${id}`]: JSON.stringify({
        scheme: 'ServicePrincipal',
        parameters: { serviceprincipalkey: 'no' },
      }),
    },
    '',
  ],
  ['nothing where there is no endpoint', {}, ''],
  ['nothing where the authorization has no parameters', { [`ENDPOINT_AUTH_${id}`]: '{"scheme":"None"}' }, ''],
  ['nothing where the authorization is no JSON', { [`ENDPOINT_AUTH_${id}`]: 'null or void' }, ''],
  ['nothing of another endpoint', { ENDPOINT_AUTH_PARAMETER_other_APITOKEN: 'secret seven' }, ''],
])('The token of a service connection is %s', (_, variables, token) => {
  Object.assign(process.env, variables)
  expect(endpointOf(id)).toEqual({ url: '', token })
})

test('The URL of a service connection is taken as it is', () => {
  process.env[`ENDPOINT_URL_${id}`] = 'https://server:8080/tfs/DefaultCollection/'
  expect(endpointOf(id)).toEqual({ url: 'https://server:8080/tfs/DefaultCollection/', token: '' })
})
