/** JSON without blanks and with sorted keys, in UTF-8: the form in which wkg writes manifests. */
export function encodeCanonical(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(sorted(document)), 'utf8')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
