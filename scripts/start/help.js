/** What `npm start -- --help` says. */
export const helpText = `Runs the step on both hosts, GitHub Actions and Azure Pipelines, and shows what their users see.

  npm start
      against an Azure DevOps that is started on this machine; nothing has to be installed or configured

  npm start -- --branch main --top 20
      the same, with these inputs

  npm start -- --organization contoso --project web --branch main
      against the real organization, with the personal access token in AZURE_DEVOPS_EXT_PAT

Every input of action.yml can be given as --name value, except the token.
The summaries and the builds go to the folder out. HTTPS_PROXY, NO_PROXY, NODE_USE_ENV_PROXY and NODE_EXTRA_CA_CERTS are
passed on to the step.`
