import type { Clock } from '../base/time.ts'
import { product, version } from '../base/version.ts'
import { explainByExpiry } from '../credential/expiry.ts'
import { CanceledError, messageOf, ServiceError, StepError } from '../errors/errors.ts'
import type { Ending } from '../host/host.ts'
import type { Step } from '../host/step.ts'
import type { CallInputName } from '../inputs/call-inputs.ts'
import { type CallOutcome, type CallOutputName, type CallOutputs, callOutputNames } from '../rest/call-outputs.ts'
import type { CallSettings } from '../rest/call-settings.ts'
import { headerOf, type Received } from '../rest/receive.ts'
import { statusText } from '../service/describe-failure.ts'
import { type CallResult, callIntroduction, callWarnings, describeCall, resultLine } from '../show/call-log.ts'
import { type CallSummary, summarizeCall } from '../show/call-summary.ts'
import { errorLines, errorText } from '../show/error.ts'

/** What people and later steps see of a call: log, outputs, and summary, also of one that ends early. */
export class CallReport {
  /** Whether to write a summary while the settings could not be read. */
  wantsSummary = true
  /** Whether a request that changes something is under way. */
  isChanging = false
  private settings: CallSettings | undefined
  private result: CallResult | undefined
  private selected: string | undefined
  private outputs: CallOutputs = {}

  constructor(
    private readonly step: Step<CallInputName, CallOutputName>,
    private readonly clock: Clock,
  ) {}

  introduce(settings: CallSettings, proxy: string | undefined): void {
    this.settings = settings
    const { host } = this.step
    host.info(`${product} ${version}`)
    for (const line of callIntroduction(settings, proxy)) host.info(line)
    for (const warning of callWarnings(settings, this.clock.now())) host.warn(warning)
  }

  /** What later steps may know whatever comes of it. */
  know(response: Received): void {
    const { status } = response
    this.outputs = {
      ...this.outputs,
      status: String(status),
      etag: headerOf(response, 'etag'),
      location: headerOf(response, 'location'),
    }
  }

  /** The request, not sent. */
  dryRun(settings: CallSettings): void {
    for (const line of describeCall(settings)) this.step.host.info(line)
    this.conclude('dry-run', {}, { result: 'passed' })
  }

  /** @param selected what the query selected, secrets taken out */
  async finish(result: CallResult, outputs: CallOutputs, selected: string | undefined): Promise<void> {
    this.result = result
    this.selected = selected
    this.outputs = { ...this.outputs, ...outputs }
    this.step.host.info(`Azure DevOps responded with ${resultLine(result)}.`)
    await this.writeSummary({ outcome: 'passed' })
    this.step.throwIfUncaught()
    this.conclude('passed', this.outputs, { result: 'passed' })
  }

  /** What ended the call early. */
  async fail(error: unknown): Promise<void> {
    const explained = explainByExpiry(error, this.settings?.output.patExpiresOn, this.clock.now())
    try {
      if (explained instanceof CanceledError) await this.cancel(explained)
      else await this.failWith(explained)
    } catch (worse) {
      this.step.host.error(`The outputs were not set: ${messageOf(worse)}`)
      this.step.host.end({ result: 'failed' })
    }
  }

  private async failWith(error: unknown): Promise<void> {
    const { host, context } = this.step
    const told =
      error instanceof StepError ? error : new StepError('unexpected', { details: [messageOf(error)], original: error })
    if (told.reason === 'unexpected' && error instanceof Error) host.debug(error.stack ?? '')
    const organization = this.settings?.output.organization.url
    const where = { context, step: 'call' as const, ...(organization === undefined ? {} : { organization }) }
    const status = told instanceof ServiceError ? told.request.status : undefined
    // A status that was not accepted is an answer of the service. A redirect, or a success that is none, is not.
    const outcome = status !== undefined && status >= 400 ? 'failed' : 'error'
    // What went before is no answer any more: an earlier page, or a response that could not be used.
    const { status: before = '' } = this.outputs
    this.outputs = { status: status === undefined ? before : String(status) }
    if (before !== '' && !(told instanceof ServiceError))
      host.warn(`Azure DevOps had responded with ${statusText(Number(before))}: the request itself was carried out.`)
    host.error(errorLines(told, where), `Azure DevOps call: ${outcome}`)
    await this.writeSummary({ outcome, error: errorText(told, where) })
    if (told.reason !== 'step-name-refused') return this.conclude(outcome, this.outputs, { result: 'failed' })
    // The other outputs are what would overwrite variables of the job.
    host.setOutput('outcome', outcome)
    host.end({ result: 'failed' })
  }

  private async cancel({ message, signal }: CanceledError): Promise<void> {
    const more = this.isChanging
      ? 'The request was sent, and its outcome is unknown: check in Azure DevOps whether it was carried out.'
      : 'No more requests are sent.'
    this.step.host.warn(`${message} ${more}`)
    await this.writeSummary({ outcome: 'canceled' })
    this.conclude('canceled', this.outputs, { result: 'canceled', signal })
  }

  private conclude(outcome: CallOutcome, outputs: CallOutputs, ending: Ending): void {
    for (const name of callOutputNames)
      this.step.host.setOutput(name, name === 'outcome' ? outcome : (outputs[name] ?? ''))
    this.step.host.end(ending)
  }

  /** Failing to write the summary must not fail the step. */
  private async writeSummary(more: Pick<CallSummary, 'outcome' | 'error'>): Promise<void> {
    const { settings, result, selected, step } = this
    if (!(settings?.output.summary ?? this.wantsSummary)) return
    try {
      const page = { settings, ...(result && { result }), ...(selected === undefined ? {} : { selected }), ...more }
      await step.host.writeSummary(summarizeCall(page))
    } catch (error) {
      step.host.warn(`The summary was not written: ${messageOf(error)}`)
    }
  }
}
