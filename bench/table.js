/** @import { Sample } from './timed-run.js' */

/**
 * A figure as a ratio to something else of the same run. Without a target it is only told; without a number it could not
 * be measured here.
 * @typedef {object} Row
 * @property {string} what
 * @property {number} [ratio]
 * @property {number} [target] what the ratio may be at most
 * @property {string} detail
 * @property {number} [decimals] 2 unless set
 */

/**
 * As Markdown.
 * @param {readonly Row[]} rows
 */
export function tableOf(rows) {
  return markdownTable(
    ['What', 'Ratio', 'Target', 'Medians'],
    rows.map(({ what, ratio, target, detail, decimals = 2 }) => [
      what,
      ratio === undefined ? '–' : marked(ratio.toFixed(decimals), Number(ratio.toFixed(decimals)), target),
      target === undefined ? '' : String(target),
      detail,
    ]),
  )
}

/**
 * @param {string} text
 * @param {number} value
 * @param {number | undefined} most
 */
export function marked(text, value, most = Number.POSITIVE_INFINITY) {
  return value > most ? `${text} **missed**` : text
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(head, rows) {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/**
 * @param {Sample} sample
 * @param {Sample} base
 */
export function over(sample, base) {
  return sample.ms / base.ms
}

/** @param {Sample} sample */
export function described({ ms, peak }) {
  return `${Math.round(ms)} ms${Number.isNaN(peak) ? '' : `, peak ${Math.round(peak)} MiB`}`
}
