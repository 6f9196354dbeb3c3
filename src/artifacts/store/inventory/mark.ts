import { isSha256Digest, type Sha256Digest } from '../../digest.ts'
import type { KeepReason, StoreRoot } from './keep-reason.ts'
import { reach } from './reach.ts'
import type { StoreInventory } from './take-inventory.ts'

/** Why each blob stays; a blob that is not in it may go. */
export type Marks = ReadonlyMap<Sha256Digest, readonly KeepReason[]>

/** Where marking starts, and the reason that everything reached from there gets. */
export interface Start {
  readonly digest: Sha256Digest
  readonly reason: KeepReason
}

/** Marks what is reached from `starts`, and what says something about it. */
export function mark(inventory: StoreInventory, starts: readonly Start[]): Marks {
  const marks = new Map<Sha256Digest, KeepReason[]>()
  const add = ({ digest, reason }: Start): void => {
    for (const reached of reach(inventory, digest)) {
      const reasons = marks.get(reached)
      if (reasons === undefined) marks.set(reached, [reason])
      else reasons.push(reason)
    }
  }
  starts.forEach(add)
  // Whatever is added can have something attached itself: a signature of a signature.
  for (let added = attached(inventory, marks); added.length > 0; added = attached(inventory, marks)) {
    added.forEach(add)
  }
  return marks
}

/** Starts for what somebody outside needs, its manifests among them where a root names a layer. */
export function startsOfRoots({ blobs }: StoreInventory, roots: readonly StoreRoot[]): readonly Start[] {
  return roots.flatMap(({ digest, reason }) => {
    if (!isSha256Digest(digest)) return []
    const above = [...blobs.values()].filter(({ document }) => document?.children.includes(digest))
    return [digest, ...above.map((blob) => blob.digest)].map((start) => ({ digest: start, reason }))
  })
}

/** Starts for what the references lead to. */
export function startsOfReferences({ references }: StoreInventory): readonly Start[] {
  return references.map(({ digest, reference }) => ({ digest, reason: { kind: 'referenced', reference } }))
}

/** Starts for what was used after `time`, in milliseconds since 1970. */
export function startsOfRecent({ blobs }: StoreInventory, time: number): readonly Start[] {
  const recent = [...blobs.values()].filter(({ lastUsed }) => lastUsed >= time)
  return recent.map(({ digest }) => ({ digest, reason: { kind: 'recent' } }))
}

function attached({ blobs }: StoreInventory, marks: Marks): readonly Start[] {
  return [...blobs.values()].flatMap(({ digest, document }) => {
    const subject = document?.subject ?? null
    if (subject === null || marks.has(digest) || !marks.has(subject)) return []
    return [{ digest, reason: { kind: 'attached', subject } }]
  })
}
