import type { Input } from './input.ts'
import { ifNoneChoices } from './judge-inputs.ts'

/** What to do with what was found. */
export const answerInputs = {
  explain: {
    label: 'Explain failures',
    group: 'answer',
    type: 'boolean',
    default: 'true',
    help: 'Say why a judged build failed, and what a build is waiting for.',
  },
  artifacts: {
    label: 'Artifacts',
    group: 'answer',
    type: 'list',
    help: 'Names or globs of artifacts to download from the first returned build, after a verdict that passes.',
  },
  'artifacts-path': {
    label: 'Artifacts folder',
    group: 'answer',
    type: 'path',
    default: '.',
    help: 'Folder for the artifacts. One name is unpacked into it; several names, or a glob, into a folder each.',
    visibleRule: 'artifacts != ""',
  },
  'artifacts-max-size': {
    label: 'Maximum size of artifacts',
    group: 'answer',
    type: 'size',
    default: '10GiB',
    help: 'Maximum uncompressed size of all artifacts. More is refused before anything is written.',
    visibleRule: 'artifacts != ""',
  },
  'if-no-artifacts': {
    label: 'If no artifacts',
    group: 'answer',
    type: 'choice',
    values: ifNoneChoices,
    default: 'fail',
    help: 'When a name or glob matches no artifact: `fail`, `warn`, or `ignore`.',
    visibleRule: 'artifacts != ""',
  },
  'output-file': {
    label: 'Builds file',
    group: 'answer',
    type: 'path',
    help: 'Path for the builds as a JSON array. A file in the temporary folder of the job unless set.',
  },
  summary: {
    label: 'Summary',
    group: 'answer',
    type: 'boolean',
    default: 'true',
    help: 'Write the job summary.',
  },
  'dry-run': {
    label: 'Dry run',
    group: 'answer',
    type: 'boolean',
    default: 'false',
    help: 'Show each request with the token hidden, and send none.',
  },
} as const satisfies Record<string, Input>
