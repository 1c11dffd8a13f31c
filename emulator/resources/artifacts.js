import { readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { contentUrl, signedUrl } from '../world/artifact-urls.js'
import { artifactsOf, zipStream } from '../world/artifacts.js'
import { guid } from '../world/guid.js'
import { findProject } from './projects.js'

/** @import { Answer, Artifact, Build, Call, Route } from '../types.ts' */

/**
 * `GET {project}/_apis/build/builds/{build}/artifacts`: all of a build's, or the one of a name, or that one as a zip file.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/build/artifacts/list
 * @param {Call} call
 * @returns {Answer}
 */
export function listArtifacts(call) {
  const { settings, parameters } = call
  const build = findBuild(call, readNumber(call.route.build))
  const artifacts = artifactsOf(settings.world).get(build.id) ?? []
  const name = parameters.get('artifactname')
  if (name === undefined)
    return { value: { count: artifacts.length, value: artifacts.map(one => rendered(call, build, one)) } }
  const artifact = artifacts.find(one => one.name === name)
  // observed: a live transcript of September 2026
  if (artifact === undefined)
    throw serviceError('ArtifactNotFoundException', `Artifact ${name} was not found for build ${build.id}.`)
  const zip = parameters.get('$format')?.toLowerCase() === 'zip' || call.request.headers.accept?.includes('zip')
  return zip ? zipped(call, build, artifact) : { value: rendered(call, build, artifact) }
}

/**
 * A container comes from here (observed: azure-devops-extension-api#48), an artifact of a pipeline from another origin, where
 * the credential has to be sent again (observed: azure-devops-python-api#332).
 * @param {Call} call
 * @param {Build} build
 * @param {Artifact} artifact
 * @returns {Answer}
 */
function zipped({ settings }, build, artifact) {
  if (artifact.type === 'Container') return { stream: zipStream(artifact), type: 'application/zip' }
  if (isOfPipeline(artifact)) {
    const location = contentUrl(settings, build, artifact)
    return { status: 302, headers: { location }, type: 'text/html; charset=utf-8', body: 'Object moved' }
  }
  // the class: https://github.com/actions/runner src/Sdk of 2019, BuildWebApi; text and status are assumed
  throw serviceError('ArtifactTypeNotSupportedException', `Artifacts of type ${artifact.type} cannot be downloaded.`)
}

/**
 * `GET {project}/_apis/pipelines/{pipeline}/runs/{run}/artifacts?artifactName=`. What it gives for other types than those of
 * pipelines is assumed.
 * Source: https://learn.microsoft.com/en-us/rest/api/azure/devops/pipelines/artifacts/get
 * @param {Call} call
 * @returns {Answer}
 */
export function getRunArtifact(call) {
  const { settings, parameters, route } = call
  const build = findBuild(call, readNumber(route.run))
  const name = parameters.get('artifactname') ?? ''
  const found = artifactsOf(settings.world)
    .get(build.id)
    ?.find(one => one.name === name)
  if (found === undefined || String(build.definition.id) !== route.pipeline)
    // observed: a live transcript of September 2026
    throw serviceError('ArtifactNotFoundException', `An Artifact with name ${name} was not found.`)
  const url = `${settings.url}/${build.project.id}/_apis/pipelines/${route.pipeline}/runs/${build.id}/artifacts?artifactName=${encodeURIComponent(name)}`
  const signed = parameters.get('$expand')?.toLowerCase() === 'signedcontent' && isOfPipeline(found)
  return { value: { ...(signed && { signedContent: signedUrl(settings, build, found) }), name, url } }
}

/** @param {Artifact} artifact */
function isOfPipeline({ type }) {
  return type === 'PipelineArtifact' || type === 'Drop'
}

/**
 * @param {Call} call
 * @param {number | undefined} id
 */
function findBuild(call, id) {
  const project = findProject(call)
  const build = call.settings.world.builds.find(one => one.id === id && one.project.id === project.id)
  // What a deleted build's artifacts give is not published: that it is gone is assumed.
  if (build === undefined || build.deleted)
    throw serviceError('BuildNotFoundException', `The requested build ${id} could not be found.`)
  return build
}

/**
 * @param {Call} call
 * @param {Build} build
 * @param {Artifact} artifact
 */
function rendered({ settings }, build, artifact) {
  const { name, type, size, data } = artifact
  const id = Number.parseInt(guid(`artifact ${build.id} ${name}`).slice(0, 6), 16)
  const self = `${settings.url}/${build.project.id}/_apis/build/builds/${build.id}/artifacts?artifactName=${encodeURIComponent(name)}&api-version=6.0`
  return {
    id,
    name,
    source: guid(`job of ${build.id}`),
    resource: {
      type,
      data: data ?? dataOf(build, artifact),
      properties: size === undefined ? {} : { artifactsize: String(size) },
      url: self,
      downloadUrl: isOfPipeline(artifact) ? contentUrl(settings, build, artifact) : `${self}&%24format=zip`,
    },
  }
}

/**
 * @param {Build} build
 * @param {Artifact} artifact
 */
function dataOf(build, { type, name }) {
  if (type === 'Container') return `#/${build.id}/${name}`
  if (type === 'FilePath') return `\\\\server\\drops\\${build.buildNumber}`
  if (type === 'PipelineArtifact' || type === 'Drop')
    return `${guid(name)}${guid(`${name}2`)}`.replaceAll('-', '').padEnd(66, '0')
  return ''
}

/** @type {readonly Route[]} */
export const artifactRoutes = [
  {
    method: 'GET',
    template: '{project}/_apis/build/builds/{build}/artifacts',
    handle: listArtifacts,
    scope: 'vso.build',
  },
  {
    method: 'GET',
    template: '{project}/_apis/pipelines/{pipeline}/runs/{run}/artifacts',
    handle: getRunArtifact,
    scope: 'vso.build',
    since: '5.2',
  },
]
