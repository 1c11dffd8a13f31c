import { startCauses } from '../errors/causes/start.ts'
import { type CauseName, diagnose } from '../errors/causes.ts'
import { type Explained, ServiceError } from '../errors/errors.ts'
import type { HideValues } from './hide-values.ts'

/**
 * Names the cause of each message of a refusal. The values that the messages quote are taken out, and so is the name of
 * the token's owner.
 */
export function explainMessages(messages: readonly string[], hide: HideValues, typeKey?: string): Explained[] {
  return messages
    .flatMap(message => message.split(/\s*\n\s*/))
    .filter(message => message !== '')
    .map(message => ({ said: hidePerson(hide(message)), reason: causeOf(message, typeKey) }))
}

function causeOf(text: string, typeKey: string | undefined): CauseName {
  const reason = diagnose({ text, subject: 'start', ...(typeKey === undefined ? {} : { typeKey }) })
  return reason in startCauses ? reason : 'start-refused'
}

/** `TF215106: Access denied. Ada Example needs Queue builds permissions …` */
function hidePerson(text: string): string {
  return text.replace(
    /^(TF\d{5,6}: *)?(Access denied\. *)?\S[^\n]{0,200}? needs (?=\S.{0,80}? permissions? )/i,
    '$1$2The owner of the token needs ',
  )
}

/** The same error with each message of the service and its cause. @param error of a request that started no build */
export function explainRefusal(error: ServiceError, hide: HideValues): ServiceError {
  const { reason, details, transient, arrived, request } = error
  const { results, text, ...shown } = request
  const isAboutContent = reason === 'request-refused' || reason in startCauses
  const messages = results !== undefined && results.length > 0 ? results : isAboutContent ? [text ?? ''] : []
  const explained = explainMessages(messages, hide, request.typeKey)
  const [first, ...others] = new Set(explained.map(one => one.reason))
  // Neither the details nor the original come along, because both quote values.
  const kept = explained.length > 0 ? { explained } : { details: details.map(detail => hidePerson(hide(detail))) }
  const named = first === undefined ? reason : others.length === 0 ? first : 'start-refused'
  return new ServiceError(named, { ...kept, transient, arrived, request: shown })
}
