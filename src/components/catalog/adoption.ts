import { describeError, type Logger } from '#platform'

import { changeCatalog } from './change-catalog.ts'
import type { ComponentRecord } from './component-record.ts'
import { describeComponent } from '../loading/describe-component.ts'
import type { LoadContext } from '../loading/load-component.ts'

/** What adopting needs of its room. */
type AdoptionContext = Pick<LoadContext, 'catalog' | 'folder' | 'sandbox' | 'inTurn'>

/** Makes records for component files that have none: put into the folder by hand, or by Wassette. */
export class Adoption {
  readonly #context: AdoptionContext
  readonly #logger: Logger
  readonly #waiting = new Set<string>()
  /** Files that were dealt with and still have no record: looked at again when they change, not at every event. */
  readonly #seen = new Map<string, string>()
  readonly #closing = new AbortController()
  #work: Promise<void> | null = null

  constructor(context: AdoptionContext, logger: Logger) {
    this.#context = context
    this.#logger = logger
  }

  /** Takes the ids of all files without a record; resolves when each is listed, or found to be no component. */
  adopt(ids: readonly string[]): Promise<void> {
    for (const id of this.#seen.keys()) if (!ids.includes(id)) this.#seen.delete(id)
    for (const id of ids) this.#waiting.add(id)
    this.#work ??= this.#takeAll().finally(() => {
      this.#work = null
    })
    return this.#work
  }

  /** Stops what is under way. */
  close(): void {
    this.#waiting.clear()
    this.#closing.abort()
  }

  async #takeAll(): Promise<void> {
    // One after the other: a load that somebody waits for has its turn after the one that is under way.
    for (const id of this.#waiting) {
      this.#waiting.delete(id)
      await this.#adoptOne(id).catch((error: unknown) => this.#warn(id, error))
    }
  }

  async #adoptOne(id: string): Promise<void> {
    const { folder, sandbox, inTurn } = this.#context
    const file = await folder.fileKey(id)
    if (this.#seen.get(id) === file) return
    this.#seen.set(id, file)
    const stamp = await folder.stamp(id)
    const component = { path: folder.fileOf(id), digest: stamp.digest }
    const inspection = await sandbox.inspect(component, { signal: this.#closing.signal })
    const record = { id, stamp, ...describeComponent(inspection), reference: null, signer: null }
    await inTurn(() => this.#keep(record))
  }

  /** The file can have changed while it was inspected, and who changed it can have left a record. */
  async #keep(made: ComponentRecord): Promise<void> {
    const { folder } = this.#context
    const written = await folder.readRecord(made.id)
    const { size, modified } = made.stamp
    if (written === null && (await folder.fileKey(made.id)) !== `${size}:${modified}`) return
    changeCatalog(this.#context, { put: [written ?? made] })
    if (written !== null) return
    await folder.writeRecord(made)
    this.#seen.delete(made.id)
  }

  #warn(id: string, error: unknown): void {
    if (this.#closing.signal.aborted) return
    this.#logger.warn(
      { component: id, reason: describeError(error) },
      'A component in the folder cannot be loaded',
    )
  }
}
