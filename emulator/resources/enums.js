import { requestError } from '../http/refusal.js'
import { isNewer, parseVersion } from '../http/version.js'

/**
 * The enums with their numbers, which azure-devops-node-api sends instead of the names.
 * Source: https://github.com/microsoft/azure-devops-node-api/blob/master/api/interfaces/BuildInterfaces.ts
 */
export const enums = /** @type {const} */ ({
  status: {
    none: 0,
    inProgress: 1,
    completed: 2,
    cancelling: 4,
    postponed: 8,
    notStarted: 32,
    all: 47,
    // Nobody has published the number of this one, so only its name is accepted: see `unnumbered`.
    abandoned: 1 << 20,
  },
  result: { none: 0, succeeded: 2, partiallySucceeded: 4, failed: 8, canceled: 32 },
  reason: {
    none: 0,
    manual: 1,
    individualCI: 2,
    batchedCI: 4,
    schedule: 8,
    scheduleForced: 16,
    userCreated: 32,
    validateShelveset: 64,
    checkInShelveset: 128,
    pullRequest: 256,
    buildCompletion: 512,
    resourceTrigger: 1024,
    triggered: 1967,
    all: 2031,
  },
  definitionType: { xaml: 1, build: 2 },
  deleted: { excludeDeleted: 0, includeDeleted: 1, onlyDeleted: 2 },
  buildOrder: {
    finishTimeAscending: 2,
    finishTimeDescending: 3,
    queueTimeDescending: 4,
    queueTimeAscending: 5,
    startTimeDescending: 6,
    startTimeAscending: 7,
  },
  definitionOrder: {
    none: 0,
    lastModifiedAscending: 1,
    lastModifiedDescending: 2,
    definitionNameAscending: 3,
    definitionNameDescending: 4,
  },
  projectState: { unchanged: -2, all: -1, new: 0, wellFormed: 1, deleting: 2, createPending: 3, deleted: 4 },
})

const unnumbered = enums.status.abandoned

/**
 * Members by the first version that has them (diffed between the specs in MicrosoftDocs/vsts-rest-api-specs). Builds were
 * sorted by finish time only until their times could be filtered by others (typings of
 * https://github.com/microsoft/vss-web-extension-sdk for servers before 4.1: BuildQueryOrder).
 * @type {Record<string, string>}
 */
const since = {
  queueTimeAscending: '4.1',
  queueTimeDescending: '4.1',
  startTimeAscending: '4.1',
  startTimeDescending: '4.1',
  scheduleForced: '5.1',
  resourceTrigger: '6.0',
  abandoned: '7.2',
}

/**
 * Reads names in any case, numbers, and comma-separated lists of them, as .NET's enum parser does.
 * @param {string | undefined} text
 * @param {Readonly<Record<string, number>>} members
 * @param {string} maxVersion of the server
 * @returns {number | undefined} undefined when there is nothing to filter by
 */
export function readFlags(text, members, maxVersion) {
  if (!text) return undefined
  const mask = text.split(',').reduce((sum, item) => sum | readMember(item.trim(), members, maxVersion), 0)
  return mask === 0 ? undefined : mask
}

/**
 * @template {string} Name
 * @param {string | undefined} text
 * @param {Readonly<Record<Name, number>>} members
 * @param {string} maxVersion
 * @returns {Name | undefined}
 */
export function readEnum(text, members, maxVersion) {
  if (!text) return undefined
  const value = readMember(text.trim(), members, maxVersion)
  return /** @type {Name[]} */ (Object.keys(members)).find(name => members[name] === value)
}

/**
 * What a bad value is answered with is unknown; this shape is assumed.
 * @param {string} text
 * @param {Readonly<Record<string, number>>} members
 * @param {string} maxVersion
 */
function readMember(text, members, maxVersion) {
  const values = Object.values(members)
  if (/^-?\d+$/.test(text)) {
    const number = Number(text)
    const possible = values.reduce((sum, value) => (value > 0 && value !== unnumbered ? sum | value : sum), 0)
    if (values.includes(number) ? number !== unnumbered : number > 0 && (number & ~possible) === 0) return number
    throw requestError(400, 'The request is invalid.')
  }
  const name = Object.keys(members).find(member => member.toLowerCase() === text.toLowerCase())
  const first = name && since[name]
  if (name === undefined || (first && isNewer(parseVersion(first), parseVersion(maxVersion)))) {
    throw requestError(400, 'The request is invalid.')
  }
  return members[name] ?? 0
}

/**
 * Flags as .NET writes them in messages: `All`, or `InProgress, NotStarted`.
 * @param {number} mask
 * @param {Readonly<Record<string, number>>} members
 */
export function flagNames(mask, members) {
  const entries = Object.entries(members)
  const whole = entries.find(([, value]) => value === mask)
  const parts = whole
    ? [whole]
    : entries.filter(([name, value]) => name !== 'all' && value !== 0 && (mask & value) === value)
  return parts.map(([name]) => pascal(name)).join(', ')
}

/** @param {string} name */
export function pascal(name) {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
