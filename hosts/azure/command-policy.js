import { minimatch } from './minimatch.js'

/**
 * The commands of the agent, by area.
 * https://github.com/microsoft/azure-pipelines-agent/tree/master/src/Agent.Worker (classes named *CommandExtension)
 * @type {Record<string, string[]>}
 */
const events = {
  artifact: ['associate', 'upload'],
  build: ['uploadlog', 'updatebuildnumber', 'addbuildtag'],
  codecoverage: ['publish', 'enable'],
  plugininternal: ['updaterepositorypath'],
  release: ['updatereleasename'],
  results: ['publish'],
  task: [
    ...[
      'addattachment',
      'complete',
      'debug',
      'issue',
      'logdetail',
      'logissue',
      'prependpath',
      'setendpoint',
      'setprogress',
    ],
    ...['setsecret', 'settaskvariable', 'setvariable', 'uploadfile', 'uploadsummary'],
  ],
  telemetry: ['publish'],
}

/**
 * What is left in restricted mode.
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskCommandExtension.cs
 * (`CommandRestriction(AllowedInRestrictedMode = true)`)
 */
const allowedInRestrictedMode = new Set([
  ...['task.complete', 'task.debug', 'task.issue', 'task.logdetail', 'task.logissue', 'task.prependpath'],
  ...['task.setprogress', 'task.setsecret', 'task.settaskvariable', 'task.setvariable', 'telemetry.publish'],
])

/** Which commands the agent has, and which of them the step may use. */
export const commandPolicy = {
  /** @param {string} area */
  hasArea: area => Object.hasOwn(events, area),

  /**
   * @param {string} area
   * @param {string} event
   */
  has: (area, event) => Object.hasOwn(events, area) && (events[area] ?? []).includes(event),

  /** @param {string} name */
  allowedInRestrictedMode: name => allowedInRestrictedMode.has(name),

  /**
   * Whether the area is one of releases, which a build does not have: its commands fail the step, and the line is shown.
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Release/ReleaseCommandExtension.cs
   * @param {string} area
   */
  isOfReleases: area => area === 'release',

  /**
   * Whether task.json lets the variable be set.
   * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/TaskRestrictionsChecker.cs
   * @param {string} name
   * @param {string[] | undefined} patterns
   */
  settable: (name, patterns) => patterns === undefined || patterns.some(pattern => minimatch(name, pattern)),
}
