import type { Cause } from '../cause.ts'

/** What a query came to. */
export const buildsCauses = {
  'pipeline-unknown': {
    what: 'Pipeline not found.',
    why: 'The name is misspelled, the pipeline was renamed, it is in another project, or the owner of the token cannot see it.',
    fix: 'Write the name as the portal shows it, as \\folder\\name if the name exists in several folders, or use the ID.',
  },
  'pipeline-ambiguous': {
    what: 'Several pipelines have that name.',
    why: 'Names are unique only within a folder.',
    fix: 'Write the path of the pipeline.',
  },
  'out-of-time': {
    what: 'The query timed out.',
    why: 'There is more to query, or the service is slower, than {query-timeout} allows.',
    fix: 'Query less ({top}, {min-time}, {pipelines}), or raise {query-timeout}.',
  },
  'output-file-unwritable': {
    what: 'The file cannot be written.',
    why: 'The folder is not writable, the path is not a regular file, or the disk is full.',
    fix: 'Choose another {output-file}.',
  },
  unexpected: {
    what: 'The step itself failed.',
    why: 'This is a bug in the step.',
    fix: 'Report it with the lines above.',
  },
} as const satisfies Record<string, Cause>
