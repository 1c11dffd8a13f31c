/**
 * The shapes that both harnesses take and give back.
 *
 * @typedef {'stdout' | 'stderr'} Stream
 *
 * @typedef {'succeeded' | 'succeededWithIssues' | 'failed' | 'canceled' | 'skipped' | 'abandoned' | 'unknown'} StepResult
 *
 * @typedef {object} Cancellation What makes the host cancel the step, and with which signal it begins.
 * @property {'SIGINT' | 'SIGTERM' | 'SIGKILL'} name
 * @property {number} [afterMs] after so long, or ...
 * @property {(stdoutSoFar: string) => boolean} [when] ... as soon as what the step wrote says so
 * @property {(cancel: () => void) => void} [ready] ... or when what it is given at the start is called
 * @property {[number, number]} [waits] milliseconds before SIGTERM and before the kill; the hosts' are 7500 and 2500
 *
 * @typedef {object} StepOptions
 * @property {string} [main] path of the bundle
 * @property {string} [node] path of node
 * @property {string | null} [manifest] path of action.yml or task.json; by default the repository's own when the bundle
 *   lies in the repository, else none
 * @property {Record<string, string>} [inputs] under the kebab-case names, on both hosts
 * @property {Record<string, string>} [defaults] of inputs, stronger than the manifest's
 * @property {string[]} [secrets] what the host knows to be secret before the step starts
 * @property {boolean} [debug] step debug
 * @property {Record<string, string>} [env] what the host's own process has in its environment, such as a proxy
 * @property {Cancellation} [signal]
 * @property {number} [timeoutMs]
 * @property {(text: string, stream: Stream) => void} [onLine] called with every line as the user sees it
 *
 * @typedef {object} Endpoint A service connection.
 * @property {string} url
 * @property {string} [scheme] default `Token`
 * @property {Record<string, string>} [parameters] such as `apitoken`
 * @property {Record<string, string>} [data]
 *
 * @typedef {object} AgentProxy The proxy that the agent itself was configured with.
 * @property {string} url
 * @property {string} [username]
 * @property {string} [password]
 * @property {string[]} [bypass] regular expressions
 *
 * @typedef {object} AzureOnly
 * @property {boolean} [restricted] run in restricted command mode
 * @property {Record<string, string | { value: string, secret: boolean }>} [variables]
 * @property {Record<string, Endpoint>} [endpoints] by id
 * @property {string} [collectionUri]
 * @property {string} [teamProject]
 * @property {string} [jobToken] of the job, in SYSTEMVSSCONNECTION
 * @property {AgentProxy} [proxy]
 * @property {string} [stepName] the `name:` of the step, with which the agent joins its outputs; default `query`
 *
 * @typedef {StepOptions & AzureOnly} AzureOptions
 *
 * @typedef {object} Line
 * @property {Stream} stream
 * @property {string} raw as the step wrote it
 * @property {string} text as the user sees it, empty when it is not shown
 *
 * @typedef {object} Command
 * @property {string} name in lower case: `add-mask`, `task.setvariable`
 * @property {Record<string, string>} properties their names in lower case, since no host minds the case
 * @property {string} data
 * @property {string} raw the whole line
 * @property {Stream} stream
 * @property {boolean} known whether the host has such a command
 *
 * @typedef {object} Annotation
 * @property {'error' | 'warning' | 'notice'} level
 * @property {string} message
 *
 * @typedef {object} Attachment
 * @property {string} type
 * @property {string} name
 * @property {string} path
 * @property {string} content
 *
 * @typedef {object} ProcessResult
 * @property {number} exitCode as the host reads it: 128 and the signal's number after a signal
 * @property {NodeJS.Signals | null} signal that ended the process
 * @property {string} stdout raw
 * @property {string} stderr raw
 * @property {boolean} canceled whether the host cancelled it
 * @property {boolean} timedOut
 * @property {NodeJS.Signals[]} signalsSent in order
 * @property {number} durationMs
 *
 * @typedef {object} HostResult
 * @property {'github' | 'azure'} host
 * @property {StepResult} result of the step
 * @property {StepResult} jobResult of its job after it, when every other step succeeds
 * @property {boolean} nextStepRuns whether a later step without a condition of its own runs
 * @property {Line[]} lines in order of arrival
 * @property {string[]} log what the user sees: after the commands are carried out and secrets masked
 * @property {Command[]} commands in order, from both streams; without those listed in `environmentRefusals`
 * @property {string[]} masks what the step asked the host to mask
 * @property {Annotation[]} annotations those the host keeps
 * @property {Record<string, string>} outputs under the kebab-case names, on both hosts
 * @property {Record<string, string>} outputsInNextStep the same as a later step sees them, which differs where the host expands
 *   what they hold
 * @property {Record<string, string>} variables set without being outputs: GITHUB_ENV, and the job's variables on Azure
 * @property {string[]} overwritten predefined variables that the outputs of the step have replaced
 * @property {(text: string) => string} expand what a later step sees where its inputs or `env:` say `$(NAME)`; on GitHub the text
 *   itself, because nothing is expanded there
 * @property {Record<string, string>} nextEnvironment variables in the environment of every later step
 * @property {string | undefined} summary as it is uploaded
 * @property {string | undefined} summaryFile
 * @property {Attachment[]} attachments
 * @property {{ value: number, text: string }[]} progress
 * @property {string[]} files every file the step left in its temporary folder, its workspace or its home
 * @property {(path: string) => string} read the content of a file, by absolute path or relative to `temp`
 * @property {string} temp the step's temporary folder
 * @property {string} workspace its current folder
 * @property {string[]} environmentRefusals what the host did not carry out, and why
 * @property {() => void} dispose removes the folders, which otherwise is done at exit; in Jest the process
 *   has no exit event, so tests call it
 *
 * @typedef {ProcessResult & HostResult} Result
 */
export {}
