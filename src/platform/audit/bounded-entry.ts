const MAX_TEXT = 2_000
const MAX_DEPTH = 10

/** An entry of which no text is long: paths, URLs and messages come from guests. */
export function boundedEntry(entry: unknown): object {
  const bounded = bound(entry, 0)
  return typeof bounded === 'object' && bounded !== null ? bounded : {}
}

function bound(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '…'
  if (Array.isArray(value)) return value.map((item) => bound(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cut(key), bound(item, depth + 1)]))
}

function cut(text: string): string {
  const whole = text.toWellFormed()
  return whole.length <= MAX_TEXT
    ? whole
    : `${whole.slice(0, MAX_TEXT).toWellFormed()}… (${text.length} characters)`
}
