import type { ExplainTools } from '../explain/explain-failures.ts'
import type { Settings } from '../settings/settings.ts'
import type { Flow } from './flow.ts'

/**
 * What explaining needs. Messages of validation quote the values of parameters, and logs print them: those of a build that
 * this step started are hidden everywhere, those of others where a message quotes them.
 */
export async function explainTools(
  { service, step: { redact }, report: { pageOf } }: Pick<Flow, 'service' | 'step' | 'report'>,
  { start }: Settings,
): Promise<ExplainTools> {
  // Loaded only now, as whoever explains is.
  const { hidingValues, hidingValuesOf } = await import('../start/hide-values.ts')
  const hide = start === undefined ? hidingValues([]) : hidingValuesOf(start)
  return { service, redact: text => hide(redact(text)), pageOf }
}
