/** What JSON data looks like without what it says: `string(12)`, `["array(2)", …]`, `{"name": "string(3)"}`. */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape }

const MAX_DEPTH = 6
const MAX_ITEMS = 3
const MAX_KEYS = 20
const MAX_KEY_LENGTH = 60
/** Places in one shape, all levels together. */
const MAX_PLACES = 200

/** The shape of JSON data, of bounded size whatever the data. Lengths of strings are in UTF-16 units. */
export function shapeOf(value: unknown): Shape {
  return describe(value, { depth: 0, budget: { left: MAX_PLACES } })
}

interface Position {
  readonly depth: number
  readonly budget: { left: number }
}

function describe(value: unknown, { depth, budget }: Position): Shape {
  budget.left -= 1
  if (typeof value === 'string') return `string(${value.length})`
  if (typeof value !== 'object') return typeof value
  if (value === null) return 'null'
  if (ArrayBuffer.isView(value)) return `bytes(${value.byteLength})`
  const inside = { depth: depth + 1, budget }
  const isTooMuch = depth >= MAX_DEPTH || budget.left <= 0
  if (Array.isArray(value)) {
    const name = `array(${value.length})`
    return isTooMuch ? name : [name, ...value.slice(0, MAX_ITEMS).map((item) => describe(item, inside))]
  }
  const entries = Object.entries(value)
  return isTooMuch ? `object(${entries.length})` : describeEntries(entries, inside)
}

function describeEntries(entries: readonly (readonly [string, unknown])[], inside: Position): Shape {
  const shown = entries.slice(0, MAX_KEYS)
  const shapes = shown.map(([key, item]) => [key.slice(0, MAX_KEY_LENGTH), describe(item, inside)])
  const rest = entries.length - shown.length
  return Object.fromEntries(rest === 0 ? shapes : [...shapes, ['…', `${rest} more`]])
}
