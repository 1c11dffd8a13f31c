import { instantOf, milliseconds } from '../base/time.ts'
import type { Service } from '../service/service.ts'
import type { BuildQuery } from '../settings/settings.ts'

/** Milliseconds by which a clock may be off before it matters how long ago something was. */
const tolerance = 5000

/** Milliseconds that the clock of the service is ahead of this machine's, as far as it is known. */
export function aheadOf(service: Service): number {
  return service.now() - service.clock.now()
}

/** Whether what was found out about the clock of the service since then matters to a query. */
export function isOff({ ago }: BuildQuery, service: Service, ahead: number): boolean {
  return ago.length > 0 && Math.abs(aheadOf(service) - ahead) > tolerance
}

/** A query whose times are by the clock of the service, which builds are compared with. */
export function onServiceTime(query: BuildQuery, service: Service): BuildQuery {
  const ahead = aheadOf(service)
  const moved = query.ago.flatMap(name => {
    const time = query[name]
    return time === undefined ? [] : [[name, instantOf(milliseconds(time) + ahead) ?? time]]
  })
  return { ...query, ...Object.fromEntries(moved), ago: [] }
}
