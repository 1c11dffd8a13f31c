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
}

/** @typedef {typeof standardQuirks} Quirks */
