/**
 * How servers differ where nobody can choose it, and odd things that some of them were seen to do: one entry each, off or
 * as Services have it, with its source. `startEmulator({ quirks: { namedVersion: '6.1' } })` sets them, and
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
   * The version that this text names when it is not the newest released one. Server 2020 was seen to name 6.1, which is a
   * preview there and refused in its turn (microsoft/azure-devops-extension-sample#161).
   * @type {string | undefined}
   */
  namedVersion: undefined,

  /**
   * What a version newer than the server's gets: the refusal that names a version, or a bare 404, as Server 2019 was seen
   * to give.
   * @type {'refused' | 'not found'}
   */
  newerVersion: 'refused',
}

/** @typedef {typeof standardQuirks} Quirks */
