import type { Sha256Digest } from '../../digest.ts'
import type { KeepReason } from './keep-reason.ts'
import { reach } from './reach.ts'
import { type Start, startsOfAttached } from './starts.ts'
import type { StoreInventory } from './take-inventory.ts'

/** Why each blob stays; a blob that is not in it may go. */
export type Marks = ReadonlyMap<Sha256Digest, readonly KeepReason[]>

/** Marks what is reached from `starts`, and what says something about it. */
export function mark(inventory: StoreInventory, starts: readonly Start[]): Marks {
  const marks = new Map<Sha256Digest, KeepReason[]>()
  const add = ({ digest, reason }: Start): void => {
    for (const reached of reach(inventory, digest)) {
      const reasons = marks.get(reached)
      if (reasons === undefined) marks.set(reached, [reason])
      else if (!reasons.some((known) => isSameReason(known, reason))) reasons.push(reason)
    }
  }
  starts.forEach(add)
  let waiting = startsOfAttached(inventory)
  // Whatever is added can have something attached itself: a signature of a signature.
  for (;;) {
    const found = waiting.filter(({ reason }) => marks.has(reason.subject))
    if (found.length === 0) return marks
    found.forEach(add)
    waiting = waiting.filter((start) => !found.includes(start))
  }
}

function isSameReason(one: KeepReason, other: KeepReason): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
