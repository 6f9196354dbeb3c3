import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { CodedError, describeError, isCodedError, type Logger } from '#platform'

import type { StateRequest, StateResults } from '../protocol/state-protocol.ts'
import type { ComponentState, StateOwner, StateStore } from './component-state.ts'
import { StateDatabase } from './state-database.ts'

/** Of the hash of a source: enough that nobody finds another place with the same. */
const SOURCE_DIGITS = 32

/** Keeps the state of each component in an SQLite file of its own, which several processes may use at once. */
export class SqliteStateStore implements StateStore {
  readonly #folder: string
  readonly #logger: Logger

  /** The folder is made when the first component asks for state. */
  constructor({ folder, logger }: { readonly folder: string; readonly logger: Logger }) {
    this.#folder = folder
    this.#logger = logger
  }

  open(owner: StateOwner): ComponentState {
    const path = join(this.#folder, `${fileStem(owner)}.sqlite`)
    return new SqliteState(
      path,
      () => mkdirSync(this.#folder, { recursive: true, mode: 0o700 }),
      this.#logger,
    )
  }
}

/** An id comes from a model: `../x` must not leave the folder. No two owners share a file: `@` is in no encoded id. */
function fileStem({ id, source }: StateOwner): string {
  const stem = encodeURIComponent(id)
  if (source === null) return stem
  return `${stem}@${createHash('sha256').update(source).digest('hex').slice(0, SOURCE_DIGITS)}`
}

class SqliteState implements ComponentState {
  readonly #path: string
  readonly #makeFolder: () => void
  readonly #logger: Logger
  #database: StateDatabase | null = null

  constructor(path: string, makeFolder: () => void, logger: Logger) {
    this.#path = path
    this.#makeFolder = makeFolder
    this.#logger = logger
  }

  perform(request: StateRequest, quotaBytes: number): StateResults[keyof StateResults] {
    try {
      return answer(this.#open(), request, quotaBytes)
    } catch (error) {
      if (isCodedError(error)) throw error
      this.#logger.error({ file: this.#path, reason: describeError(error) }, 'State cannot be used')
      // The file may be another one by the next request.
      this.close()
      throw new CodedError(
        'STATE_UNAVAILABLE',
        'The state cannot be used now, the log of the server says why',
      )
    }
  }

  close(): void {
    this.#database?.close()
    this.#database = null
  }

  #open(): StateDatabase {
    if (this.#database === null) {
      this.#makeFolder()
      this.#database = new StateDatabase(this.#path)
    }
    return this.#database
  }
}

function answer(
  database: StateDatabase,
  request: StateRequest,
  quotaBytes: number,
): StateResults[keyof StateResults] {
  switch (request.kind) {
    case 'open':
      return null
    case 'get':
      return database.get(request.bucket, request.keys)
    case 'set':
      return database.set(request, quotaBytes)
    case 'delete':
      return database.delete(request.bucket, request.keys)
    case 'list':
      return database.list(request.bucket, request.after)
    case 'increment':
      return database.increment(request, quotaBytes)
    case 'read':
      return database.read(request.bucket, request.key)
    case 'swap':
      return database.swap(request, quotaBytes)
  }
}
