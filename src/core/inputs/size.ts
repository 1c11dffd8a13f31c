import { Problem } from './problem.ts'

const units: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
}

/** Reads `500MB`, `10GiB`, `1.5GiB`, or a number of bytes. @returns bytes */
export function parseSize(text: string): number {
  const [, amount, written = 'B'] = /^(\d{1,12}(?:\.\d{1,6})?)\s*([kmgt]?i?b)?$/i.exec(text) ?? []
  const unit = Object.keys(units).find(name => name.toLowerCase() === written.toLowerCase())
  const bytes =
    amount === undefined || unit === undefined ? Number.NaN : Math.floor(Number(amount) * (units[unit] ?? 0))
  if (!Number.isSafeInteger(bytes)) throw new Problem('is not a size. Write a number and a unit: 500MiB or 10GiB')
  return bytes
}
