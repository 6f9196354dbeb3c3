import type { Sha256Digest } from '../../digest.ts'
import type { KeepReason } from './keep-reason.ts'
import type { Marks } from './mark.ts'
import { isWhole, reach } from './reach.ts'
import type { BlobEntry, StoreInventory } from './take-inventory.ts'

/** One thing in the store as a person sees it: what a reference leads to, or what none leads to any more. */
export interface StoreEntry {
  /** As it is shown, `host/repository:tag`; null when none leads here. */
  readonly reference: string | null
  readonly digest: Sha256Digest
  /** In bytes, of all blobs that it needs; a shared one counts in each. */
  readonly size: number
  /** In milliseconds since 1970. */
  readonly lastUsed: number
  /** Whether every blob that it needs is there. */
  readonly isComplete: boolean
  /** Empty when the next collection removes it. */
  readonly keptFor: readonly KeepReason[]
}

/** Lists references in order of their names, then what hangs on none. */
export function listEntries(inventory: StoreInventory, marks: Marks): readonly StoreEntry[] {
  const named = inventory.references
    .toSorted((one, other) => (one.reference < other.reference ? -1 : 1))
    .map(({ reference, digest, lastUsed }) => describe(inventory, { digest, reference, lastUsed, marks }))
  const reached = new Set(inventory.references.flatMap(({ digest }) => [...reach(inventory, digest)]))
  const others = topmost(inventory, reached)
  return [
    ...named,
    ...others.map(({ digest }) => describe(inventory, { digest, reference: null, lastUsed: 0, marks })),
  ]
}

/** Blobs that nothing needs which is not in `known` itself. */
function topmost({ blobs }: StoreInventory, known: ReadonlySet<Sha256Digest>): readonly BlobEntry[] {
  const rest = [...blobs.values()].filter(({ digest }) => !known.has(digest))
  const below = new Set(rest.flatMap(({ document }) => document?.children ?? []))
  return rest.filter(({ digest }) => !below.has(digest))
}

interface Described {
  readonly digest: Sha256Digest
  readonly reference: string | null
  readonly lastUsed: number
  readonly marks: Marks
}

function describe(inventory: StoreInventory, { digest, reference, lastUsed, marks }: Described): StoreEntry {
  const reached = [...reach(inventory, digest)].flatMap((found) => inventory.blobs.get(found) ?? [])
  return {
    reference,
    digest,
    size: reached.reduce((sum, { size }) => sum + size, 0),
    lastUsed: Math.max(lastUsed, inventory.blobs.get(digest)?.lastUsed ?? 0),
    isComplete: isWhole(inventory, digest),
    keptFor: marks.get(digest) ?? [],
  }
}
