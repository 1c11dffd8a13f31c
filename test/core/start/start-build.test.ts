import { expect, test } from '@jest/globals'
import { playStart } from './start-scene.ts'

test('a build is started with one request', async () => {
  const { started, error, said, made, posts } = await playStart()
  expect([error, posts, made.length, said]).toEqual([undefined, 1, 1, []])
  expect(started?.found.build).toMatchObject({ id: 1 })
})
