import { describe, expect, test } from '@jest/globals'
import { createBuild, createDefinition, createProject } from '../../emulator/index.js'
import { emulated } from './emulated.ts'

const project = createProject('web')
const world = () => ({
  projects: [project],
  definitions: [createDefinition({ id: 3, project })],
  builds: [{ ...createBuild({ id: 7 }), _links: undefined }].map(({ _links: _, ...build }) => build),
})
const services = emulated({ world: world() })
const server2019 = emulated({ world: world(), maxVersion: '5.0' })
const tfs2018 = emulated({ world: world(), maxVersion: '4.1' })

describe.each([
  ['Services', services, 200],
  ['Server 2019', server2019, 200],
  ['TFS 2018', tfs2018, 404],
])('the pages of %s', (_, running, results) => {
  test.each([
    ['/web/_build/results?buildId=7', results],
    ['/web/_build/index?buildId=7', 200],
    [`/${project.id}/_build/index?buildId=7`, 200],
    ['/web/_build/index?buildId=8', 404],
    ['/web/_build?definitionId=3', 200],
    ['/web/_build?definitionId=4', 404],
    ['/web/_build', 200],
  ])('%s: %i', async (path, status) => {
    const reply = await running.get(path)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
  })
})

test.each([
  ['Services', services, /\/_build\/results\?buildId=7$/],
  ['TFS 2018', tfs2018, /\/_permalink\/_build\/index\?collectionId=[0-9a-f-]{36}&projectId=[0-9a-f-]{36}&buildId=7$/],
])('a build of %s links to its page', async (_, running, form) => {
  const { _links } = (await running.get('/web/_apis/build/builds/7')).json() as {
    _links?: Record<string, { href: string }>
  }
  expect(_links?.web?.href).toMatch(form)
})
