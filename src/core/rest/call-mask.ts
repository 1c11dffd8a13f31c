import { messageOf, StepError } from '../errors/errors.ts'
import { type Selection, stringsIn } from './selection.ts'

/**
 * The strings of an answer that the user wants to be masked.
 * @param warn is told when an expression selects none: a typo would leave a secret in sight
 * @throws StepError when an expression cannot be applied, so that nothing of the answer is shown
 */
export function maskedStrings(data: unknown, masks: readonly Selection[], warn: (text: string) => void): string[] {
  return masks.flatMap(mask => {
    const strings = stringsIn(applied(mask, data))
    if (strings.length === 0) warn(`The mask expression ${mask.expression} selects no text in the response.`)
    return strings
  })
}

function applied({ expression, select }: Selection, data: unknown): unknown {
  try {
    return select(data)
  } catch (error) {
    throw new StepError('call-mask-failed', { details: [`${expression}: ${messageOf(error)}`], original: error })
  }
}

/** A text without the masked strings, for what the host does not mask itself. */
export function hideStrings(text: string, strings: readonly string[]): string {
  const forms = strings.flatMap(string => [string, JSON.stringify(string).slice(1, -1)])
  // The longest first, so that no part of one is left over.
  return [...new Set(forms)]
    .sort((a, b) => b.length - a.length)
    .reduce((left, form) => left.replaceAll(form, '***'), text)
}
