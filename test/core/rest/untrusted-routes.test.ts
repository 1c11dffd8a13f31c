import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Problem } from '../../../src/core/inputs/problem.ts'
import type { Target } from '../../../src/core/rest/fill.ts'
import { baseOf, serviceHosts } from '../../../src/core/rest/hosts.ts'
import { anyCharacter } from '../../support/any-character.ts'
import { runs } from '../../support/thorough.ts'
import { addressOf, type RouteSample, targetOf } from './route-samples.ts'
import { untrustedRoutes } from './untrusted-routes.ts'

const organizations = [
  'https://dev.azure.com/contoso',
  'https://contoso.visualstudio.com',
  'https://tfs.example.com:8443/tfs/DefaultCollection',
]

/** @returns undefined where the route is refused, as it is before any request */
function tryTarget(sample: RouteSample): Target | undefined {
  try {
    return targetOf(sample)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

/** What is wrong with the address of a target, read as Node.js reads it. */
function complaint(target: Target, organization: string): string | undefined {
  const bases = serviceHosts.map(service => baseOf({ url: organization }, service))
  if (!bases.includes(target.base)) return `the base ${target.base}`
  const [base, url] = [new URL(target.base), new URL(addressOf(target))]
  if (url.origin !== base.origin || url.username !== '' || url.password !== '') return `the origin ${url.origin}`
  const folder = base.pathname.replace(/\/+$/, '')
  if (!url.pathname.startsWith(`${folder}/`)) return `the folder of ${url.pathname}`
  const segments = url.pathname.slice(folder.length + 1).split('/')
  const same =
    segments.length === target.path.length && segments.every((text, at) => decodeURIComponent(text) === target.path[at])
  return same ? undefined : `the path ${url.pathname}`
}

describe('the token never leaves the computed origin', () => {
  test.each(organizations)('of %s, with 2,000 untrusted routes and URLs', organization => {
    const sent: string[] = []
    for (const each of untrustedRoutes) {
      const target = tryTarget({ ...each, organization })
      if (target === undefined) continue
      sent.push(target.base)
      expect([each, complaint(target, organization)]).toEqual([each, undefined])
    }
    expect(untrustedRoutes.length).toBeGreaterThan(2000)
    // Neither everything is refused nor everything taken: encoded, some of them are harmless.
    expect(sent.length).toBeGreaterThan(untrustedRoutes.length / 10)
    expect(sent.length).toBeLessThan(untrustedRoutes.length / 2)
  })

  const piece = fc.oneof(
    fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '//',
      '@',
      ':',
      '?',
      '#',
      '{p}',
      '{project}',
      '_apis',
      '_odata',
      'https:',
      'dev.azure.com',
      'contoso',
      'evil.example',
      ' ',
      ';',
      '&',
      '=',
    ),
    fc.string({ unit: anyCharacter, maxLength: 3 }),
  )
  const text = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''))

  test('with routes of random pieces', () => {
    const routes = fc.tuple(
      fc.constantFrom('', '/', '/_apis/', 'https://dev.azure.com/contoso/_apis/', 'https://'),
      text,
      text,
    )
    fc.assert(
      fc.property(routes, text, fc.constantFrom(...organizations), ([start, route, value], project, organization) => {
        const target = tryTarget({ route: start + route, parameters: { p: value }, project, organization })
        if (target !== undefined) expect(complaint(target, organization)).toBeUndefined()
      }),
      { numRuns: runs(3000) },
    )
  })

  test('and never names another host than the table does, whatever the areas are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
        segments => {
          const target = tryTarget({ route: `/_apis/${segments.map(encodeURIComponent).join('/')}` })
          if (target !== undefined) expect(complaint(target, organizations[0] ?? '')).toBeUndefined()
        },
      ),
    )
  })
})
