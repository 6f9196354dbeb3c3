import type { Sha256Digest } from '../../digest.ts'
import type { StoreRoot } from './keep-reason.ts'
import { mark, type Marks } from './mark.ts'
import { type Start, startsOfGivenUp, startsOfRecent, startsOfReferences, startsOfRoots } from './starts.ts'
import type { BlobEntry, StoreInventory } from './take-inventory.ts'

const HOUR_MS = 3_600_000

/** What may go. */
export interface CollectionRules {
  readonly roots: readonly StoreRoot[]
  /** What was used within this time stays while there is room, in milliseconds. */
  readonly graceMs: number
  /** In bytes of all blobs; null for as many as there are. */
  readonly maxBytes: number | null
  /** In milliseconds since 1970. */
  readonly now: number
}

/** What a collection removes, and what is left after it. */
export interface CollectionPlan {
  readonly blobs: readonly BlobEntry[]
  /** References whose manifest goes, or is gone. */
  readonly references: readonly string[]
  /** In bytes. */
  readonly left: number
}

/**
 * Decides what a collection removes: what nobody needs and nobody has used for the grace time, then, while there is more than
 * the cap, what was not used for the longest time. What a root needs stays in any case.
 */
export function planCollection(inventory: StoreInventory, rules: CollectionRules): CollectionPlan {
  const { roots, graceMs, maxBytes, now } = rules
  const protectedStarts = startsOfRoots(inventory, roots)
  const others = [
    ...startsOfReferences(inventory),
    ...startsOfGivenUp(inventory, roots, now - graceMs),
    ...startsOfRecent(inventory, now - graceMs),
  ]
  // A load that is under way has used its blobs a moment ago: no cap may take them from under it.
  const runningSince = now - Math.min(graceMs, HOUR_MS)
  const isRunning = ({ lastUsed }: Start): boolean => lastUsed >= runningSince
  const fixed = [...protectedStarts, ...others.filter(isRunning)]
  const oldestFirst = others.filter((start) => !isRunning(start)).toSorted(byLastUse)
  const marksWithout = (count: number): Marks => mark(inventory, [...fixed, ...oldestFirst.slice(count)])
  const isRoom = (count: number): boolean =>
    maxBytes === null || sizeOf(inventory, marksWithout(count)) <= maxBytes
  return toPlan(inventory, marksWithout(fewest(oldestFirst.length, isRoom)))
}

function toPlan(inventory: StoreInventory, kept: Marks): CollectionPlan {
  const blobs = [...inventory.blobs.values()].filter(({ digest }) => !kept.has(digest))
  const references = inventory.references.filter(({ digest }) => !kept.has(digest))
  return {
    blobs,
    references: references.map(({ reference }) => reference),
    left: sizeOf(inventory, kept),
  }
}

/** The smallest number up to `most` that will do, or `most`; what will do with some does with more. */
function fewest(most: number, willDo: (count: number) => boolean): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (willDo(middle)) high = middle
    else low = middle + 1
  }
  return low
}

function sizeOf({ blobs }: StoreInventory, marks: Marks): number {
  const sizes = [...marks.keys()].map((digest: Sha256Digest) => blobs.get(digest)?.size ?? 0)
  return sizes.reduce((sum, size) => sum + size, 0)
}

function byLastUse(one: Start, other: Start): number {
  return one.lastUsed - other.lastUsed
}
