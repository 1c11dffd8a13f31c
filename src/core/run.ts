import { checkPlace } from './base/new-file.ts'
import { systemClock } from './base/time.ts'
import { collect } from './flow/collect.ts'
import { type Flow, speaking, type Tools } from './flow/flow.ts'
import { explainNothing, explainVerdict, fetchArtifacts } from './flow/follow-ups.ts'
import { Report } from './flow/report.ts'
import { openStarting, type Selected, selectBuilds } from './flow/select-builds.ts'
import type { Starting } from './flow/starting.ts'
import type { Host } from './host/host.ts'
import { enterStep } from './host/step.ts'
import { judge } from './judge/judge.ts'
import { judgeStart } from './judge/judge-start.ts'
import { openService } from './service/service.ts'
import { readSettings } from './settings/read-settings.ts'

export type { Tools } from './flow/flow.ts'

const standardTools: Tools = { clock: systemClock, random: Math.random }

/** The builds step: inputs, builds, verdict, outputs, summary. It ends by telling the host how it went. */
export async function run(bare: Host, tools: Tools = standardTools): Promise<void> {
  const step = enterStep(bare)
  const report = new Report(step, tools.clock)
  let starting: Starting | undefined
  try {
    const settings = readSettings(report.read(), step.context, tools.clock.now())
    if (settings.output.file !== '') checkPlace(settings.output.file, step.context.commandFiles)
    const networkOf = (url: string) => step.host.network(url)
    const network = settings.output.dryRun ? {} : networkOf(settings.service.url)
    report.introduce(settings, network.proxy)
    if (settings.output.dryRun) return await report.dryRun(settings)

    const service = step.own(openService(settings.service, { ...network, ...tools, ...speaking(step), networkOf }))
    report.knowServer(service)
    const flow: Flow = { step, report, tools, service }
    starting = await openStarting(flow, settings)
    const selected: Selected = await (starting?.run() ?? selectBuilds(flow, settings))
    const result = await collect(selected.batches, settings, step, async () => (await selected.targets?.named) ?? [])
    step.signal.throwIfAborted()

    const verdict =
      judgeStart(selected.started, result, settings) ?? judge(result, settings.rules, selected.late, service.now())
    report.tell(settings, result, verdict, await explainNothing(flow, settings, selected, result, verdict))
    report.add(await explainVerdict(flow, settings, result, verdict))
    report.add(await fetchArtifacts(flow, settings, result, verdict))
    await report.finish(verdict)
  } catch (error) {
    await report.fail(error, () => starting?.stopAfter(error))
  } finally {
    step.leave()
  }
}
