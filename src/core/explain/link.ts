import type { Place } from './tree.ts'

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * The address of a place in the results of a build: the line of a log, a task, a job, or a stage. IDs that are none lead
 * to the build itself.
 * https://github.com/dotnet/arcade-services/blob/main/src/BuildInsights, which links the same way
 *
 * @param page address of the build's page; the pages of servers before API version 5.0 have no such places
 */
export function linkTo(page: string, { stage, job, task }: Place, line?: number): string {
  if (!page.includes('/_build/results?')) return page
  const ids = (names: Record<string, string | undefined>) =>
    Object.entries(names).flatMap(([name, id]) => (id !== undefined && guid.test(id) ? [`&${name}=${id}`] : []))
  const [inLogs, atTask] = [ids({ j: job?.id }), ids({ t: task?.id })]
  if (inLogs.length === 0)
    return [page, ...(stage === undefined ? [] : ['&view=logs', ...ids({ s: stage.id })])].join('')
  const atLine = atTask.length > 0 && line !== undefined ? [`&l=${line}`] : []
  return [page, '&view=logs', ...inLogs, ...atTask, ...atLine].join('')
}

/** The address where a person approves, permits, or cancels: the overview of a run. */
export function overviewOf(page: string): string {
  return page.includes('/_build/results?') ? `${page}&view=results` : page
}
