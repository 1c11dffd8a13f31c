import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { counted } from './base/text.ts'
import { type Clock, systemClock } from './base/time.ts'
import { product, version } from './base/version.ts'
import type { Scope } from './builds/list-builds.ts'
import { type Selection, Session } from './builds/session.ts'
import { secretForms } from './credential/credential.ts'
import { expiryWarning, explainByExpiry } from './credential/expiry.ts'
import { redactor } from './credential/redact.ts'
import { chooseToken } from './credential/token.ts'
import { CanceledError, messageOf, StepError } from './errors/errors.ts'
import { listenForCancellation } from './host/cancellation.ts'
import { guard } from './host/guard.ts'
import type { Ending, Host } from './host/host.ts'
import { catchUncaughtErrors } from './host/uncaught-errors.ts'
import { inLog, judge, type Verdict } from './judge/verdict.ts'
import { outputsOf } from './result/output-values.ts'
import { type Outcome, outputNames } from './result/outputs.ts'
import { Listing } from './result/result.ts'
import { readSettings, type Settings } from './settings/settings.ts'
import { describeRequests } from './show/dry-run.ts'
import { buildLines, describeQuery, describeTrace } from './show/log.ts'
import { summarize } from './show/summary.ts'

/** What tests turn by hand. */
export interface Tools {
  readonly clock: Clock
  /** From 0 to 1, for pauses that must not coincide. */
  readonly random: () => number
}

const standardTools: Tools = { clock: systemClock, random: Math.random }

/** What is known when something ends the run early. */
interface Known {
  settings?: Settings
  listing?: Listing
  /** The builds that are being waited for. */
  selection?: Selection
}

/** The step: inputs, credential, builds, verdict, outputs and summary. It ends by telling the host how it went. */
export async function run(bare: Host, { clock, random }: Tools = standardTools): Promise<void> {
  const cancellation = listenForCancellation()
  const { host, redact, inputs, context } = enter(bare)
  const uncaught = catchUncaughtErrors()
  const known: Known = {}
  let session: Session | undefined
  try {
    const settings = readSettings(inputs, context, clock.now())
    known.settings = settings
    introduce(host, settings, clock.now())
    if (settings.dryRun) return conclude(host, 'dry-run', { result: 'passed' })

    const { info: say, warn, progress } = host
    const network = host.network(settings.organization.url)
    const signal = AbortSignal.any([cancellation.signal, uncaught.signal])
    session = new Session(settings, { ...network, redact, clock, random, signal, say, warn, progress })
    const scopes = await session.resolve()
    const listing = new Listing(settings, settings.outputFile || defaultFile(host))
    known.listing = listing
    const late = await (settings.wait ? waitAndFill(session, scopes, listing, known) : session.fill(scopes, listing))
    signal.throwIfAborted()
    listing.keep()

    const verdict = judge(settings, listing, late ?? undefined, clock.now())
    tell(host, settings, session, listing, verdict, clock.now())
    if (settings.summary) await showSummary(host, summarize(settings, listing, verdict, clock.now()))
    uncaught.signal.throwIfAborted()
    conclude(host, verdict.outcome, { result: verdict.passes ? 'passed' : 'failed' }, known)
  } catch (error) {
    const explained = explainByExpiry(error, known.settings?.patExpiresOn, clock.now())
    if (explained instanceof CanceledError) cancel(host, known, explained)
    else fail(host, known, explained)
  } finally {
    session?.close()
    cancellation.stop()
    uncaught.stop()
  }
}

/** Reads what is given and hides the token, before anything that could show it is said. */
function enter(bare: Host) {
  const { inputs, context } = bare.read()
  const forms = secretForms(chooseToken(inputs, context).token, inputs.username)
  // Shortest first: a host may show the line that hides a longer one, and then hides what it knows already.
  for (const form of forms.toReversed()) bare.mask(form)
  const redact = redactor(forms)
  return { host: guard(bare, redact), redact, inputs, context }
}

/** The builds that were waited for, as they were seen last. @returns on what time ran out, if it did */
async function waitAndFill(session: Session, scopes: readonly Scope[], listing: Listing, known: Known) {
  const waited = await session.wait(scopes, selection => {
    known.selection = selection
  })
  listing.addAll(waited)
  return waited.late
}

/** What is asked, and with what. */
function introduce(host: Host, settings: Settings, now: number): void {
  const { credential, tokenSource } = settings
  host.info(`${product} ${version}`)
  host.info(`${describeQuery(settings)}.`)
  host.info(`The token is from ${tokenSource} and goes as ${credential.scheme}.`)
  const warning = expiryWarning(settings.patExpiresOn, now)
  if (warning !== undefined) host.warn(warning)
  if (settings.dryRun) for (const line of describeRequests(settings)) host.info(line)
}

function defaultFile(host: Host): string {
  return join(host.temporaryFolder(), `azure-devops-builds-${randomUUID().slice(0, 8)}.json`)
}

/** The builds and the verdict, in the log. */
function tell(host: Host, settings: Settings, session: Session, listing: Listing, verdict: Verdict, now: number): void {
  host.info(describeTrace(session.trace, listing.count))
  host.debug(`${counted(session.sent, 'request')} sent.`)
  if (listing.count > 0) host.group(counted(listing.count, 'build'), buildLines(listing.builds, listing.count, now))
  if (listing.truncated) host.info('More builds may match than were returned.')
  for (const warning of verdict.warnings) host.warn(warning)
  for (const each of verdict.sentences) {
    const sentence = inLog(each, settings.organization)
    if (!verdict.passes) host.error(sentence)
    else if (!verdict.warnings.includes(sentence)) host.info(sentence)
  }
}

/** A summary that cannot be written is a pity and no reason to stop a release. */
async function showSummary(host: Host, markdown: string): Promise<void> {
  await host.writeSummary(markdown).catch(error => host.warn(`The summary was not written: ${messageOf(error)}`))
}

/** Every output, then the end. */
function conclude(host: Host, outcome: Outcome, ending: Ending, { listing, settings }: Known = {}): void {
  const outputs = outputsOf(outcome, listing, settings?.organization)
  for (const name of outputNames) host.setOutput(name, outputs[name])
  host.end(ending)
}

function fail(host: Host, known: Known, error: unknown): void {
  known.listing?.discard()
  const told = error instanceof StepError ? error : new StepError('unexpected', [messageOf(error)], error)
  if (told.reason === 'unexpected' && error instanceof Error) host.debug(error.stack ?? '')
  host.error(told.message)
  try {
    conclude(host, 'error', { result: 'failed' })
  } catch (worse) {
    host.error(`The outputs were not set: ${messageOf(worse)}`)
    host.end({ result: 'failed' })
  }
}

/** What was being waited for is known, and told; a list that was being read is not. */
function cancel(host: Host, known: Known, { message, signal }: CanceledError): void {
  host.warn(`${message} Nothing more is asked.`)
  const { listing, selection } = known
  if (selection !== undefined) {
    listing?.addAll(selection)
    listing?.keep()
  } else listing?.discard()
  conclude(host, 'canceled', { result: 'canceled', signal }, selection === undefined ? {} : known)
}
