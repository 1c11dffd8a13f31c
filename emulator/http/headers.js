import { randomUUID } from 'node:crypto'
import { tokenOwner } from '../world/create-identity.js'
import { anonymousId } from './authentication.js'
import { servedVersion } from './version.js'

/** @import { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http' */
/** @import { Grant, Version } from '../types.ts' */

/** What every recorded success carried besides the ids; `expires` and `p3p` really are like that. */
const constant = {
  'access-control-expose-headers': 'Request-Context',
  'cache-control': 'no-cache',
  expires: '-1',
  p3p: 'CP="CAO DSP COR ADMa DEV CONo TELo CUR PSA PSD TAI IVDo OUR SAMi BUS DEM NAV STA UNI COM INT PHY ONL FIN PUR LOC CNT"',
  pragma: 'no-cache',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  vary: 'Accept-Encoding',
  'x-cache': 'CONFIG_NOCACHE',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
}

const deployment = randomUUID()
const application = randomUUID()
const processId = randomUUID()

/**
 * The headers of a success. `x-vss-userdata` names the token's owner by id and mail address; nobody should log it.
 * @param {{ version: Version, grant: Grant, headers: IncomingHttpHeaders }} request
 * @returns {OutgoingHttpHeaders}
 */
export function successHeaders({ version, grant, headers }) {
  const activity = randomUUID()
  return {
    ...constant,
    activityid: activity,
    'content-type': `application/json; charset=utf-8; api-version=${servedVersion(version)}`,
    'request-context': `appId=cid-v1:${application}`,
    'x-msedge-ref': `Ref A: ${activity.replaceAll('-', '').toUpperCase()} Ref B: EMU1EDGE0101 Ref C: ${now()}`,
    'x-tfs-processid': processId,
    'x-tfs-session': headers['x-tfs-session'] ?? randomUUID(),
    'x-vss-e2eid': activity,
    'x-vss-senderdeploymentid': deployment,
    'x-vss-userdata': userData(grant),
  }
}

/**
 * Who asked, by id and mail address.
 * @param {Grant} grant
 */
export function userData({ anonymous, owner = tokenOwner }) {
  return anonymous ? `${anonymousId}:` : `${owner.id}:${owner.uniqueName}`
}

function now() {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z')
}
