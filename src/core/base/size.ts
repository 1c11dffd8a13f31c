const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** `0 B`, `999 B`, `1.5 KiB`, `312 MiB`, `1.0 GiB`. */
export function formatSize(bytes: number): string {
  let [amount, unit] = [bytes, 0]
  // From here on it would be written as 1024.
  for (; amount >= 1023.5 && unit < units.length - 1; unit++) amount /= 1024
  return `${unit === 0 || amount >= 99.95 ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`
}
