import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { outputsOf } from './answer.ts'
import { listenForCancellation } from './cancellation.ts'
import { secretForms } from './credential.ts'
import { describeRequests } from './dry-run.ts'
import { CanceledError, messageOf, StepError } from './errors.ts'
import { expiryWarning, explainByExpiry } from './expiry.ts'
import { guard } from './guard.ts'
import type { Ending, Host } from './host.ts'
import { Listing } from './listing.ts'
import { type Outcome, outputNames } from './outputs.ts'
import { redactor } from './redact.ts'
import { buildLines, describeQuery, describeTrace } from './report.ts'
import { type Selection, Session } from './session.ts'
import { chooseToken, readSettings, type Settings } from './settings.ts'
import { summarize } from './summary.ts'
import { counted } from './text.ts'
import { type Clock, systemClock } from './time.ts'
import { judge, type Verdict } from './verdict.ts'
import { product, version } from './version.ts'

/** What tests turn by hand. */
export interface Tools {
  readonly clock: Clock
  /** From 0 to 1, for pauses that must not coincide. */
  readonly random: () => number
}

/** What is known when something ends the run early. */
interface Known {
  settings?: Settings
  listing?: Listing
  /** The builds that were being waited for. */
  selection?: Selection
}

/** The step: inputs, credential, builds, verdict, outputs and summary. It ends by telling the host how it went. */
export async function run(
  host: Host,
  { clock, random }: Tools = { clock: systemClock, random: Math.random },
): Promise<void> {
  const cancellation = listenForCancellation()
  const { inputs, surroundings } = host.read()
  const forms = secretForms(chooseToken(inputs, surroundings).token, inputs.username)
  for (const form of forms) host.mask(form)
  await host.open()
  const redact = redactor(forms)
  const safe = guard(host, redact)
  const known: Known = {}
  const strays = catchStrays(safe)
  try {
    const settings = readSettings(inputs, surroundings, clock.now())
    known.settings = settings
    introduce(safe, settings, clock.now())
    if (settings.dryRun) return conclude(safe, 'dry-run', { result: 'passed' })

    const session = new Session(settings, {
      ...safe.network(settings.organization.url),
      redact,
      clock,
      random,
      signal: cancellation.signal,
      say: safe.info,
      warn: safe.warn,
      progress: safe.progress,
    })
    try {
      const scopes = await session.resolve()
      known.listing = await Listing.open(settings, settings.outputFile || defaultFile(safe))
      const listing = known.listing
      const late = settings.wait ? await waitAndFill() : await session.fill(scopes, listing)
      await listing.keep()
      const verdict = judge(settings, listing, late ?? undefined, clock.now())
      tell(safe, session, listing, verdict, clock.now())
      if (settings.summary) await safe.writeSummary(summarize(listing, verdict, settings.organization, clock.now()))
      conclude(safe, verdict.outcome, { result: verdict.passes ? 'passed' : 'failed' }, known)

      async function waitAndFill() {
        const { found, truncated, late } = await session.wait(scopes, selection => {
          known.selection = selection
        })
        for (const one of found) await listing.add(one)
        listing.truncated = truncated
        return late
      }
    } finally {
      session.close()
    }
  } catch (error) {
    await fail(safe, known, explainByExpiry(error, known.settings?.patExpiresOn, clock.now()))
  } finally {
    cancellation.stop()
    strays.stop()
  }
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
function tell(host: Host, session: Session, listing: Listing, verdict: Verdict, now: number): void {
  host.info(describeTrace(session.trace, listing.count))
  host.debug(`${counted(session.sent, 'request')} sent.`)
  if (listing.count > 0) host.group(counted(listing.count, 'build'), buildLines(listing.builds, listing.count, now))
  if (listing.truncated) host.info('More builds may match than were returned.')
  for (const warning of verdict.warnings) host.warn(warning)
  for (const sentence of verdict.sentences) {
    if (verdict.passes) host.info(sentence)
    else host.error(sentence)
  }
}

/** Every output, then the end. */
function conclude(host: Host, outcome: Outcome, ending: Ending, known: Known = {}): void {
  const outputs = outputsOf(outcome, known.listing, known.settings?.organization)
  for (const name of outputNames) host.setOutput(name, outputs[name])
  host.end(ending)
}

async function fail(host: Host, known: Known, error: unknown): Promise<void> {
  const { listing, selection } = known
  if (error instanceof CanceledError) {
    host.warn(`${error.message} Nothing more is asked.`)
    // What was being waited for is known; a list that was being read is not.
    const told = listing !== undefined && selection !== undefined ? await lastSeen(listing, selection) : undefined
    if (told === undefined) await listing?.discard()
    const { settings } = known
    return conclude(
      host,
      'canceled',
      { result: 'canceled', signal: error.signal },
      told && settings ? { listing: told, settings } : {},
    )
  }
  await listing?.discard()
  const known_ = error instanceof StepError ? error : new StepError('unexpected', [messageOf(error)], error)
  if (known_.reason === 'unexpected' && error instanceof Error) host.debug(error.stack ?? '')
  host.error(known_.message)
  conclude(host, 'error', { result: 'failed' })
}

async function lastSeen(listing: Listing, { found, truncated }: Selection): Promise<Listing> {
  for (const one of found) await listing.add(one)
  listing.truncated = truncated
  await listing.keep()
  return listing
}

/** Hosts print the stack of an error that nobody caught; this one is told like any other, and the step fails. */
function catchStrays(host: Host): { stop(): void } {
  const onStray = (error: unknown) => void fail(host, {}, error)
  process.on('uncaughtException', onStray).on('unhandledRejection', onStray)
  return { stop: () => void process.off('uncaughtException', onStray).off('unhandledRejection', onStray) }
}
