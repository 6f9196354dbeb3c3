import { isSha256Digest, type Sha256Digest } from '../../digest.ts'
import type { KeepReason, StoreRoot } from './keep-reason.ts'
import type { StoreInventory } from './take-inventory.ts'

/** Where marking starts, and the reason that everything reached from there gets. */
export interface Start {
  readonly digest: Sha256Digest
  readonly reason: KeepReason
  /** In milliseconds since 1970. */
  readonly lastUsed: number
}

/** Starts for what somebody outside needs, its manifests among them where a root names a layer. */
export function startsOfRoots(inventory: StoreInventory, roots: readonly StoreRoot[]): readonly Start[] {
  return roots.filter(({ givenUp }) => givenUp === undefined).flatMap((root) => startsOfRoot(inventory, root))
}

/** Starts for what somebody needed until after `time`, in milliseconds since 1970. */
export function startsOfGivenUp(
  inventory: StoreInventory,
  roots: readonly StoreRoot[],
  time: number,
): readonly Start[] {
  return roots
    .filter(({ givenUp = 0 }) => givenUp >= time && givenUp > 0)
    .flatMap((root) => startsOfRoot(inventory, root))
}

function startsOfRoot(
  { blobs }: StoreInventory,
  { digest, reason, givenUp = 0 }: StoreRoot,
): readonly Start[] {
  if (!isSha256Digest(digest)) return []
  const above = [...blobs.values()].filter(({ document }) => document?.children.includes(digest))
  const starts = [digest, ...above.map((blob) => blob.digest)]
  return starts.map((start) => {
    const lastUsed = Math.max(givenUp, blobs.get(start)?.lastUsed ?? 0)
    return { digest: start, reason, lastUsed }
  })
}

/**
 * Starts for what the references lead to.
 *
 * A name with a digest keeps nothing, since nobody can look it up and find something else; nor does the place of the
 * signatures of a manifest, which stay as long as that does.
 */
export function startsOfReferences({ references, blobs }: StoreInventory): readonly Start[] {
  return references.flatMap(({ digest, reference, lastUsed }) => {
    if (reference.includes('@') || subjectOfReference(reference) !== null) return []
    const used = Math.max(lastUsed, blobs.get(digest)?.lastUsed ?? 0)
    return [{ digest, reason: { kind: 'referenced', reference }, lastUsed: used }]
  })
}

/** Starts for what was used after `time`, in milliseconds since 1970. */
export function startsOfRecent({ blobs, references }: StoreInventory, time: number): readonly Start[] {
  const used = [
    ...blobs.values(),
    ...references.filter(({ reference }) => subjectOfReference(reference) === null),
  ]
  const recent = used.filter(({ lastUsed }) => lastUsed >= time)
  return recent.map(({ digest, lastUsed }) => ({ digest, reason: { kind: 'recent' }, lastUsed }))
}

/** Starts for what says something about a manifest: by its own word, or by the tag `sha256-<hex>` that it lies under. */
export function startsOfAttached({ blobs, references }: StoreInventory): readonly AttachedStart[] {
  const referrers = [...blobs.values()].flatMap(({ digest, document }) =>
    document === null || document.subject === null ? [] : [attached(digest, document.subject)],
  )
  const tagged = references.flatMap(({ digest, reference }) => {
    const subject = subjectOfReference(reference)
    return subject === null ? [] : [attached(digest, subject)]
  })
  return [...referrers, ...tagged]
}

/** A start that counts once its subject is marked. */
export type AttachedStart = Start & { readonly reason: KeepReason & { readonly kind: 'attached' } }

function attached(digest: Sha256Digest, subject: Sha256Digest): AttachedStart {
  return { digest, reason: { kind: 'attached', subject }, lastUsed: 0 }
}

/** The manifest that a tag of the form `sha256-<hex>` or, of cosign, `sha256-<hex>.sig` is about. */
export function subjectOfReference(reference: string): Sha256Digest | null {
  const hex = /:sha256-([0-9a-f]{64})(?:\.[a-z]+)?$/.exec(reference)?.[1]
  return hex === undefined ? null : `sha256:${hex}`
}
