import type { Cause } from '../cause.ts'

const hostile =
  'A build published it by mistake, or somebody made the archive to harm this machine. Nothing was written.'

/** What goes wrong with artifacts. */
export const artifactCauses = {
  'artifact-missing': {
    what: 'Artifact not found.',
    why: 'The name is misspelled, the job that publishes the artifact was skipped or failed, or retention deleted it.',
    fix: 'Use a name from the list below in {artifacts}, or set {if-no-artifacts} to warn or ignore.',
  },
  'artifact-deleted': {
    what: 'The artifact or its build was deleted (404 Not Found).',
    why: 'Retention or a person deleted it, maybe while the step was running.',
    fix: 'Run the pipeline again, and retain builds whose artifacts you still need.',
    signs: [{ typeKey: /^(?:ArtifactNotFound|BuildNotFound)Exception$/, subject: ['artifacts'] }],
  },
  'artifact-folder-refused': {
    what: 'The name of the artifact cannot be the name of a folder.',
    why: 'Windows does not allow the name, or two of the artifacts differ in case only.',
    fix: 'Name one artifact without a glob in {artifacts}, so that it needs no folder of its own, or publish it under another name.',
  },
  'artifact-url-refused': {
    what: 'Azure DevOps refused the signed URL of the artifact.',
    why: 'Signed URLs expire. The step requested a new one, and that was refused too. A proxy, a firewall, or a network policy may have answered instead.',
    fix: 'Run the step again. If it fails again, check the proxy and the network policies of the organization.',
  },
  'artifact-unreachable': {
    what: 'The host that stores the artifact cannot be reached.',
    why: 'Artifacts are stored on another host than the organization, and a firewall or a proxy does not allow it.',
    fix: 'Allow *.visualstudio.com and *.blob.core.windows.net: https://learn.microsoft.com/azure/devops/organizations/security/allow-list-ip-url',
  },
  'artifact-not-zip': {
    what: 'The response is not a zip file.',
    why: 'An HTML sign-in page or JSON came instead of the artifact: the token was not accepted, or something between this machine and Azure DevOps answered instead.',
    fix: 'Check the token at {tokens page}, then the proxy between this machine and Azure DevOps.',
  },
  'artifact-incomplete': {
    what: 'The download of the artifact was cut off.',
    why: 'The connection ended early, or no data arrived for as long as {request-timeout} allows, in each attempt.',
    fix: 'Run the step again. On a slow network raise {request-timeout}, which limits the time without data, and {retries}.',
  },
  'archive-damaged': {
    what: 'The zip file of the artifact is damaged or incomplete.',
    why: 'It was cut or changed on the way, or not written correctly, in each attempt. Nothing of it was kept.',
    fix: 'Run the step again. If it fails again, download the artifact in the portal, and publish it again if that fails too.',
  },
  'archive-unsupported': {
    what: 'The zip file of the artifact is of an unsupported kind.',
    why: 'Azure DevOps makes archives of one part, stored or deflated, without encryption. This one is different.',
    fix: 'Check what is between this machine and Azure DevOps, and report it if Azure DevOps really sends this.',
  },
  'archive-too-large': {
    what: 'The artifact is larger than the step accepts.',
    why: 'It has more bytes than {artifacts-max-size}, more than 1,000,000 entries, or declares sizes that no compression gives. Nothing was written.',
    fix: 'Raise {artifacts-max-size}, or publish less.',
  },
  'archive-path-refused': {
    what: 'The artifact has a path that leaves its folder.',
    why: hostile,
    fix: 'Check the pipeline that published the artifact before you use anything from it.',
  },
  'archive-name-refused': {
    what: 'The artifact has a file name that Windows does not allow.',
    why: 'The artifact would not be the same on every system. Nothing was written.',
    fix: 'Rename the file in the pipeline that publishes the artifact, or publish a tar archive of it.',
  },
  'archive-link-refused': {
    what: 'The artifact has a link or a special file.',
    why: hostile,
    fix: 'Publish regular files. To keep links, publish a tar archive of them.',
  },
  'archive-duplicate': {
    what: 'The artifact has the same path twice.',
    why: 'The paths are equal, or differ in case or Unicode normalization only, so that on some systems one would replace the other. Nothing was written.',
    fix: 'Rename one of the two in the pipeline that publishes the artifact.',
  },
  'artifacts-path-refused': {
    what: 'Something in {artifacts-path} is in the way of the artifact.',
    why: 'A link, a folder in place of a file, or a file in place of a folder is there. Nothing was changed.',
    fix: 'Choose an empty folder in {artifacts-path}, or delete what is in the way.',
  },
  'artifacts-unwritable': {
    what: 'The artifact cannot be written.',
    why: 'The folder is not writable, or the disk is full (ENOSPC). Nothing was kept.',
    fix: 'Choose another folder in {artifacts-path}, or free disk space: the archive and its content need space at the same time.',
  },
} as const satisfies Record<string, Cause>
