import type { Cause, Failure, Sign } from './cause.ts'
import { artifactCauses } from './causes/artifacts.ts'
import { buildsCauses } from './causes/builds.ts'
import { callCauses } from './causes/call.ts'
import { inputCauses } from './causes/inputs.ts'
import { networkCauses } from './causes/network.ts'
import { serviceCauses } from './causes/service.ts'
import { startCauses } from './causes/start.ts'

/**
 * Every error that the step knows, once: the messages, how each is recognized, and the sections of the troubleshooting
 * page. Order matters: the first row whose signs a failure shows is its cause.
 */
export const causes = {
  ...inputCauses,
  ...callCauses,
  ...networkCauses,
  ...artifactCauses,
  ...startCauses,
  ...serviceCauses,
  ...buildsCauses,
} as const satisfies Record<string, Cause>

export type CauseName = keyof typeof causes

/** The first cause whose signs the failure shows. */
export function diagnose(failure: Failure): CauseName {
  const rows = Object.entries(causes) as [CauseName, Cause][]
  return rows.find(([, { signs }]) => signs?.some(sign => shows(failure, sign)))?.[0] ?? 'response-unexpected'
}

function shows(failure: Failure, sign: Sign): boolean {
  return (
    (sign.status === undefined || sign.status.includes(failure.status ?? 0)) &&
    (sign.typeKey === undefined || sign.typeKey.test(failure.typeKey ?? '')) &&
    (sign.text === undefined || sign.text.test(failure.text ?? '')) &&
    (sign.code === undefined || sign.code.test(failure.code ?? '')) &&
    (sign.authenticate === undefined || sign.authenticate.test(failure.authenticate ?? '')) &&
    (sign.identity === undefined || sign.identity === failure.identity) &&
    (sign.content === undefined || sign.content === failure.content) &&
    (sign.subject === undefined || (failure.subject !== undefined && sign.subject.includes(failure.subject)))
  )
}
