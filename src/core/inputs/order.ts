/** Which time counts, and in which direction. */
export interface Order {
  readonly time: 'queueTime' | 'startTime' | 'finishTime'
  readonly descending: boolean
}

/** Reads `queueTimeDescending` and its like. */
export function parseOrder(text: string): Order {
  const [, time, direction] = /^(queueTime|startTime|finishTime)(Ascending|Descending)$/.exec(text) ?? []
  return { time: time as Order['time'], descending: direction === 'Descending' }
}

/** An order as the service and the input spell it. */
export function orderName({ time, descending }: Order): string {
  return `${time}${descending ? 'Descending' : 'Ascending'}`
}
