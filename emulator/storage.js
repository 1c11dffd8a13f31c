import { plainRefusal, serviceError } from './http/refusal.js'
import { startEmulator } from './server.js'
import { artifactOf, originsOf, sign } from './world/artifact-urls.js'
import { zipStream } from './world/artifacts.js'

/** @import { Answer, Call, Emulator, EmulatorOptions, RequestRecord, Route } from './types.ts' */

/**
 * Starts the two other origins of an emulator, each an emulator itself, with its own requests and faults:
 *
 *     const storage = await startStorage(emulator)
 *     storage.content.requests // what came to the host of the signed URLs
 *     storage.blobs.requests // what came to the host that it may redirect to
 *
 * @param {Emulator} emulator
 * @param {EmulatorOptions} [options] `tls`, `clock`, `host`
 */
export async function startStorage({ world }, options = {}) {
  const content = await startEmulator({ ...options, world, routes: contentRoutes })
  const blobs = await startEmulator({ ...options, world, routes: blobRoutes })
  Object.assign(originsOf(world), { content: content.origin, blobs: blobs.origin })
  return { content, blobs, close: () => Promise.all([content.close(), blobs.close()]).then(() => undefined) }
}

/**
 * Nothing of the organization belongs here. The real hosts are not known to look; this one does so that a client cannot
 * send a credential, or a header of the service, without its test failing.
 * @param {RequestRecord} request
 */
function refuseStrangers({ headers }) {
  const stray = Object.keys(headers).filter(name =>
    /^(authorization|proxy-authorization|cookie|x-tfs-|x-vss-)/.test(name),
  )
  if (stray.length > 0) throw plainRefusal(400, 'text/plain', `This does not belong here: ${stray.join(', ')}`)
  // observed: azure-devops-node-api#432, the version of another area in Accept gives an empty 404
  if (/api-version/.test(headers.accept ?? '')) throw plainRefusal(404, 'text/plain', '')
}

/** @param {Call} call @returns {Answer} */
function getSigned(call) {
  refuseStrangers(call.request)
  const { parameters, route, settings } = call
  const artifact = artifactOf(call)
  const expires = parameters.get('urlexpires') ?? ''
  // Both statuses are assumed.
  if (parameters.get('urlsignature') !== sign(route.token ?? '', expires))
    throw serviceError('UnauthorizedRequestException', 'The signature is not valid.', { status: 403 })
  if (Date.parse(expires) <= settings.clock.now())
    throw serviceError('UnauthorizedRequestException', 'The signature has expired.')
  if (!artifact.inBlobs) return { stream: zipStream(artifact), type: 'application/zip' }
  const location = `${originsOf(settings.world).blobs}/${route.token}?sv=2026-02-06&sr=b&sig=${sign('blob', route.token ?? '')}`
  return { status: 302, headers: { location }, type: 'text/plain', body: '' }
}

/** With a credential it would answer; that it never gets one is what tests look for. @param {Call} call @returns {Answer} */
function getContent(call) {
  // observed: azure-devops-go-api#99
  if (call.request.headers.authorization === undefined) {
    const message = "TF400813: The user '' is not authorized to access this resource."
    throw serviceError('UnauthorizedRequestException', message)
  }
  return { stream: zipStream(artifactOf(call)), type: 'application/zip' }
}

/** @param {Call} call @returns {Answer} */
function getBlob(call) {
  refuseStrangers(call.request)
  const { route, parameters } = call
  if (parameters.get('sig') !== sign('blob', route.token ?? '')) throw plainRefusal(403, 'application/xml', '<Error/>')
  return { stream: zipStream(artifactOf(call)), type: 'application/octet-stream' }
}

/** @type {readonly Route[]} */
const contentRoutes = [
  {
    method: 'GET',
    template: '/{host}/{project}/_apis/public/artifact/{token}/signedContent',
    handle: getSigned,
    open: true,
  },
  { method: 'GET', template: '/{host}/{project}/_apis/artifact/{token}/content', handle: getContent, open: true },
]

/** @type {readonly Route[]} */
const blobRoutes = [{ method: 'GET', template: '/{token}', handle: getBlob, open: true }]
