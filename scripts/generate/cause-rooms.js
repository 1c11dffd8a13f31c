/**
 * The sections of the troubleshooting page: the file of each room in src/core/errors/causes, and its title.
 * @type {Readonly<Record<string, string>>}
 */
export const causeRooms = {
  inputs: 'Inputs, and the token before any request',
  service: 'What Azure DevOps answers',
  network: 'The network and proxies',
  builds: 'Queries and files',
  start: 'Starting a build',
  artifacts: 'Artifacts',
  call: 'The call step',
}
