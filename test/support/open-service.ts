import type { Clock } from '../../src/core/base/time.ts'
import { systemClock } from '../../src/core/base/time.ts'
import { redactor } from '../../src/core/credential/redact.ts'
import { openService, type Service, type ServiceTools } from '../../src/core/service/service.ts'
import type { Settings } from '../../src/core/settings/settings.ts'

/** A service as a step opens it, which has to be closed. */
export function openTestService(
  { service }: Pick<Settings, 'service'>,
  tools: Partial<ServiceTools> & { clock?: Clock } = {},
): Service {
  return openService(service, {
    clock: systemClock,
    random: () => 0,
    signal: new AbortController().signal,
    redact: redactor([]),
    say: () => undefined,
    debug: () => undefined,
    ...tools,
  })
}
