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
