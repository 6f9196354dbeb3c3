import { assertNotCancelled, type Cancellable } from '#platform'
import { type CompiledEntry, removeCompiled } from '#sandbox'

import type { KeptCompiled } from './cache.ts'

/** What may be removed of what was made ready to run. */
export interface CompiledRules {
  /** In bytes of all of it; null for as many as there are. */
  readonly maxBytes: number | null
  /** What was used after this time is perhaps being run, in milliseconds since 1970. */
  readonly runningSince: number
}

/** What goes: what nobody needs, then, while there is more than the cap, what no installed component needs, oldest first. */
export function planCompiled(
  entries: readonly KeptCompiled[],
  { maxBytes, runningSince }: CompiledRules,
): readonly CompiledEntry[] {
  const going = entries.filter(({ keptFor }) => keptFor.length === 0)
  let size = sizeOf(entries) - sizeOf(going)
  const spare = entries
    .filter(({ keptFor, lastUsed }) => keptFor.length > 0 && lastUsed < runningSince && isSpare(keptFor))
    .toSorted((one, other) => one.lastUsed - other.lastUsed)
  for (const entry of spare) {
    if (maxBytes === null || size <= maxBytes) break
    size -= entry.size
    going.push(entry)
  }
  return going
}

/** Removes entries from below the cache folder. @throws CodedError `CANCELLED` */
export async function removeAllCompiled(
  cacheFolder: string,
  entries: readonly CompiledEntry[],
  options: Cancellable = {},
): Promise<void> {
  for (const entry of entries) {
    assertNotCancelled(options)
    await removeCompiled(cacheFolder, entry)
  }
}

/** In bytes. */
export function sizeOf(entries: readonly CompiledEntry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0)
}

function isSpare(keptFor: KeptCompiled['keptFor']): boolean {
  return keptFor.every(({ kind }) => kind === 'recent')
}
