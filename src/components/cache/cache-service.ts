import { join } from 'node:path'

import { ContentStore, type KeepReason, type StoreRoot } from '#artifacts'
import { type CompiledEntry, listCompiled, verifyCompiled } from '#sandbox'

import type { Cache, CacheListing, CacheVerification, KeptCompiled } from './cache.ts'

/** Finds what somebody outside the cache needs of it. */
export type RootFinder = () => Promise<readonly StoreRoot[]>

/** What the cache is looked after with. */
export interface CacheParts {
  /** The folder with the content store and what was made ready to run. */
  readonly folder: string
  readonly roots: readonly RootFinder[]
}

const HOUR_MS = 3_600_000

/** What was used within this time stays: a load may be under way, and the version before is a step back away. */
const DEFAULT_GRACE_MS = 24 * HOUR_MS

/** The upkeep of what can be fetched or made again. */
export class CacheService implements Cache {
  readonly #folder: string
  readonly #roots: readonly RootFinder[]
  readonly #store: ContentStore

  constructor({ folder, roots }: CacheParts) {
    this.#folder = folder
    this.#roots = roots
    this.#store = new ContentStore(join(folder, 'store'))
  }

  async list(): Promise<CacheListing> {
    const [roots, recentSince] = [await this.#findRoots(), Date.now() - DEFAULT_GRACE_MS]
    const { size, entries } = await this.#store.list({ roots, recentSince })
    const compiled = (await listCompiled(this.#folder)).map((entry): KeptCompiled => {
      return { ...entry, keptFor: reasonsFor(entry, { roots, recentSince }) }
    })
    const compiledSize = compiled.reduce((sum, entry) => sum + entry.size, 0)
    return { folder: this.#folder, size: size + compiledSize, artifacts: entries, compiled }
  }

  async verify(): Promise<CacheVerification> {
    const blobs = await this.#store.verify()
    const compiled = await verifyCompiled(this.#folder)
    return {
      checked: blobs.checked + compiled.checked,
      damaged: [
        ...blobs.damaged.map((digest) => ({ kind: 'blob' as const, digest })),
        ...compiled.damaged.map(({ digest }) => ({ kind: 'compiled' as const, digest })),
      ],
    }
  }

  async #findRoots(): Promise<readonly StoreRoot[]> {
    return (await Promise.all(this.#roots.map((find) => find()))).flat()
  }
}

interface Keeping {
  readonly roots: readonly StoreRoot[]
  readonly recentSince: number
}

/** What another version has made is no use to an installed component. */
function reasonsFor(entry: CompiledEntry, { roots, recentSince }: Keeping): readonly KeepReason[] {
  const needed = roots.filter(({ digest, reason }) => digest === entry.digest && reason.kind === 'installed')
  const reasons: KeepReason[] = entry.isCurrent ? needed.map(({ reason }) => reason) : []
  return entry.lastUsed >= recentSince ? [...reasons, { kind: 'recent' }] : reasons
}
