import type { Clock } from '../base/time.ts'
import type { Redact } from '../credential/redact.ts'
import { inOrder, parseOrder } from '../inputs/order.ts'
import { type Network, openHttp } from '../service/http.ts'
import { retryDelays } from '../service/retry.ts'
import { Service } from '../service/service.ts'
import type { Settings } from '../settings/settings.ts'
import { collect } from './collect.ts'
import { Trace } from './filter.ts'
import { type Asking, buildsOf, type Found, type Scope } from './list-builds.ts'
import { resolveDefinitions } from './pipelines.ts'
import { resolveProjects } from './projects.ts'
import { type Waited, waitForBuilds } from './wait.ts'

/** What a session needs from outside, and where it speaks. */
export interface SessionOptions extends Network {
  readonly redact: Redact
  readonly clock: Clock
  readonly random: () => number
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  readonly warn: (message: string) => void
  readonly progress: (percent: number, text: string) => void
}

/** Takes the builds that are returned, in order. @param truncated whether more may match */
export interface Receiver {
  add(found: Found): void
  truncated: boolean
}

/** Everything that is asked in a run, through one gate. */
export class Session {
  trace = new Trace()
  private truncated = false
  private readonly service: Service
  private readonly http: ReturnType<typeof openHttp>
  /** Ends what is still under way when something else has failed. */
  private readonly ending = new AbortController()
  /** Of the whole query; each look of a wait has one of its own. Milliseconds since 1970. */
  private readonly deadline: number

  constructor(
    private readonly settings: Settings,
    private readonly options: SessionOptions,
  ) {
    const { organization, credential, apiVersion, requestTimeout, concurrency, retries } = settings
    const { redact, clock, random, signal, say } = options
    this.deadline = clock.now() + settings.timeout
    this.http = openHttp(new URL(organization.url).origin, concurrency, options)
    this.service = new Service({
      url: organization.url,
      authorization: credential.authorization,
      apiVersion,
      requestTimeout,
      concurrency,
      retry: { retries, ...retryDelays },
      http: this.http,
      clock,
      random,
      signal: AbortSignal.any([signal, this.ending.signal]),
      redact,
      say,
    })
  }

  /** How many requests went out. */
  get sent(): number {
    return this.service.sent
  }

  /** Which projects to ask, and about which pipelines. */
  async resolve(): Promise<Scope[]> {
    const { deadline } = this
    const projects = await resolveProjects(this.service, this.settings.project, deadline, () => {
      this.cut('The service repeats itself in the list of projects; projects may be missing.')
    })
    return resolveDefinitions(this.service, projects, this.settings.definitions, deadline)
  }

  /** Gives the builds that match now. */
  async fill(scopes: readonly Scope[], receiver: Receiver, deadline = this.deadline): Promise<void> {
    this.trace = new Trace()
    const asking: Asking = {
      settings: this.settings,
      service: this.service,
      deadline,
      trace: this.trace,
      onCut: (why, project) => this.cut(cuts[why](project, this.settings)),
    }
    const more = await collect(scopes, asking, found => receiver.add(found))
    receiver.truncated = more || this.truncated
  }

  /** Waits for builds, then gives them as they were seen last. @param onChange gets them at every change before that */
  async wait(
    scopes: readonly Scope[],
    onChange: (selection: Selection) => void,
  ): Promise<Selection & Pick<Waited, 'late'>> {
    const { clock, random, signal, say, progress } = this.options
    const compare = inOrder(parseOrder(this.settings.order))
    let truncated = false
    const select = async (deadline: number) => {
      const found: Found[] = []
      const receiver: Receiver = {
        truncated: false,
        add: one => void found.push({ ...one, bytes: Buffer.from(one.bytes) }),
      }
      await this.fill(scopes, receiver, deadline)
      truncated = receiver.truncated
      return found
    }
    const { found, ...rest } = await waitForBuilds({
      settings: this.settings,
      clock,
      random,
      signal,
      say,
      progress,
      select,
      refresh: (open, deadline) => this.refresh(open, deadline),
      onChange: changed => onChange({ found: changed, truncated }),
    })
    return { found: found.toSorted(compare), truncated, ...rest }
  }

  /** Ends every connection. */
  close(): void {
    this.ending.abort(new Error('the session is over'))
    this.http.close()
  }

  /** Looks at just these builds again: one request for each project. */
  private async refresh(open: readonly Found[], deadline: number): Promise<Found[]> {
    const projects = new Set(open.map(({ build }) => build.project))
    const looks = [...projects].map(async project => {
      const buildIds = open.filter(({ build }) => build.project === project).map(({ build }) => build.id)
      const asking: Asking = {
        settings: onlyThese(this.settings, buildIds),
        service: this.service,
        deadline,
        trace: new Trace(),
        onCut: () => undefined,
      }
      const found: Found[] = []
      for await (const batch of buildsOf({ project, definitions: [] }, asking))
        found.push(...batch.map(one => ({ ...one, bytes: Buffer.from(one.bytes) })))
      return found
    })
    return (await Promise.all(looks)).flat()
  }

  private cut(warning: string): void {
    if (!this.truncated) this.options.warn(warning)
    this.truncated = true
  }
}

/** Builds that were selected. */
export interface Selection {
  readonly found: readonly Found[]
  readonly truncated: boolean
}

/** Why builds may be missing, in a sentence with what to do. */
const cuts: Record<Parameters<Asking['onCut']>[0], (project: string, settings: Settings) => string> = {
  'scan-limit': (project, { scanLimit }) =>
    `Looked through ${scanLimit} builds of ${project} and stopped at scan-limit; builds that match may be missing. Raise scan-limit, or ask for less with definitions or min-time.`,
  'no progress': project =>
    `The service repeats itself in the list of builds of ${project}; builds may be missing. Ask for fewer with definitions, min-time or max-time.`,
}

/** The query for builds that are known by their ids, whatever else has become of them. */
function onlyThese(settings: Settings, buildIds: readonly number[]): Settings {
  const none = { status: [], reason: [], tags: [], queues: [], definitions: [], result: [] }
  const empty = { commit: '', requestedFor: '', buildNumber: '', repositoryId: '', repositoryType: '' }
  return {
    ...settings,
    ...none,
    ...empty,
    buildIds,
    branch: undefined,
    minTime: undefined,
    maxTime: undefined,
    maxBuildsPerDefinition: undefined,
    deleted: 'includeDeleted',
    top: Number.POSITIVE_INFINITY,
  }
}
