import { expect, test } from '@jest/globals'
import { firstExample } from '../support/readme-example.ts'

test('the first example of hosts/README.md prints what it says', async () => {
  const { printed, promised } = await firstExample('hosts/README.md')
  expect(promised).not.toBe('')
  expect(printed).toBe(promised)
})
