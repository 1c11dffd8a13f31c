import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { repository } from '../../hosts/repository.js'
import { askOnce, hostNames, madeUp, withEmulator } from '../network/steps.ts'

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }

describe('the version of package.json', () => {
  test.each(hostNames)('is what %s sends and says', async host => {
    await withEmulator({}, async emulator => {
      const pat = madeUp('token')
      emulator.acceptToken(pat)
      const came = await askOnce(host, { inputs: { organization: emulator.url, pat } })
      expect(emulator.requests[0]?.headers['user-agent']).toBe(`azure-devops-builds/${version}`)
      expect(came.text).toContain(`azure-devops-builds ${version}`)
    })
  })
})
