import type { Input } from './input.ts'

/** Where the builds are, and who asks. */
export const whereInputs = {
  organization: {
    label: 'Organization',
    group: 'where',
    type: 'text',
    requiredOn: ['github'],
    help: 'Name of the organization (`contoso`), or the URL of an organization or a server collection: `https://dev.azure.com/contoso`, `https://contoso.visualstudio.com`, `https://server:8080/tfs/DefaultCollection`.',
    helpOn: { azure: 'The organization of the job unless set.' },
  },
  project: {
    label: 'Project',
    group: 'where',
    type: 'list',
    requiredOn: ['github'],
    help: 'Names or IDs of projects, separated by commas or newlines. `*` is every project that the token can see.',
    helpOn: { azure: 'The project of the job unless set.' },
  },
  pat: {
    label: 'Personal access token',
    group: 'where',
    type: 'secret',
    requiredOn: ['github'],
    help: 'The personal access token as Azure DevOps shows it, from a secret. It needs the **Build (Read)** scope, and **Build (Read & execute)** with {start}. A Microsoft Entra token also works and is sent as Bearer.',
    helpOn: {
      azure:
        'Without a token and a service connection, the step uses the job access token, for the organization of the job only.',
    },
  },
  connection: {
    label: 'Service connection',
    group: 'where',
    type: 'connection',
    only: 'azure',
    help: 'A service connection of type Azure Repos/Team Foundation Server that provides the URL and token. Its token is sent to its own URL only: another {organization} needs a {pat}.',
  },
  username: {
    label: 'User name',
    group: 'where',
    type: 'text',
    help: 'User name of the Basic credential. Azure DevOps ignores it; a proxy in front of it may not.',
    visibleRule: 'pat != ""',
  },
  'pat-expires-on': {
    label: 'Token expiration date',
    group: 'where',
    type: 'date',
    help: 'The expiration date of the token, as `2027-01-31`. The step warns from seven days before; after that date it explains a rejected token.',
    visibleRule: 'pat != "" || connection != ""',
  },
} as const satisfies Record<string, Input>
