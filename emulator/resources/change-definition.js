import { objectOf } from '../http/json-body.js'
import { readNumber } from '../http/parameters.js'
import { serviceError } from '../http/refusal.js'
import { findProject } from './projects.js'

/** @import { Answer, Call, Route } from '../types.ts' */

/**
 * `PUT {project}/_apis/build/definitions/{definitionId}` with the whole definition, whose revision must be the newest.
 * Source: https://learn.microsoft.com/rest/api/azure/devops/build/definitions/update; the refusal's text is assumed.
 * @param {Call} call
 * @returns {Answer}
 */
function putDefinition(call) {
  const { settings, route, render } = call
  const project = findProject(call)
  const id = readNumber(route.definition)
  const definition = settings.world.definitions.find(one => one.id === id && one.project.id === project.id)
  if (definition === undefined)
    throw serviceError('DefinitionNotFoundException', `Build pipeline ${route.definition} was not found`)
  const { revision, queueStatus = definition.queueStatus, name = definition.name } = objectOf(call)
  if (revision !== definition.revision) {
    const text = `The definition you are trying to update is out of date: revision ${revision} is not ${definition.revision}.`
    throw serviceError('InvalidDefinitionException', text, { status: 409 })
  }
  Object.assign(definition, { revision: definition.revision + 1, queueStatus, name })
  return { value: render.definition(definition) }
}

/** @type {readonly Route[]} */
export const changeDefinitionRoutes = [
  {
    method: 'PUT',
    template: '{project}/_apis/build/definitions/{definition}',
    handle: putDefinition,
    scope: 'vso.build_execute',
  },
]
