import { objectOf } from '../http/json-body.js'
import { readNumber, readPattern } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { perWorld } from '../world/per-world.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/** @typedef {{ value: string | null, isSecret?: boolean }} Variable */
/** @typedef {{ id: number, name: string, type: string, description: string, variables: Record<string, Variable>, variableGroupProjectReferences: object[] }} VariableGroup */

/** The variable groups of a world, with the values that are secret. */
export const variableGroupsOf = perWorld(
  () =>
    /** @type {VariableGroup[]} */ ([
      {
        id: 1,
        name: 'release',
        type: 'Vsts',
        description: '',
        variables: {
          version: { value: '1.4.0' },
          channel: { value: 'stable' },
          signingKey: { value: 'kept', isSecret: true },
        },
        variableGroupProjectReferences: [],
      },
    ]),
)

/**
 * Secret values are never sent back: they are null.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/distributedtask/variablegroups/get
 * @param {VariableGroup} group
 */
function rendered(group) {
  const variables = Object.entries(group.variables).map(([name, variable]) => [
    name,
    variable.isSecret ? { ...variable, value: null } : variable,
  ])
  return { ...group, variables: Object.fromEntries(variables), isShared: false }
}

/** @param {Call} call @returns {Answer} */
function list(call) {
  findProject(call)
  const named = readPattern(call.parameters.get('groupname'))
  const value = variableGroupsOf(call.settings.world)
    .filter(({ name }) => named(name))
    .map(rendered)
  return { value: { count: value.length, value } }
}

/** A group that is not there is null, with 200 (observed: microsoft/terraform-provider-azuredevops). */
function get(/** @type {Call} */ call) {
  findProject(call)
  const group = findGroup(call)
  return { value: group === undefined ? null : rendered(group) }
}

/** @param {Call} call */
function findGroup({ settings, route }) {
  const id = readNumber(route.id)
  return variableGroupsOf(settings.world).find(each => each.id === id)
}

/**
 * The whole group is replaced: a variable that is missing is removed, a secret that is null is kept
 * (observed: MicrosoftDocs/vsts-rest-api-specs#235, #531).
 * @param {Call} call
 * @returns {Answer}
 */
function put(call) {
  const group = findGroup(call)
  const text = `Variable group with ID ${call.route.id} does not exist.`
  if (group === undefined) throw serviceError('VariableGroupNotFoundException', text, { status: 404 })
  const { variables, name, ...rest } = objectOf(call)
  if (typeof variables !== 'object' || Object.keys(variables ?? {}).length === 0)
    throw serviceError('VariableGroupException', 'Variable group must have at least one variable.', { status: 400 })
  const kept = Object.entries(/** @type {Record<string, Variable>} */ (variables)).map(([key, variable]) => [
    key,
    variable.isSecret && variable.value === null
      ? { ...variable, value: group.variables[key]?.value ?? null }
      : variable,
  ])
  Object.assign(group, rest, { name: name ?? group.name, id: group.id, variables: Object.fromEntries(kept) })
  return { value: rendered(group) }
}

const scope = { read: 'vso.variablegroups_read', manage: 'vso.variablegroups_manage' }

/** @type {readonly Route[]} */
export const variableGroupRoutes = [
  { method: 'GET', template: '{project}/_apis/distributedtask/variablegroups', handle: list, scope: scope.read },
  { method: 'GET', template: '{project}/_apis/distributedtask/variablegroups/{id}', handle: get, scope: scope.read },
  // Changing one is not of a project: it names its projects itself.
  { method: 'PUT', template: '_apis/distributedtask/variablegroups/{id}', handle: put, scope: scope.manage },
]
