import { describe, expect, test } from '@jest/globals'
import { type CauseName, causes } from '../../../src/core/errors/causes.ts'
import { InputError, type RequestDetails, ServiceError, StepError } from '../../../src/core/errors/errors.ts'
import { docsOf, errorLines, errorSection, errorText } from '../../../src/core/show/error.ts'

const github = { context: { host: 'github' }, organization: 'https://dev.azure.com/contoso' } as const
const azure = { ...github, context: { host: 'azure' } } as const
const url = 'https://dev.azure.com/contoso/web/_apis/build/builds?api-version=7.1'

function serviceError(reason: CauseName, request: RequestDetails = {}, details: string[] = []): ServiceError {
  return new ServiceError(reason, { details, transient: false, arrived: 'refused', request })
}

test('An error for the log says what happened, why, what to do, where to read more, and what was requested', () => {
  const request = { method: 'GET', url, status: 401, attempts: 3, activityId: '0123-4567' }
  const error = serviceError('token-rejected', request, ['The list of builds of web failed: 401 Unauthorized.'])
  expect(errorLines(error, github)).toEqual([
    'Azure DevOps rejected the token (401 Unauthorized).',
    '  Why:  The token lacks the Build (Read) scope, expired, was revoked, or belongs to another organization.',
    '  Fix:  Check the token at https://dev.azure.com/contoso/_usersSettings/tokens. For project: * it also needs Project and Team (Read).',
    `  Docs: ${docsOf('token-rejected')}`,
    '  The list of builds of web failed: 401 Unauthorized.',
    `  GET ${url}: 401, 3 attempts, activity 0123-4567`,
  ])
})

describe('An error', () => {
  test('without a response says so', () => {
    expect(errorText(serviceError('network-failed', { method: 'POST', url, attempts: 1 }), github).request).toBe(
      `POST ${url}: no response`,
    )
  })

  test('without a request has no line for it', () => {
    expect(errorText(new StepError('proxy-invalid'), github).request).toBeUndefined()
    expect(errorText(serviceError('out-of-time'), github).request).toBeUndefined()
  })

  test('names the scope that its request needs, or that of the step', () => {
    const { fix } = errorText(serviceError('scope-missing', { scope: 'Build (Read & execute)' }), github)
    expect(fix).toContain('the Build (Read & execute) scope')
    expect(errorText(serviceError('scope-missing'), github).fix).toContain('the Build (Read) scope')
    expect(errorText(serviceError('scope-missing'), { ...github, scope: 'Code (Read)' }).fix).toContain('Code (Read)')
  })

  test('names the page of tokens in words while the organization is not known', () => {
    const { fix } = errorText(new StepError('token-rejected'), { context: { host: 'github' } })
    expect(fix).toContain('User settings, Personal access tokens')
  })

  test('of inputs has a line for each problem', () => {
    const lines = errorLines(new InputError(['a is wrong.', 'b is wrong.']), github)
    expect(lines.slice(4)).toEqual(['  a is wrong.', '  b is wrong.'])
  })

  test.each(Object.keys(causes) as CauseName[])('%s has no brace and no name of the other host left in it', name => {
    for (const where of [github, azure]) {
      const { what, why, fix, docs } = errorText(new StepError(name), where)
      expect(`${what}${why}${fix}`).not.toMatch(/[{}]/)
      expect(docs).toMatch(new RegExp(`^https://github\\.com/.*#${name}$`))
    }
    const { what, why, fix } = errorText(new StepError(name), azure)
    expect(`${what} ${why} ${fix}`).not.toMatch(
      /\b(?:pat-expires-on|query-timeout|request-timeout|api-version|output-file|min-time|allow-http)\b/,
    )
  })
})

describe('An error on a page', () => {
  test('is text in each of its parts, and links to its section', () => {
    const details = ['<img src=x> [x](https://evil.example)', '| `code` @someone']
    const page = errorSection(
      errorText(serviceError('request-refused', { method: 'GET', url, status: 400 }, details), github),
    )
    expect(page).toContain('**Azure DevOps refused the request.**')
    expect(page).toContain(`[Troubleshooting](${docsOf('request-refused')})`)
    expect(page).not.toMatch(/<img|\]\(https:\/\/evil|@someone/)
  })

  test('has fifty lines of details at most, each of a thousand characters at most', () => {
    const error = new StepError('input-invalid', { details: Array(1000).fill('x'.repeat(100_000)) })
    const page = errorSection(errorText(error, github))
    expect(page.match(/<code>/g)).toHaveLength(50)
    expect(page.length).toBeLessThan(60_000)
  })
})
