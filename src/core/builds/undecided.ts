import type { Order } from '../inputs/order.ts'
import type { Build } from './build.ts'
import { compareBy, orderTime } from './order.ts'

/** Builds of the same place replace one another: those of a pipeline. */
export function placeOf({ project, pipelineId }: Build): string {
  return `${pipelineId} ${project}`
}

/** Whether a build comes before another one of its pipeline, so that it counts instead. */
export function replaces(build: Build, other: Build, order: Order): boolean {
  const placed = (one: Build) => ({ build: one, time: orderTime(one, order) })
  return placeOf(build) === placeOf(other) && compareBy(order)(placed(build), placed(other)) < 0
}
