/** A value inside JSON data: where it stands, and what it is. */
export type Leaves = ReadonlyMap<string, string>

/** Every value inside `value` that holds no other, by its JSON Pointer (RFC 6901). */
export function leavesOf(value: unknown): Leaves {
  const leaves = new Map<string, string>()
  const open: [string, unknown][] = [['', value]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, item] = next
    const entries = typeof item === 'object' && item !== null ? Object.entries(item) : []
    if (entries.length === 0) leaves.set(path, JSON.stringify(item) ?? 'null')
    for (const [key, inner] of entries) open.push([`${path}/${escaped(key)}`, inner])
  }
  return leaves
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}
