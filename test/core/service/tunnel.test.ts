import { describe, expect, test } from '@jest/globals'
import { StepError } from '../../../src/core/errors/errors.ts'
import { parseProxy } from '../../../src/core/service/tunnel.ts'
import { madeUpToken } from '../../support/samples.ts'

describe('The address of a proxy', () => {
  test.each([
    'http://proxy:3128',
    'https://proxy.contoso.example',
    'http://user:p%40ss@10.0.0.1:8080/',
    'http://[2001:db8::1]:3128',
  ])('%s is accepted', text => {
    expect(parseProxy(text).href).toBe(new URL(text).href)
  })

  const secret = madeUpToken()
  test.each([
    '',
    '::',
    'http://',
    'http://[::1',
    'http://proxy:99999',
    'proxy:3128',
    'ftp://proxy:21',
    'socks5://proxy:1080',
    `http://user:12#${secret}@proxy:8080`,
    `http://user:12?${secret}@proxy:8080`,
    `http://user:${secret}%@proxy:8080`,
    `http://%zz:${secret}@proxy:8080`,
    `http://user:${secret}/x@proxy`,
  ])('that is anything else is an error that does not quote it, in case %#', text => {
    const errors: unknown[] = []
    try {
      parseProxy(text)
    } catch (error) {
      errors.push(error)
    }
    expect(errors).toEqual([expect.any(StepError)])
    expect(String(errors[0])).toContain('The proxy address is not a URL.')
    expect(String(errors[0])).not.toContain(secret)
  })
})
