/**
 * How servers differ where nobody can choose it, and odd things that some of them were seen to do: one entry each, off or
 * as Services have it, with its source. `startEmulator({ quirks: { newerVersion: 'not found' } })` sets them, and
 * `emulator.quirks` changes them while it runs.
 */
export const standardQuirks = {
  /**
   * The text that refuses a version newer than the server's.
   * `plain`: `ApiVersionOutOfRange` in https://github.com/actions/runner src/Sdk.
   * `supported by`: observed by rfennell/AzurePipelines#1000.
   * @type {'plain' | 'supported by'}
   */
  rangeText: 'plain',

  /**
   * What a version newer than the server's gets: the refusal that names a version, or a bare 404, as Server 2019 was seen
   * to give.
   * @type {'refused' | 'not found'}
   */
  newerVersion: 'refused',

  /**
   * Milliseconds until a new build is in lists. None was recorded (test_build_listQueueShow of
   * https://github.com/Azure/azure-devops-cli-extension); nobody knows of an upper bound.
   */
  listLag: 0,

  /**
   * Which builds of a definition `maxBuildsPerDefinition` chooses: the first in the order of the list, as everybody who uses
   * it assumes, or whatever the order those that finished last, or that have the highest IDs. Nothing of it is documented.
   * @type {'order' | 'finish' | 'id'}
   */
  countsBy: 'order',

  /** Milliseconds that the `Date` of responses is ahead of the emulator's clock: a runner whose clock is off. */
  dateOffset: 0,

  /** Milliseconds, negative, that the times of new builds are behind `Date`; up to 2 s are recorded. */
  queueTimeOffset: 0,

  /** A new build has no commit before it runs (https://learn.microsoft.com/en-us/rest/api/azure/devops/build/builds/queue, sample of 2015). */
  lateCommit: false,

  /** A branch is replaced by the default branch without a word (observed: go-api#55, mcp#1053, for the pipelines area). */
  ignoresBranch: false,

  /** The same for a commit, as of a server that does not know the field; assumed. */
  ignoresCommit: false,

  /** The same for template parameters, as of a server that does not know the field; assumed. */
  ignoresParameters: false,

  /** A build that cannot be valid is made all the same, and is failed from its birth (observed: build 284 of Azure-Devops-PowerShell-Module). */
  deadOnArrival: false,

  /** Validation errors in the shape of 2017 (observed: azure-devops-cli-extension#106). */
  oldValidationShape: false,

  /**
   * What starting a build comes to in addition, whatever is started.
   * @type {readonly { result: 'error' | 'warning', message: string }[]}
   */
  startResults: [],

  /**
   * What an unknown pipeline is answered with: 404, or the 500 of the pipelines area.
   * @type {'not found' | 'failed'}
   */
  unknownPipeline: 'not found',

  /** Milliseconds until a new tag is seen (observed: up to a few seconds, githubnext/ado-aw). */
  tagLag: 0,
}

/** @typedef {typeof standardQuirks} Quirks */
