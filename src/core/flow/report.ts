import { counted } from '../base/text.ts'
import type { Clock } from '../base/time.ts'
import { product, version } from '../base/version.ts'
import { type Build, isCompleted, nameOf } from '../builds/build.ts'
import { type Selection, selectionBatches } from '../builds/select.ts'
import { explainByExpiry } from '../credential/expiry.ts'
import { CanceledError, messageOf, StepError } from '../errors/errors.ts'
import type { Ending } from '../host/host.ts'
import type { Step } from '../host/step.ts'
import { buildPage, pipelinePage } from '../inputs/organization.ts'
import { inputNameOn, type RawInputs } from '../inputs/raw-inputs.ts'
import type { Verdict } from '../judge/judge.ts'
import { type OutputValues, outputsOfResult } from '../result/output-values.ts'
import { type Outcome, type OutputName, outputNames } from '../result/outputs.ts'
import type { Result } from '../result/result.ts'
import type { Service } from '../service/service.ts'
import type { Settings } from '../settings/settings.ts'
import { type ErrorText, errorLines, errorText } from '../show/error.ts'
import {
  buildLines,
  describeCounts,
  failureTitle,
  findingLines,
  introduction,
  settingsWarnings,
  verdictLine,
} from '../show/log.ts'
import type { Part } from '../show/part.ts'
import { summarize } from '../show/summary.ts'
import { collect } from './collect.ts'

/** What people and later steps see of a run: log, outputs and summary, also of one that ends early. */
export class Report {
  /** The builds that are being waited for: outputs of a canceled step. */
  selection: Selection | undefined
  private settings: Settings | undefined
  private result: Result | undefined
  private verdict: Verdict | undefined
  private nothing: readonly string[] = []
  private readonly sections: string[] = []
  private outputs: OutputValues = {}
  /** Those of a build that was started: it exists, whatever ends the step. */
  private started: OutputValues = {}
  /** Those of the builds that were found: an answer, which a step that ends in an error does not give. */
  private answer: OutputValues = {}
  private apiVersion = () => '7.1'
  private now: () => number
  /** Whether to write a summary if the settings cannot be read. */
  private wantsSummary = true

  constructor(
    private readonly step: Step,
    clock: Clock,
  ) {
    this.now = () => clock.now()
  }

  /** The inputs, as text. */
  read(): RawInputs {
    const raw = this.step.read()
    this.wantsSummary = raw.summary.toLowerCase() !== 'false'
    return raw
  }

  /** The page of a build, by the API version that the server understands. */
  readonly pageOf = ({ project, id }: Pick<Build, 'project' | 'id'>): string =>
    this.settings === undefined ? '' : buildPage(this.settings.output.organization, project, id, this.apiVersion())

  /** The page of a pipeline. */
  readonly pipelinePage = (project: string, id: number): string =>
    this.settings === undefined ? '' : pipelinePage(this.settings.output.organization, project, id, this.apiVersion())

  introduce(settings: Settings, proxy: string | undefined): void {
    this.settings = settings
    const { host } = this.step
    host.info(`${product} ${version}`)
    for (const line of introduction(settings, proxy)) host.info(line)
    for (const warning of settingsWarnings(settings, this.now())) host.warn(warning)
  }

  /** Links to pages depend on the server, and how long ago something was on its clock. */
  knowServer(service: Pick<Service, 'apiVersion' | 'now'>): void {
    this.apiVersion = () => service.apiVersion
    this.now = () => service.now()
  }

  /** What another room adds. */
  add({ outputs = {}, log = [], warnings = [], errors = [], summary = [] }: Part): void {
    const { host } = this.step
    this.outputs = { ...this.outputs, ...outputs }
    for (const line of log) host.info(line)
    for (const { text, title } of warnings) host.warn(text, title)
    for (const { text, title } of errors) host.error(text, title)
    this.sections.push(...summary)
  }

  /** Outputs that later steps need even if this process is killed. */
  setNow(outputs: OutputValues): void {
    this.started = { ...this.started, ...outputs }
    this.outputs = { ...this.outputs, ...outputs }
    for (const [name, value] of Object.entries(outputs)) this.step.host.setOutput(name as OutputName, value)
  }

  /** The builds and the verdict. @param nothing what was searched, if nothing was found */
  tell(settings: Settings, result: Result, verdict: Verdict, nothing: readonly string[]): void {
    const { host } = this.step
    this.result = result
    this.verdict = verdict
    this.nothing = nothing
    this.answer = outputsOfResult(result, this.pageOf)
    if (settings.start === undefined) host.info(describeCounts(result.counts, result.count))
    if (result.replaced) host.info(`Replaced the file that was at ${result.path}.`)
    if (result.count > 0) {
      const file = inputNameOn('builds-file', settings.output.context)
      host.group(counted(result.count, 'build'), buildLines(result.builds, result.count, this.now(), file))
    }
    if (result.cuts.length > 0) host.info('The list is incomplete: there may be more builds that match.')
    for (const finding of verdict.findings) {
      const isNothing = finding.rule === 'if-none' || finding.rule === 'appear-timeout'
      const [first, ...rest] = isNothing ? nothing : []
      const message =
        first === undefined
          ? findingLines(finding, settings, this.now(), this.pageOf)
          : [first, ...rest.map(line => `  ${line}`)]
      if (finding.state === 'broken') host.error(message, `Azure DevOps builds: ${failureTitle(finding)}`)
      else if (finding.state === 'warning') host.warn(message)
    }
    if (verdict.passes) host.info(verdictLine(verdict, result, settings))
  }

  /** Every request, none of them sent. */
  async dryRun(settings: Settings): Promise<void> {
    // Loaded only now, as is all that most steps do not need: they start sooner without it.
    const { describeRequests } = await import('../show/dry-run.ts')
    for (const line of describeRequests(settings)) this.step.host.info(line)
    this.conclude('dry-run', {}, { result: 'passed' })
  }

  /** The summary and every output, then the end. */
  async finish(verdict: Verdict): Promise<void> {
    await this.writeSummary()
    this.step.throwIfUncaught()
    this.conclude(
      verdict.outcome,
      { ...this.outputs, ...this.answer },
      { result: verdict.passes ? 'passed' : 'failed' },
    )
  }

  /**
   * What ended the run early.
   * @param last what is done when the outputs are set: the host may kill the step at any time
   */
  async fail(error: unknown, last: () => Promise<void> | undefined): Promise<void> {
    const { host } = this.step
    const explained = explainByExpiry(error, this.settings?.output.patExpiresOn, this.now())
    let ending: Ending = { result: 'failed' }
    try {
      if (explained instanceof CanceledError) ending = await this.cancel(explained)
      else await this.failWith(explained)
    } catch (worse) {
      host.error(`The outputs were not set: ${messageOf(worse)}`)
    }
    await last()
    host.end(ending)
  }

  private async failWith(error: unknown): Promise<void> {
    const { host, context } = this.step
    const told =
      error instanceof StepError ? error : new StepError('unexpected', { details: [messageOf(error)], original: error })
    if (told.reason === 'unexpected' && error instanceof Error) host.debug(error.stack ?? '')
    const organization = this.settings?.output.organization.url
    const isStart = this.settings?.start !== undefined
    const scope = isStart ? { scope: (await import('../start/requests.ts')).executeScope } : {}
    const where = { context, ...scope, ...(organization === undefined ? {} : { organization }) }
    host.error(errorLines(told, where), 'Azure DevOps builds: error')
    this.tellWhatGoesOn()
    await this.writeSummary({ error: errorText(told, where) })
    // The other outputs are what would overwrite variables of the job.
    if (told.reason === 'step-name-refused') host.setOutput('outcome', 'error')
    else this.setOutputs('error', this.started)
  }

  /** What was being waited for is known, and reported; a list that was being read is not. */
  private async cancel({ message, signal }: CanceledError): Promise<Ending> {
    const { selection, settings } = this
    this.step.host.warn(settings?.start?.onCancel === 'stop' ? message : `${message} No more requests are sent.`)
    if (settings?.start?.onCancel === 'leave') this.tellWhatGoesOn()
    if (selection !== undefined && settings !== undefined && this.result === undefined)
      this.result = await collect(selectionBatches(selection), settings, this.step, async () => [])
    if (this.result !== undefined) this.answer = outputsOfResult(this.result, this.pageOf)
    this.setOutputs('canceled', { ...this.outputs, ...this.answer })
    await this.writeSummary({ canceled: true })
    return { result: 'canceled', signal }
  }

  /** A build that was started does not end with the step. */
  private tellWhatGoesOn(): void {
    const { selection, settings, pageOf } = this
    const [first] = selection?.builds ?? []
    if (settings?.start === undefined || first === undefined || isCompleted(first.build)) return
    const { build } = first
    const ids = inputNameOn('build-ids', settings.output.context)
    this.step.host.warn([
      `The build goes on: ${nameOf(build)} ${pageOf(build)}`,
      `To wait for it again, set ${ids}: ${build.id} and wait: true.`,
    ])
  }

  private conclude(outcome: Outcome, outputs: OutputValues, ending: Ending): void {
    this.setOutputs(outcome, outputs)
    this.step.host.end(ending)
  }

  private setOutputs(outcome: Outcome, outputs: OutputValues): void {
    for (const name of outputNames) this.step.host.setOutput(name, name === 'outcome' ? outcome : (outputs[name] ?? ''))
  }

  /** Failing to write the summary must not fail the step. */
  private async writeSummary(more: { error?: ErrorText; canceled?: boolean } = {}): Promise<void> {
    const { settings, result, verdict, nothing, sections, pageOf, step } = this
    if (!(settings?.output.summary ?? this.wantsSummary)) return
    try {
      const page = summarize({
        settings,
        ...(result && { result }),
        ...(verdict && { verdict }),
        nothing,
        sections,
        pageOf,
        now: this.now(),
        ...more,
      })
      await step.host.writeSummary(page)
    } catch (error) {
      step.host.warn(`The summary was not written: ${messageOf(error)}`)
    }
  }
}
