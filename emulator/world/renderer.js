import { derivedOf, repositoryUrl } from './derived.js'

/** @import { Build, Definition, Identity, Project, WireBuild } from '../types.ts' */

const tenantHost = 'https://spsprodweu1.vssps.visualstudio.com/A6f1c0e52-0d0b-4c55-9a55-3f1d6a1f7a10'

/**
 * Computes something once for each object.
 * @template {object} Value
 * @param {(value: Value) => Value} complete
 * @returns {(value: Value) => Value}
 */
function once(complete) {
  /** @type {Map<Value, Value>} */
  const known = new Map()
  return value => {
    const result = known.get(value) ?? complete(value)
    known.set(value, result)
    return result
  }
}

/**
 * Completes what the world holds to what goes on the wire: the links and urls, which follow from the ids and from where
 * the emulator listens. What is already there is kept, so tests can plant their own. A renderer remembers the shared parts
 * (identities, projects, definitions) and must not outlive one answer, because tests may change them.
 * @param {string} base the collection's URL
 * @param {{ anonymous?: boolean, old?: boolean }} [how] who reads it, and whether the server is TFS 2018 or older
 */
export function createRenderer(base, { anonymous = false, old = false } = {}) {
  const identity = once((/** @type {Identity} */ person) => identityOf(base, person, anonymous))
  const project = once((/** @type {Project} */ value) => projectOf(base, value))
  const reference = once((/** @type {Definition} */ value) => referenceOf(base, value, project(value.project)))

  return {
    identity,
    project,
    /** @param {Build} build @returns {WireBuild} */
    build: build => {
      // One object, filled: spreading one into the next takes three times as long, for every build of every page.
      const wire = Object.assign(derivedOf(base, build, old), build)
      wire.definition = reference(build.definition)
      wire.project = project(build.project)
      wire.requestedFor = identity(build.requestedFor)
      wire.requestedBy = identity(build.requestedBy)
      wire.lastChangedBy = identity(build.lastChangedBy)
      if (build.deletedBy) wire.deletedBy = identity(build.deletedBy)
      wire.repository = { ...build.repository, url: build.repository.url ?? repositoryUrl(base, build) }
      if (anonymous) for (const key of hiddenFromAnonymous) Reflect.deleteProperty(wire, key)
      return wire
    },
    /** @param {Definition} value the reference in the definitions list, richer than the one in a build */
    definition: value => {
      const { repository: _, ...listed } = value
      return {
        _links: definitionLinks(base, value),
        ...listed,
        ...reference(value),
        ...(value.authoredBy && { authoredBy: identity(value.authoredBy) }),
        ...(value.queue && { queue: queueOf(base, value.queue) }),
      }
    },
  }
}

/** @typedef {ReturnType<typeof createRenderer>} Renderer */

/** What an anonymous reader of a public project does not see (read there: dnceng-public/public, build 1627560). */
const hiddenFromAnonymous = ['queue', 'keepForever']

/**
 * @param {string} base
 * @param {Identity} person
 * @param {boolean} anonymous who reads it anonymously gets neither mail addresses nor pictures (read in the same build)
 * @returns {Identity}
 */
function identityOf(base, person, anonymous) {
  const avatar = `${base}/_apis/GraphProfile/MemberAvatars/${person.descriptor}`
  const derived = {
    url: `${tenantHost}/_apis/Identities/${person.id}`,
    _links: { avatar: { href: avatar } },
    imageUrl: avatar,
  }
  return Object.assign(derived, person, anonymous && { uniqueName: null, imageUrl: null })
}

/**
 * @param {string} base
 * @param {Project} project
 * @returns {Project}
 */
function projectOf(base, project) {
  return { ...project, url: project.url ?? `${base}/_apis/projects/${project.id}` }
}

/**
 * The definition inside a build: no author, queue, quality or creation date there (observed in the recordings).
 * @param {string} base
 * @param {Definition} definition
 * @param {Project} project already rendered
 * @returns {Definition}
 */
function referenceOf(base, definition, project) {
  const { createdDate, quality, authoredBy, queue, repository, _links, ...kept } = definition
  const url = `${base}/${project.id}/_apis/build/Definitions/${definition.id}?revision=${definition.revision}`
  return { url, uri: `vstfs:///Build/Definition/${definition.id}`, ...kept, project }
}

/**
 * @param {string} base
 * @param {Definition} definition
 */
function definitionLinks(base, { id, revision, project }) {
  const inProject = `${base}/${project.id}`
  return {
    self: { href: `${inProject}/_apis/build/Definitions/${id}?revision=${revision}` },
    web: { href: `${inProject}/_build/definition?definitionId=${id}` },
    editor: { href: `${inProject}/_build/designer?id=${id}&_a=edit-build-definition` },
    badge: { href: `${inProject}/_apis/build/status/${id}` },
  }
}

/**
 * @param {string} base
 * @param {Build['queue']} queue
 */
function queueOf(base, queue) {
  const url = `${base}/_apis/build/Queues/${queue.id}`
  return { _links: { self: { href: url } }, url, ...queue }
}
