import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { ContentStore, type KeepReason, type StoreRoot } from '#artifacts'
import { assertNotCancelled, type Cancellable, describeError } from '#platform'
import { type CompiledEntry, listCompiled, verifyCompiled } from '#sandbox'

import type {
  Cache,
  CacheCollection,
  CacheListing,
  CacheVerification,
  CollectLaterOptions,
  CollectOptions,
  KeptCompiled,
  Removed,
} from './cache.ts'
import { planCompiled, removeAllCompiled, sizeOf } from './collect-compiled.ts'

/** Finds what somebody outside the cache needs of it. */
export type RootFinder = () => Promise<readonly StoreRoot[]>

/** What the cache is looked after with. */
export interface CacheParts {
  /** The folder with the content store and what was made ready to run. */
  readonly folder: string
  readonly roots: readonly RootFinder[]
  /** In bytes, of everything; null when there is no cap. */
  readonly maxBytes: number | null
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** What was used within this time stays: a load may be under way, and the version before is a step back away. */
const DEFAULT_GRACE_MS = 24 * HOUR_MS

/** The upkeep of what can be fetched or made again. */
export class CacheService implements Cache {
  readonly #folder: string
  readonly #roots: readonly RootFinder[]
  readonly #maxBytes: number | null
  readonly #store: ContentStore

  constructor({ folder, roots, maxBytes }: CacheParts) {
    this.#folder = folder
    this.#roots = roots
    this.#maxBytes = maxBytes
    this.#store = new ContentStore(join(folder, 'store'))
  }

  async list({ signal }: Cancellable = {}): Promise<CacheListing> {
    const keeping = { roots: await this.#findRoots(), recentSince: Date.now() - DEFAULT_GRACE_MS, signal }
    const { size, entries } = await this.#store.list(keeping)
    const compiled = await this.#listCompiled(keeping)
    return { folder: this.#folder, size: size + sizeOf(compiled), artifacts: entries, compiled }
  }

  async verify(options: Cancellable = {}): Promise<CacheVerification> {
    const blobs = await this.#store.verify(options)
    assertNotCancelled(options)
    const compiled = await verifyCompiled(this.#folder)
    return {
      checked: blobs.checked + compiled.checked,
      damaged: [
        ...blobs.damaged.map((digest) => ({ kind: 'blob' as const, digest })),
        ...compiled.damaged.map(({ digest }) => ({ kind: 'compiled' as const, digest })),
      ],
    }
  }

  async collect({
    graceMs = DEFAULT_GRACE_MS,
    maxBytes = this.#maxBytes,
    isDryRun = false,
    signal,
  }: CollectOptions = {}): Promise<CacheCollection> {
    const [roots, now] = [await this.#findRoots(), Date.now()]
    const listed = await this.#listCompiled({ roots, recentSince: now - graceMs })
    const { size } = await this.#store.list({ roots, recentSince: now - graceMs, signal })
    const runningSince = now - Math.min(graceMs, HOUR_MS)
    // What can be made again without a registry goes first.
    const room = maxBytes === null ? null : Math.max(0, maxBytes - size)
    const compiled = planCompiled(listed, { maxBytes: room, runningSince })
    const compiledLeft = sizeOf(listed) - sizeOf(compiled)
    const rules = {
      roots,
      graceMs,
      now,
      signal,
      maxBytes: maxBytes === null ? null : maxBytes - compiledLeft,
    }
    const stored = isDryRun ? await this.#store.plan(rules) : await this.#store.collect(rules)
    if (!isDryRun) await removeAllCompiled(this.#folder, compiled, { signal })
    const removed = [...stored.blobs.map(toRemoved('blob')), ...compiled.map(toRemoved('compiled'))]
    const freed = removed.reduce((sum, item) => sum + item.size, 0)
    return { references: stored.references, removed, freed, left: stored.left + compiledLeft, maxBytes }
  }

  async collectLater({ logger, signal, delayMs = MINUTE_MS }: CollectLaterOptions): Promise<void> {
    try {
      await sleep(delayMs, undefined, { ref: false, signal })
      if (this.#maxBytes === null || (await this.list({ signal })).size <= this.#maxBytes) return
      const { freed, left } = await this.collect({ signal })
      logger.info({ freed, left }, 'The cache was larger than cache.max_size, what nobody needs is removed')
    } catch (error) {
      if (signal.aborted) return
      logger.warn({ reason: describeError(error) }, 'The cache cannot be cleared')
    }
  }

  async #listCompiled(keeping: Keeping): Promise<readonly KeptCompiled[]> {
    const entries = await listCompiled(this.#folder)
    return entries.map((entry) => ({ ...entry, keptFor: reasonsFor(entry, keeping) }))
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

function toRemoved(kind: Removed['kind']): (entry: Omit<Removed, 'kind'>) => Removed {
  return ({ digest, size }) => ({ kind, digest, size })
}
