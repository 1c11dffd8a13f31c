// azure-devops-node-api reads one page: its getBuilds does not give the continuation token back.
import { writeFileSync } from 'node:fs'
import api from 'azure-devops-node-api'

const { ORGANIZATION = '', PROJECT = '', TOKEN = '', TOP = '1000', FILE = '' } = process.env
const connection = new api.WebApi(ORGANIZATION, api.getPersonalAccessTokenHandler(TOKEN))
const builds = await connection.getBuildApi()
/** @type {undefined} */
const any = undefined
const completed = 2
const newestFirst = 4
const found = await builds.getBuilds(
  PROJECT,
  any,
  any,
  any,
  any,
  any,
  any,
  any,
  completed,
  any,
  any,
  any,
  Number(TOP),
  any,
  any,
  any,
  newestFirst,
)
writeFileSync(FILE, JSON.stringify(found))
console.log(`${found.length} builds`)
