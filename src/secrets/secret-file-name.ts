import { createHash } from 'node:crypto'

const LONGEST_BYTES = 128

/**
 * The name of the file with the secrets of a component: Wassette's, where that can belong to this id alone.
 *
 * Wassette maps `a__b`, `_a_b` and `a_b` to one name, and a stranger's component could be loaded under an id that reads the
 * secrets of another. Only an id that its rule leaves as it is has that name; `~` stands in no other.
 */
export function secretFileName(id: string): string {
  const sanitised = sanitise(id)
  if (sanitised === id) return `${id}.yaml`
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16)
  return `${sanitised}~${hash}.yaml`
}

function sanitise(id: string): string {
  const safe = id
    .replaceAll(/[^A-Za-z0-9.-]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, LONGEST_BYTES)
  return safe === '' ? 'unnamed' : safe
}
