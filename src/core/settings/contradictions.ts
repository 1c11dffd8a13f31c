import type { InputValues } from '../inputs/inputs.ts'

/** What is wrong with inputs that are right alone and impossible together; names of inputs stand in braces. */
export function contradictions(values: InputValues): string[] {
  const { status, result, order, minTime, maxTime, repositoryId, repositoryType } = values
  const unfinished = status.filter(name => name !== 'completed')
  const completed = status.length === 0 || status.includes('completed') || status.includes('all')
  const impossible: [boolean, string][] = [
    [(repositoryId === '') !== (repositoryType === ''), '{repository-id} and {repository-type}: give both or neither.'],
    [
      isFinishOrder(order) && unfinished.length > 0,
      `{order} "${order}" looks at completed builds only, and {status} asks for ${unfinished.join(', ')} too.`,
    ],
    [
      result.length > 0 && !completed,
      '{result} asks for completed builds, and {status} for others: nothing can match.',
    ],
    [
      minTime !== undefined && maxTime !== undefined && minTime > maxTime,
      '{min-time} is after {max-time}: nothing can match.',
    ],
  ]
  return [...impossible, ...(values.wait ? neverWhileRunning(values) : [])].flatMap(([is, problem]) =>
    is ? [problem] : [],
  )
}

/** Filters that a build can only meet once it is completed, or not any more when it is. */
function neverWhileRunning({ status, result, order, maxTime }: InputValues): [boolean, string][] {
  const excluded: [boolean, string][] = [
    [result.length > 0, '{result}'],
    [status.length > 0 && status.every(name => name === 'completed'), '{status} "completed"'],
    [isFinishOrder(order), `{order} "${order}"`],
    [maxTime !== undefined, '{max-time}'],
  ]
  return excluded.map(([is, what]) => [
    is,
    `{wait} and ${what} exclude each other: no build that is running can match. Judge it with {require-result}.`,
  ])
}

/** The order is missing when it could not be read. */
function isFinishOrder(order: string | undefined): boolean {
  return order?.startsWith('finishTime') ?? false
}
