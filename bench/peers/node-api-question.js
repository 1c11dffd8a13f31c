// A question as somebody writes it with azure-devops-node-api: what the service cannot filter is filtered here, from as
// many builds as one page may have, because getBuilds does not give the continuation token back.
import api from 'azure-devops-node-api'

const { ORGANIZATION = '', TOKEN = '', QUESTION = '{}' } = process.env
/** @type {Record<string, string>} */
const question = JSON.parse(QUESTION)
const connection = new api.WebApi(ORGANIZATION, api.getPersonalAccessTokenHandler(TOKEN))
const builds = await connection.getBuildApi()
/** @type {undefined} */
const any = undefined
const [completed, succeeded, newestFirst, largestPage] = [2, 2, 4, 5000]

/** @param {string} [text] */
const list = (text = '') => text.split(',').flatMap(item => item.trim() || [])
const { commit, branch = '', result, top } = question
const glob = branch.includes('*') ? `refs/heads/${branch.slice(0, branch.indexOf('*'))}` : undefined
const isFiltered = commit !== undefined || glob !== undefined
const perPipeline = question['require-result'] || question['max-builds-per-pipeline'] ? 1 : any

/** @param {string} project */
async function find(project) {
  const named = await Promise.all(list(question.pipelines).map(name => builds.getDefinitions(project, name)))
  const ids = named.flat().flatMap(({ id }) => id ?? [])
  return await builds.getBuilds(
    project,
    ids.length > 0 ? ids : any,
    any,
    any,
    any,
    any,
    any,
    any,
    result || perPipeline ? completed : any,
    result ? succeeded : any,
    any,
    any,
    isFiltered ? largestPage : Number(top ?? 50),
    any,
    perPipeline,
    any,
    newestFirst,
    branch !== '' && glob === undefined ? `refs/heads/${branch}` : any,
  )
}

const all = question.project === '*'
const projects = all ? await (await connection.getCoreApi()).getProjects() : list(question.project)
const found = (await Promise.all(projects.map(one => find(typeof one === 'string' ? one : (one.name ?? ''))))).flat()
const matching = found
  .filter(({ sourceVersion, sourceBranch = '' }) =>
    commit === undefined ? sourceBranch.startsWith(glob ?? '') : sourceVersion === commit,
  )
  .sort((a, b) => Number(b.queueTime) - Number(a.queueTime))
  .slice(0, Number(top ?? 50))
console.log(`${matching.length} builds`)
