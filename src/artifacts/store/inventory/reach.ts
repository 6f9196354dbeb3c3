import type { Sha256Digest } from '../../digest.ts'
import type { StoreInventory } from './take-inventory.ts'

/** The blobs that are needed where `start` is, itself among them; those that are missing are left out. */
export function reach({ blobs }: StoreInventory, start: Sha256Digest): ReadonlySet<Sha256Digest> {
  const reached = new Set<Sha256Digest>()
  const waiting = [start]
  for (let digest = waiting.pop(); digest !== undefined; digest = waiting.pop()) {
    const blob = blobs.get(digest)
    if (blob === undefined || reached.has(digest)) continue
    reached.add(digest)
    waiting.push(...(blob.document?.children ?? []))
  }
  return reached
}

/** Whether every blob that is needed where `start` is lies in the store. Of an index one entry is enough: the others are for other machines. */
export function isWhole({ blobs }: StoreInventory, start: Sha256Digest): boolean {
  const blob = blobs.get(start)
  if (blob === undefined) return false
  const { document } = blob
  if (document === null) return true
  const holds = (digest: Sha256Digest): boolean => isWhole({ blobs, references: [] }, digest)
  return document.isIndex
    ? document.children.some(holds)
    : document.children.every((digest) => blobs.has(digest))
}
