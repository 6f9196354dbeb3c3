import { type Cancellable, SILENT_LOGGER, type Logger } from '#platform'

import { type ExportRequest, exportStore } from '../archive/export-store.ts'
import type { LayoutArchive } from '../archive/layout-archive.ts'
import { BlobStore } from './blob-store.ts'
import { collectGarbage } from './collect-garbage.ts'
import type { StoreRoot } from './inventory/keep-reason.ts'
import { listEntries, type StoreEntry } from './inventory/list-entries.ts'
import { mark } from './inventory/mark.ts'
import { type CollectionPlan, type CollectionRules, planCollection } from './inventory/plan-collection.ts'
import { startsOfGivenUp, startsOfRecent, startsOfReferences, startsOfRoots } from './inventory/starts.ts'
import { takeInventory } from './inventory/take-inventory.ts'
import { type StoreVerification, verifyStore } from './verify-store.ts'

/** What lies in the content store now. */
export interface StoreListing {
  /** In bytes, of all blobs. */
  readonly size: number
  readonly entries: readonly StoreEntry[]
}

/** How a listing tells what stays. */
export interface ListOptions extends Cancellable {
  readonly roots: readonly StoreRoot[]
  /** What was used after this time stays, in milliseconds since 1970. */
  readonly recentSince: number
}

/** The upkeep of the folder that `BlobStore` fills. */
export class ContentStore {
  readonly #directory: string
  readonly #blobs: BlobStore

  constructor(directory: string, logger: Logger = SILENT_LOGGER) {
    this.#directory = directory
    this.#blobs = new BlobStore(directory, logger)
  }

  /** Lists what is there and why it stays. */
  async list({ roots, recentSince, signal }: ListOptions): Promise<StoreListing> {
    const inventory = await takeInventory(this.#directory, { signal })
    const marks = mark(inventory, [
      ...startsOfRoots(inventory, roots),
      ...startsOfReferences(inventory),
      ...startsOfGivenUp(inventory, roots, recentSince),
      ...startsOfRecent(inventory, recentSince),
    ])
    const size = [...inventory.blobs.values()].reduce((sum, blob) => sum + blob.size, 0)
    return { size, entries: listEntries(inventory, marks) }
  }

  /** Hashes every blob again and removes the damaged ones. */
  verify(options: Cancellable = {}): Promise<StoreVerification> {
    return verifyStore(this.#directory, options)
  }

  /** Removes what the rules let go; safe beside loads of any process. Says what it was, and what is left. */
  collect(rules: CollectionRules & Cancellable): Promise<CollectionPlan> {
    return collectGarbage(this.#directory, rules)
  }

  /** What `collect` would remove now. */
  async plan(rules: CollectionRules & Cancellable): Promise<CollectionPlan> {
    return planCollection(await takeInventory(this.#directory, rules), rules)
  }

  /** Writes artifacts, and all that is said about them, into one archive. @throws CodedError `BUNDLE_INCOMPLETE`, `STORE_DAMAGED`, `BUNDLE_NOT_WRITABLE` */
  exportArchive(path: string, request: ExportRequest): Promise<void> {
    return exportStore(this.#blobs, path, request)
  }

  /** Takes all of an archive that was verified. @throws CodedError `BUNDLE_INVALID`, `STORE_FULL`, `STORE_NOT_WRITABLE` */
  admit(archive: LayoutArchive, options: Cancellable = {}): Promise<void> {
    return archive.admit(this.#blobs, options)
  }
}
