import { join } from 'node:path'
import { checkPlace, NewFile } from './base/new-file.ts'
import { type Clock, systemClock } from './base/time.ts'
import { uniqueText } from './base/unique.ts'
import { CallReport } from './flow/call-report.ts'
import type { Host } from './host/host.ts'
import { enterStep, type Step } from './host/step.ts'
import type { CallInputName } from './inputs/call-inputs.ts'
import { type FinishedAnswer, finishAnswer } from './rest/answer.ts'
import { hideStrings } from './rest/call-mask.ts'
import type { CallOutputName } from './rest/call-outputs.ts'
import { type CallSettings, readCallSettings } from './rest/call-settings.ts'
import type { Received } from './rest/receive.ts'
import { ResponseFile } from './rest/response-file.ts'
import { type Answer, sendCall } from './rest/send-call.ts'
import { openService } from './service/service.ts'

/** What tests turn by hand. */
export interface CallStepTools {
  readonly clock: Clock
  /** From 0 to 1, for pauses that must not coincide. */
  readonly random: () => number
}

type CallStep = Step<CallInputName, CallOutputName>

const standardTools: CallStepTools = { clock: systemClock, random: Math.random }

/** The call step: inputs, one request or its pages, outputs, summary. It ends by telling the host how it went. */
export async function call(
  bare: Host<CallInputName, CallOutputName>,
  tools: CallStepTools = standardTools,
): Promise<void> {
  const step: CallStep = enterStep(bare)
  const report = new CallReport(step, tools.clock)
  let file: ResponseFile | undefined
  try {
    const raw = step.read()
    report.wantsSummary = raw.summary.toLowerCase() !== 'false'
    const settings = await readCallSettings(raw, step.context, tools.clock.now())
    if (settings.answer.file !== '') checkPlace(settings.answer.file, step.context.commandFiles)
    const network = settings.output.dryRun ? {} : step.host.network(settings.service.url)
    report.introduce(settings, network.proxy)
    if (settings.output.dryRun) return report.dryRun(settings)

    // Before anything is sent: a place that cannot be written to must not be found after a change.
    file = new ResponseFile(() => openFile(settings, step))
    const began = tools.clock.now()
    const service = step.own(openService(settings.service, { ...network, ...tools, ...speaking(step) }))
    const answer = await sendCall(service, settings, speakingOf(step, report), file)
    step.signal.throwIfAborted()
    const finished = finishAnswer(answer, settings.answer, file, step.host.warn)
    for (const secret of finished.masked) mask(step, secret)
    const path = keep(file, answer, settings, step)
    await report.finish(
      resultOf(answer, finished, tools.clock.now() - began),
      outputsOf(answer, finished, path),
      settings.answer.query && hideStrings(finished.text, finished.masked),
    )
  } catch (error) {
    file?.discard()
    await report.fail(error)
  } finally {
    step.leave()
  }
}

function openFile({ answer }: CallSettings, { host, context }: CallStep): NewFile {
  const place = answer.file || join(host.temporaryFolder(), `azure-devops-call-${uniqueText()}`)
  return new NewFile(place, context.commandFiles)
}

/** Puts the response into its place. @returns empty if there is none */
function keep(
  file: ResponseFile,
  { body, merged, streamed }: Answer,
  { answer }: CallSettings,
  { host }: CallStep,
): string {
  if (body.length === 0 && merged === undefined && !streamed && answer.file === '') {
    file.discard()
    return ''
  }
  if (file.keep()) host.info(`Replaced ${file.path}.`)
  return file.path
}

/** As the response has it, and as it is written inside JSON. */
function mask({ host }: CallStep, secret: string): void {
  for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1)])) host.mask(form)
}

/** How the gate speaks, and what ends it. */
function speaking({ host, signal, redact }: CallStep) {
  return { signal, redact, say: host.info, debug: host.debug }
}

function speakingOf({ host }: CallStep, report: CallReport) {
  return {
    warn: host.warn,
    onResponse: (response: Received) => report.know(response),
    onChange: (isUnderWay: boolean) => {
      report.isChanging = isUnderWay
    },
  }
}

function resultOf({ status, pages, truncated }: Answer, { count }: FinishedAnswer, took: number) {
  return { status, pages, truncated, count, took }
}

function outputsOf({ truncated }: Answer, { text, count }: FinishedAnswer, path: string) {
  return {
    result: text,
    'result-file': path,
    count: count === undefined ? '' : String(count),
    truncated: String(truncated),
  }
}
