import { guid } from './guid.js'

/** @import { Identity } from '../types.ts' */

/**
 * An invented person.
 * @param {string} displayName
 * @returns {Identity}
 */
export function createIdentity(displayName) {
  const id = guid(`identity ${displayName}`)
  const uniqueName = `${displayName.toLowerCase().replace(/[^a-z0-9]+/g, '.')}@example.com`
  return { displayName, id, uniqueName, descriptor: `aad.${Buffer.from(id).toString('base64').replace(/=+$/, '')}` }
}

/**
 * The service itself, who requests what a push or a schedule started. Its unique name has this odd form in recordings:
 * https://github.com/Azure/azure-devops-cli-extension test_build_listQueueShow.yaml
 * @type {Identity}
 */
export const serviceIdentity = (() => {
  const id = '00000002-0000-8888-8000-000000000000'
  const uniqueName = `${id}@2c895908-04e0-4952-89fd-54b0046d6288`
  const descriptor = `s2s.${Buffer.from(uniqueName).toString('base64').replace(/=+$/, '')}`
  return { displayName: 'Microsoft.VisualStudio.Services.TFS', id, uniqueName, descriptor }
})()

/** The invented owner of a token that names none. */
export const tokenOwner = createIdentity('Token Owner')
