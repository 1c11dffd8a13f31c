import { messageOf, StepError } from '../errors/errors.ts'
import { maskedStrings } from './call-mask.ts'
import type { AnswerSettings } from './call-settings.ts'
import { countOf, textOfBody } from './receive.ts'
import type { ResponseFile } from './response-file.ts'
import { textOf } from './selection.ts'
import type { Answer } from './send-call.ts'

/** An answer for people and later steps. Until it is kept, nothing of it has left the step. */
export interface FinishedAnswer {
  /** What the query selects, or the whole response; cut to some more than an output holds. */
  readonly text: string
  /** Items, if it is a list. */
  readonly count: number | undefined
  /** The texts to mask before anything else. */
  readonly masked: readonly string[]
}

/** More than an output holds, so that it is cut visibly where it is set. */
const mostText = 128 * 1024

/**
 * Applies the expressions, and writes the response to the file.
 * @param file not yet in its place
 * @param warn is told of expressions that select nothing
 * @throws StepError when an expression does not fit; nothing of the response is to be shown then
 */
export function finishAnswer(
  answer: Answer,
  { query, masks }: AnswerSettings,
  file: ResponseFile,
  warn: (text: string) => void,
): FinishedAnswer {
  const whole = wholeOf(answer, file)
  const needed = query !== undefined || masks.length > 0
  if (needed && whole.length > 0 && whole.data() === undefined) throw new StepError('call-not-json')
  const data = needed && whole.length > 0 ? whole.data() : null
  const masked = whole.length === 0 ? [] : maskedStrings(data, masks, warn)
  const text = query === undefined ? whole.text() : textOf(selected(query, data))
  return { text: text.slice(0, mostText), count: whole.count, masked }
}

interface Whole {
  readonly length: number
  readonly count: number | undefined
  /** Parsed JSON; undefined where it is none. */
  data(): unknown
  text(): string
}

function wholeOf(answer: Answer, file: ResponseFile): Whole {
  const { merged, body, data, streamed } = answer
  if (merged === undefined) {
    if (!streamed) file.write(body)
    return {
      length: streamed ? 1 : body.length,
      count: countOf(data),
      data: () => data,
      text: () => textOfBody(answer),
    }
  }
  const bytes = merged.end()
  return {
    length: 1,
    count: merged.count,
    data() {
      if (bytes === undefined) throw new StepError('call-response-too-large')
      return JSON.parse(bytes.toString('utf8')) as unknown
    },
    text: () => (bytes ?? merged.beginning(mostText)).toString('utf8'),
  }
}

function selected({ expression, select }: NonNullable<AnswerSettings['query']>, data: unknown): unknown {
  try {
    return select(data)
  } catch (error) {
    throw new StepError('call-query-failed', { details: [`${expression}: ${messageOf(error)}`], original: error })
  }
}
