/** What the agent gives of a service connection: https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/Handler.cs */
export interface Endpoint {
  /** Empty where there is none. */
  readonly url: string
  readonly token: string
}

/** The parameters that hold a token, in the schemes Token, OAuth and UsernamePassword. */
const parameters = ['apitoken', 'accesstoken', 'password']

/**
 * The job access token: as the agent gives it to every task, then as the secret variable `System.AccessToken` if that
 * has another value. `SYSTEM_ACCESSTOKEN` is not looked at: pipelines set it to whatever they like.
 */
export function jobTokens(): string[] {
  const tokens = [endpointOf('SYSTEMVSSCONNECTION').token, process.env.SECRET_SYSTEM_ACCESSTOKEN]
  return [...new Set(tokens.flatMap(token => token?.trim() || []))]
}

/** Reads the environment itself: the task library prints a parameter before it can be masked. */
export function endpointOf(id: string): Endpoint {
  const url = process.env[`ENDPOINT_URL_${id}`] ?? ''
  const whole = authorization(process.env[`ENDPOINT_AUTH_${id}`])
  const tokens = parameters.map(
    name => process.env[`ENDPOINT_AUTH_PARAMETER_${id}_${name.toUpperCase()}`] || whole[name],
  )
  return { url, token: tokens.find(token => token !== undefined && token !== '') ?? '' }
}

function authorization(json: string | undefined): Record<string, string> {
  try {
    const { parameters } = JSON.parse(json ?? '{}') as { parameters?: Record<string, string> }
    return Object.fromEntries(Object.entries(parameters ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
  } catch {
    return {}
  }
}
