import { type MatchedBuild, nameOf } from '../builds/build.ts'
import { ServiceError, StepError } from '../errors/errors.ts'
import type { HttpResponse } from '../service/http.ts'
import { PageError } from '../service/page-error.ts'
import type { Service } from '../service/service.ts'
import type { StartSettings } from '../settings/settings.ts'
import type { AskedBuild } from './asked-build.ts'
import type { LostStart } from './candidates.ts'
import { confirmCommit } from './confirm-commit.ts'
import { endOf } from './ends.ts'
import { type FindTools, findLostBuild } from './find-lost-build.ts'
import { type HideValues, hidingValuesOf } from './hide-values.ts'
import { type Preflight, prepareStart } from './preflight.ts'
import { type QueuedBuild, readQueuedBuild } from './queued-build.ts'
import { explainRefusal } from './refusal.ts'
import { startPatience, startRequest } from './requests.ts'
import { completedAtOnce, type StartedBuild, startedOf } from './started-build.ts'

/** What starting needs from outside, and where it speaks. */
export interface StartTools extends FindTools {
  readonly warn: (message: string | readonly string[]) => void
  /**
   * Ends the request that starts the build. Aborted later than the signal of the step where the build is to be stopped:
   * for that, its ID must be known.
   */
  readonly startSignal: AbortSignal
  /** Takes the build as soon as it exists. */
  readonly onStarted: (build: MatchedBuild) => void
}

/**
 * Starts one build, never two: what was sent is not sent again unless it surely did not arrive, and where the answer is
 * lost, the build is looked for.
 *
 * @throws StepError if no build was started, or `start-unknown` if one may have been
 */
export async function startBuild(service: Service, settings: StartSettings, tools: StartTools): Promise<StartedBuild> {
  const { clock, signal } = tools
  const preflight = await prepareStart(service, settings, clock.now() + settings.queryTimeout)
  announce(preflight, settings, tools)
  const { asked } = preflight
  const hide = hidingValuesOf(settings)
  const { queued, adopted } = await send(service, preflight, settings.queryTimeout, hide, tools)
  const started = startedOf(queued, { asked, adopted, hide })
  tools.onStarted(started.found)
  const { build } = started.found
  tools.say(`${adopted ? 'Found the build that was started' : 'Started'}: ${nameOf(build)} ${tools.pageOf(build)}`)
  for (const warning of started.warnings) tools.warn(warning)
  signal.throwIfAborted()
  const confirmed = startedOf(await confirmCommit(service, asked, queued, tools), { asked, adopted, hide })
  const before = adopted || started.errors.length > 0 ? [] : completedAtOnce(queued)
  return { ...confirmed, differences: [...before, ...confirmed.differences] }
}

/** @throws StepError if the pipeline is disabled */
function announce({ asked, queueStatus, pipelineName }: Preflight, settings: StartSettings, tools: StartTools): void {
  if (queueStatus === 'disabled')
    throw new StepError('pipeline-disabled', { details: [tools.pipelinePage(asked.project, asked.pipelineId)] })
  if (queueStatus === 'paused')
    tools.warn(`Pipeline ${pipelineName} is paused. The build waits until somebody resumes the pipeline.`)
  for (const name of settings.variables.keys())
    if (!asked.variables.has(name)) tools.say(`Variable ${name} has no value and is left out.`)
}

/** Sends the request, and finds the build if its answer is lost. */
async function send(
  service: Service,
  preflight: Preflight,
  queryTimeout: number,
  hide: HideValues,
  tools: StartTools,
): Promise<{ queued: QueuedBuild; adopted: boolean }> {
  const { clock, signal, startSignal } = tools
  signal.throwIfAborted()
  const { asked } = preflight
  let sentAt: number | undefined
  const onSend = () => {
    // An attempt before this one started nothing: otherwise it would not be repeated.
    sentAt = undefined
    signal.throwIfAborted()
    sentAt = service.now()
  }
  const deadline = clock.now() + Math.max(queryTimeout, startPatience * 1.25)
  const request = { ...startRequest(asked, deadline, onSend), signal: startSignal }
  try {
    return { queued: await service.request(request, response => readStarted(response, asked)), adopted: false }
  } catch (error) {
    if (error instanceof ServiceError && (sentAt === undefined || endOf(error) === 'not started'))
      throw explainRefusal(error, hide)
    if (sentAt === undefined) throw error
    const lost = { ...preflight, sentAt, endedAt: service.now() }
    return { queued: await find(service, lost, error, hide, tools), adopted: true }
  }
}

/** @param error that ended the request, or the step */
async function find(
  service: Service,
  lost: Omit<LostStart, 'identity'>,
  error: unknown,
  hide: HideValues,
  tools: StartTools,
): Promise<QueuedBuild> {
  const { asked } = lost
  const page = tools.pipelinePage(asked.project, asked.pipelineId)
  try {
    if (!(error instanceof ServiceError)) throw error
    const { identity } = service
    const [why = ''] = error.details
    if (identity === undefined) {
      const details = [hide(why), 'The service did not say whose token this is, so no build can be recognized.', page]
      throw new StepError('start-unknown', { details })
    }
    tools.say(`${hide(why)} Checking whether a build was started.`)
    return await findLostBuild(service, { ...lost, identity }, tools)
  } catch (failure) {
    if (!(failure instanceof StepError)) tools.warn(`A build may have been started: ${page}`)
    throw failure
  }
}

/** @throws PageError for anything but a whole build: then nobody knows whether one was started */
function readStarted({ body }: HttpResponse, { project }: AskedBuild): QueuedBuild {
  try {
    const queued = readQueuedBuild(body, project)
    if (queued !== undefined) return queued
  } catch {
    throw new PageError(true, 'the body is not JSON')
  }
  throw new PageError(false, 'the response is not a build')
}
