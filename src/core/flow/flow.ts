import type { Clock } from '../base/time.ts'
import type { Step } from '../host/step.ts'
import type { Service } from '../service/service.ts'
import type { Report } from './report.ts'

/** What tests turn by hand. */
export interface Tools {
  readonly clock: Clock
  /** From 0 to 1, for pauses that must not coincide. */
  readonly random: () => number
}

/** What the parts of a run share. */
export interface Flow {
  readonly step: Step
  readonly report: Report
  readonly tools: Tools
  readonly service: Service
}

/** How rooms below the flow speak, and what ends them. */
export function speaking({ host, signal, redact }: Step) {
  return { signal, redact, say: host.info, debug: host.debug, warn: host.warn }
}
