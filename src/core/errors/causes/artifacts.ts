import type { Cause } from '../causes.ts'

const hostile =
  'A build published it like this by mistake, or somebody made the archive to harm this machine. Nothing was written.'

/** What goes wrong with artifacts. */
export const artifactCauses = {
  'artifact-missing': {
    what: 'The build has no artifact of that name.',
    why: 'The name is misspelled, the job that publishes it was skipped or failed, or retention deleted it.',
    fix: 'Use a name from the list below in artifacts, or set if-no-artifacts to warn or ignore.',
  },
  'artifact-name-refused': {
    what: 'The name of an artifact cannot be the name of a folder.',
    why: 'Windows does not allow the name, or two of the artifacts differ only in case.',
    fix: 'Publish the artifact under another name, or download it alone: one plain name needs no folder of its own.',
  },
  'artifact-expired': {
    what: 'The artifact was deleted.',
    why: 'Retention or a person deleted the artifact or its build after the step found it (404 Not Found).',
    fix: 'Run the pipeline again, and retain builds whose artifacts you still need.',
  },
  'artifact-url-refused': {
    what: 'The storage of Azure DevOps refused the signed URL of the artifact.',
    why: 'Signed URLs expire. The step got a new one, and the storage refused that too; the clock of a proxy may be wrong, or a firewall or a network policy answered.',
    fix: 'Run the step again. If it fails again, check the proxy, and the network policy of the organization.',
  },
  'artifact-unreachable': {
    what: 'The storage of Azure DevOps cannot be reached.',
    why: 'Artifacts are downloaded from another host than builds are queried from, and a firewall or proxy does not allow it.',
    fix: 'Allow *.visualstudio.com and *.blob.core.windows.net in the firewall or proxy: https://learn.microsoft.com/azure/devops/organizations/security/allow-list-ip-url',
  },
  'artifact-redirect-refused': {
    what: 'The download was redirected to a place where the step does not follow.',
    why: 'It follows at most 3 redirects, to https:// only.',
    fix: 'Check the proxy between this machine and Azure DevOps.',
  },
  'artifact-not-zip': {
    what: 'The answer to the download is not a zip file.',
    why: 'An HTML sign-in page, an error as JSON, or nothing came instead of the artifact.',
    fix: 'Check the token and its Build (Read) scope, then the proxy between this machine and Azure DevOps.',
  },
  'artifact-interrupted': {
    what: 'The download of the artifact ended early.',
    why: 'The connection was cut, or no data arrived for as long as request-timeout allows, each time the step tried.',
    fix: 'Run the step again. On a slow network raise request-timeout, which limits the time without data, and retries.',
  },
  'archive-damaged': {
    what: 'The zip file of the artifact is damaged or incomplete.',
    why: 'The download was cut or changed on the way, or the archive was not written correctly. Nothing of it was kept.',
    fix: 'Run the step again. If it fails again, download the artifact in the portal, and publish it again if that fails too.',
  },
  'archive-unsupported': {
    what: 'The zip file of the artifact needs something that the step does not support.',
    why: 'Azure DevOps makes archives of one part, stored or deflated, without encryption. This one is different.',
    fix: 'Check what is between this machine and Azure DevOps, and report it if the service really sends this.',
  },
  'archive-too-large': {
    what: 'The artifact is larger than the step accepts.',
    why: 'It has more bytes than artifacts-max-size, more than 1,000,000 entries, or declares sizes that nothing can have.',
    fix: 'Raise artifacts-max-size, or publish less. Nothing was written.',
  },
  'archive-path-refused': {
    what: 'The artifact has a path that leaves its folder.',
    why: hostile,
    fix: 'Look at the pipeline that published the artifact before you use anything from it.',
  },
  'archive-name-refused': {
    what: 'The artifact has a file name that not every system allows.',
    why: 'Windows does not allow such names, so the artifact would not be the same everywhere. Nothing was written.',
    fix: 'Rename the file in the pipeline that publishes the artifact, or publish it inside a tar archive.',
  },
  'archive-link-refused': {
    what: 'The artifact has a link or a special file.',
    why: hostile,
    fix: 'Publish plain files. To keep links, publish them inside a tar archive.',
  },
  'archive-duplicate': {
    what: 'The artifact has the same path twice.',
    why: 'The paths are equal, or differ only in case or Unicode normalization, so that one would replace the other on some systems. Nothing was written.',
    fix: 'Rename one of the two in the pipeline that publishes the artifact.',
  },
  'artifacts-place-refused': {
    what: 'An artifact cannot be put where it belongs.',
    why: 'A link, or a folder in place of a file or a file in place of a folder, is in its way. Nothing was changed.',
    fix: 'Choose an empty folder in artifacts-path, or delete what is in the way.',
  },
  'artifacts-unwritable': {
    what: 'The artifacts cannot be written.',
    why: 'The folder does not allow it, or the disk is full (ENOSPC). Nothing was kept.',
    fix: 'Choose another folder in artifacts-path, or free disk space: unpacking needs room for the archive and for its content.',
  },
} as const satisfies Record<string, Cause>
