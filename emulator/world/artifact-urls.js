import { createHmac, randomBytes } from 'node:crypto'
import { serviceError } from '../http/refusal.js'
import { artifactsOf } from './artifacts.js'
import { guid } from './guid.js'
import { perWorld } from './per-world.js'

/** @import { Artifact, Build, Call, Settings, World } from '../types.ts' */

/**
 * Where the content of artifacts is: hosts of their own, with which the organization's token has no business. Until they are
 * started, URLs name hosts that nobody has (https://www.rfc-editor.org/rfc/rfc2606#section-2).
 * @type {(world: World) => { content: string, blobs: string }}
 */
export const originsOf = perWorld(() => ({
  content: 'https://artprod.artifacts.invalid',
  blobs: 'https://artprod.blob.invalid',
}))

const key = randomBytes(32)
const host = `A${guid('host')}`

/**
 * The URL that wants a credential (observed in public lists of artifacts; the token decoded from them).
 * @param {Settings} settings
 * @param {Build} build
 * @param {Artifact} artifact
 */
export function contentUrl({ world, organization }, build, artifact) {
  const token = tokenOf(organization, build, artifact)
  return `${originsOf(world).content}/${host}/${build.project.id}/_apis/artifact/${token}/content?format=zip`
}

/**
 * The URL that is its own credential (observed: a live transcript of September 2026). Nothing says for how long.
 * @param {Settings} settings
 * @param {Build} build
 * @param {Artifact} artifact
 */
export function signedUrl({ world, organization, clock }, build, artifact) {
  const token = tokenOf(organization, build, artifact)
  const expires = new Date(clock.now() + artifact.lifetime).toISOString()
  const query = new URLSearchParams({
    format: 'zip',
    urlExpires: expires,
    urlSigningMethod: 'HMACV2',
    urlSignature: sign(token, expires),
  })
  const path = `${host}/${build.project.id}/_apis/public/artifact/${token}/signedContent`
  return { url: `${originsOf(world).content}/${path}?${query}`, signatureExpires: expires }
}

/**
 * Base64url with the number of its missing `=` as a last digit (decoded from public URLs). It names the organization.
 * @param {string} organization
 * @param {Build} build
 * @param {Artifact} artifact
 */
function tokenOf(organization, { id, project }, { name }) {
  const plain = `pipelineartifact://${organization}/projectId/${project.id}/buildId/${id}/artifactName/${encodeURIComponent(name)}`
  return `${Buffer.from(plain).toString('base64url')}${(3 - (Buffer.byteLength(plain) % 3)) % 3}`
}

/** @param {...string} parts */
export function sign(...parts) {
  return createHmac('sha256', key).update(parts.join('\n')).digest('base64url')
}

/**
 * The artifact that a token names.
 * @param {Call} call
 * @returns {Artifact}
 */
export function artifactOf({ settings: { world }, route: { token = '' } }) {
  const plain = Buffer.from(token.slice(0, -1), 'base64url').toString('utf8')
  const [, id, name = ''] = /\/buildId\/(\d+)\/artifactName\/(.*)$/.exec(plain) ?? []
  const artifact = artifactsOf(world)
    .get(Number(id))
    ?.find(one => one.name === decodeURIComponent(name))
  if (artifact === undefined) throw serviceError('ArtifactNotFoundException', 'The artifact was not found.')
  return artifact
}
