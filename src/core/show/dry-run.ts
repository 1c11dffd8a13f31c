import { containerRequest, listRequest, signedContentRequest } from '../artifacts/requests.ts'
import { isGlob } from '../base/glob.ts'
import { counted } from '../base/text.ts'
import { completed, needsProof, proofs } from '../builds/left-out.ts'
import { maxProjects, newestRequest } from '../builds/near-misses.ts'
import { parsePipeline, pipelinesRequest } from '../builds/pipelines.ts'
import { projectsRequest, unique } from '../builds/projects.ts'
import { splitByStatus, type Target } from '../builds/query.ts'
import { buildsRequest } from '../builds/read-partition.ts'
import { onlyThese } from '../builds/select.ts'
import { logRequest, logsRequest, timelineRequest } from '../explain/requests.ts'
import type { Settings, StartSettings } from '../settings/settings.ts'
import { type AskedBuild, askedOf, startBody } from '../start/asked-build.ts'
import { buildsBeforeRequest, pipelineRequest, startRequest } from '../start/requests.ts'
import { curlCommand, dryRunNotice } from './curl.ts'

/**
 * Every request that would be sent, as commands for a terminal that read the token from a variable, with a word on
 * those that depend on the response to another.
 */
export function describeRequests(settings: Settings): string[] {
  const { query, start } = settings
  if (start !== undefined)
    return [
      dryRunNotice,
      ...describeStartRequests(settings, start),
      ...explainLines(settings),
      ...artifactsLines(settings),
    ]
  const lines = [dryRunNotice]
  const every = query.projects.includes('*')
  if (every)
    lines.push('# The projects. What follows is sent for each of them:', curlCommand(settings, projectsRequest(0)))
  const names = query.pipelines.map(parsePipeline)
  const ids = names.flatMap(({ id }) => id ?? [])
  const lookedUp = names.filter(({ id }) => id === undefined)
  for (const project of every ? ['PROJECT'] : unique(query.projects)) {
    if (lookedUp.length > 2)
      lines.push('# The IDs of the pipelines:', curlCommand(settings, pipelinesRequest(project, undefined, 0)))
    else
      for (const { written, name } of lookedUp)
        lines.push(`# The ID of the pipeline ${written}:`, curlCommand(settings, pipelinesRequest(project, name, 0)))
    // No pipeline has the ID 0, so the command as it is shown finds nothing; without definitions it would find all.
    const target: Target = { project, pipelines: [...new Set(ids), ...lookedUp.map(() => 0)] }
    for (const partition of splitByStatus(query)) {
      if (lookedUp.length > 0) lines.push(`# With ${counted(lookedUp.length, 'ID')} found above in place of 0:`)
      lines.push(curlCommand(settings, buildsRequest(query, target, partition, 0)))
    }
    lines.push(...proofLines(settings, target))
  }
  return [
    ...lines,
    ...pollLines(settings),
    ...noneLines(settings),
    ...explainLines(settings),
    ...artifactsLines(settings),
  ]
}

/** What is requested before a gate passes that depends on which builds of each pipeline the service chose. */
function proofLines(settings: Settings, { project, pipelines }: Target): string[] {
  const { query } = settings
  if (!needsProof({ project, pipelines }, { query })) return []
  return [
    '# Before the gate passes, builds that would fail it, with the IDs of the pipelines in place of 0:',
    ...Object.values(proofs(query)).map(proof =>
      curlCommand(settings, buildsRequest(proof, { project, pipelines: [0] }, completed, 0)),
    ),
  ]
}

/** What is requested while a build runs that is waited for. */
function pollLines(settings: Settings): string[] {
  if (settings.wait === undefined) return []
  const known = onlyThese(settings.query, [0])
  const target: Target = { project: firstProject(settings), pipelines: [] }
  return [
    '# The builds, until they are completed, with their IDs in place of 0:',
    ...splitByStatus(known).map(partition => curlCommand(settings, buildsRequest(known, target, partition, 0))),
  ]
}

/** What is requested for the message that no build was found. */
function noneLines(settings: Settings): string[] {
  const { query, rules } = settings
  if (rules.ifNone === 'ignore') return []
  const names = query.pipelines.map(parsePipeline)
  const pipelines = [...new Set(names.map(({ id = 0 }) => id))]
  const projects = query.projects.includes('*') ? ['PROJECT'] : unique(query.projects).slice(0, maxProjects)
  return [
    '# If no build matches, the newest ones:',
    ...projects.map(project => curlCommand(settings, newestRequest({ project, pipelines }, 0))),
  ]
}

function firstProject({ query }: Settings): string {
  const [project = ''] = query.projects
  return query.projects.includes('*') ? 'PROJECT' : project
}

/** What is requested when a judged build fails, and while one is waited for. */
function explainLines(settings: Settings): string[] {
  const { explain, rules, wait } = settings
  if (!explain || (rules.requireResult.length === 0 && wait === undefined)) return []
  const build = { id: 0, project: firstProject(settings) }
  return [
    '# For each build that fails, or is waited for: what it went through. Put its ID in place of 0:',
    curlCommand(settings, timelineRequest(build, 0)),
    '# If that gives no reason, lines of at most two logs, with their IDs and lines in place of 0:',
    curlCommand(settings, logsRequest(build, 0)),
    curlCommand(settings, logRequest(build, { logId: 0, startLine: 0, endLine: 0 }, 0)),
  ]
}

/** What is requested when a build was found, and no rule is broken. */
function artifactsLines(settings: Settings): string[] {
  if (settings.artifacts === undefined) return []
  const build = { id: 0, project: firstProject(settings), pipelineId: 0 }
  const name = isGlob(settings.artifacts.names[0] ?? '*') ? 'ARTIFACT' : (settings.artifacts.names[0] ?? '')
  return [
    '# The artifacts of the first build. Put its ID in place of 0:',
    curlCommand(settings, listRequest(build, 0)),
    '# A signed URL for each pipeline artifact, with the IDs of the pipeline and the build in place of 0:',
    curlCommand(settings, signedContentRequest(build, name, 0)),
    '# What that URL names is downloaded without the token. A container artifact is downloaded with it:',
    curlCommand(settings, containerRequest(build, name, 0)),
  ]
}

/** Requests that start a build, and check it afterwards. */
function describeStartRequests(settings: Settings, start: StartSettings): string[] {
  const { project, pipeline } = start
  const { id, name } = parsePipeline(pipeline)
  const asked = askedOf(start, id ?? 0)
  // No pipeline has the ID 0, so the commands as they are shown do nothing.
  const looked = id === undefined ? [`# With the ID found above in place of 0:`] : []
  const known = onlyThese(settings.query, [0])
  const poll = () =>
    splitByStatus(known).map(partition =>
      curlCommand(settings, buildsRequest(known, { project, pipelines: [] }, partition, 0)),
    )
  const lookup = [`# The ID of the pipeline ${pipeline}:`, curlCommand(settings, pipelinesRequest(project, name, 0))]
  return [
    ...(id === undefined ? lookup : []),
    '# The pipeline, and its newest builds:',
    ...looked,
    curlCommand(settings, pipelineRequest(project, asked.pipelineId, 0)),
    curlCommand(settings, buildsBeforeRequest(project, asked.pipelineId, 0)),
    '# Starts the build. Values of parameters and variables are hidden:',
    ...looked,
    curlCommand(settings, startRequest(asked, 0), startBody(hiddenValues(asked))),
    ...(settings.wait === undefined
      ? []
      : ['# The build, until it is completed, with its ID in place of 0:', ...poll()]),
  ]
}

function hiddenValues(asked: AskedBuild): AskedBuild {
  const hidden = (values: ReadonlyMap<string, string>) => new Map([...values.keys()].map(name => [name, '***']))
  return { ...asked, parameters: hidden(asked.parameters), variables: hidden(asked.variables) }
}
