import { knownInputs } from './arguments.js'
import { wrapped } from './terminal.js'

/** What `--help` says. */
export const helpText =
  () => `Runs the step as GitHub Actions and Azure Pipelines run it, and shows what their users see.

  npm start
      scenes against an Azure DevOps on this machine; nothing has to be installed or configured

  npm start -- --branch main --top 5
      the same Azure DevOps, with your inputs instead of the scenes

  npm start -- --organization contoso --project web --branch main
      a real organization, with the personal access token in AZURE_DEVOPS_EXT_PAT

In PowerShell, which drops the --, write node scripts/start.js instead of npm start --. It works in every shell.

  --host azure    show Azure Pipelines (github unless set)
  --version, --help

Every input of the action can be set, except the token:
${wrapped(Object.keys(knownInputs()).map(name => `--${name}`))
  .map(line => `  ${line}`)
  .join('\n')}

Summaries, outputs, and builds are kept in the folder out. The step also gets https_proxy, http_proxy, no_proxy,
NODE_USE_ENV_PROXY, and NODE_EXTRA_CA_CERTS.`

/** @param {NodeJS.Platform} [platform] */
export function tokenHelp(platform = process.platform) {
  const shells = {
    'bash, zsh': 'read -rs AZURE_DEVOPS_EXT_PAT && export AZURE_DEVOPS_EXT_PAT',
    // Windows PowerShell 5.1 has no -MaskInput.
    PowerShell:
      "$env:AZURE_DEVOPS_EXT_PAT = [Net.NetworkCredential]::new('', (Read-Host Token -AsSecureString)).Password",
    cmd: 'set /p AZURE_DEVOPS_EXT_PAT=Token: ',
  }
  const { 'bash, zsh': unix, ...windows } = shells
  const shown = Object.entries(platform === 'win32' ? windows : { 'bash, zsh': unix, PowerShell: windows.PowerShell })
  return [
    'To query a real organization, put a personal access token with the Build (Read) scope into AZURE_DEVOPS_EXT_PAT:',
    ...shown.map(([shell, command]) => `  ${shell.padEnd(12)}${command}`),
  ].join('\n')
}
