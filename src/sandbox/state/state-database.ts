import type { DatabaseSync, StatementSync } from 'node:sqlite'

import { CodedError } from '#platform'

import {
  type KeyPage,
  MAX_REQUEST_BYTES,
  MAX_REQUEST_KEYS,
  type StateRequest,
  type VersionedValue,
} from '../protocol/state-protocol.ts'
import { addToDecimal } from './add-to-decimal.ts'

type Asking<Kind extends StateRequest['kind']> = Extract<StateRequest, { readonly kind: Kind }>

/** Keys of one component; each takes room besides its bytes. */
const MAX_KEYS = 100_000

/** How long another process may hold the file, in milliseconds: whoever does writes a few rows. */
const BUSY_TIMEOUT_MS = 2_000

/** Each write of a key gives it a number that none had before, so that `swap` notices a value that came back as it was. */
const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS entries (
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket BLOB NOT NULL,
  key BLOB NOT NULL,
  value BLOB NOT NULL,
  UNIQUE (bucket, key)
);
CREATE TABLE IF NOT EXISTS usage (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL, keys INTEGER NOT NULL);
INSERT OR IGNORE INTO usage VALUES (1, 0, 0);
COMMIT;
`

/** The SQLite file of one component. Every write is a transaction; names are bytes, because SQLite ends texts at a NUL. */
export class StateDatabase {
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #list: StatementSync
  readonly #remove: StatementSync
  readonly #insert: StatementSync
  readonly #usage: StatementSync
  readonly #count: StatementSync

  /** @throws Error of SQLite, as every method does */
  constructor(path: string) {
    // Loaded by the first component that keeps something; a static import would cost every start.
    const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
    this.#database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
    this.#database.exec(SCHEMA)
    const prepare = (sql: string): StatementSync => {
      const statement = this.#database.prepare(sql)
      statement.setReadBigInts(true)
      return statement
    }
    this.#find = prepare('SELECT value, version FROM entries WHERE bucket = ? AND key = ?')
    this.#list = prepare(
      'SELECT key, version FROM entries WHERE bucket = ? AND version > ? ORDER BY version LIMIT ?',
    )
    this.#remove = prepare(
      'DELETE FROM entries WHERE bucket = ? AND key = ? RETURNING length(key) + length(value) AS bytes',
    )
    this.#insert = prepare('INSERT INTO entries (bucket, key, value) VALUES (?, ?, ?)')
    this.#usage = prepare('SELECT bytes, keys FROM usage')
    this.#count = prepare('UPDATE usage SET bytes = bytes + ?, keys = keys + ?')
  }

  get(bucket: string, keys: readonly string[]): readonly (Uint8Array | null)[] {
    let bytes = 0
    return keys.map((key) => {
      const { value } = this.read(bucket, key)
      bytes += value?.length ?? 0
      if (bytes > MAX_REQUEST_BYTES) {
        throw new CodedError(
          'STATE_TOO_LARGE',
          'The values are too large together, ask for fewer keys at once',
        )
      }
      return value
    })
  }

  set({ bucket, entries }: Asking<'set'>, quotaBytes: number): null {
    return this.#write(() => {
      for (const [key, value] of entries) this.#put({ bucket, key, value }, quotaBytes)
      return null
    })
  }

  delete(bucket: string, keys: readonly string[]): null {
    return this.#write(() => {
      for (const key of keys) this.#take(bucket, key)
      return null
    })
  }

  list(bucket: string, after: bigint): KeyPage {
    const rows = this.#list.all(bytesOf(bucket), after, MAX_REQUEST_KEYS)
    const last = rows.length < MAX_REQUEST_KEYS ? null : integerOf(rows.at(-1)?.['version'])
    return { keys: rows.map(({ key }) => Buffer.from(blobOf(key)).toString()), after: last }
  }

  increment({ bucket, key, delta }: Asking<'increment'>, quotaBytes: number): bigint {
    return this.#write(() => {
      const sum = addToDecimal(this.read(bucket, key).value, delta)
      this.#put({ bucket, key, value: bytesOf(String(sum)) }, quotaBytes)
      return sum
    })
  }

  read(bucket: string, key: string): VersionedValue {
    const row = this.#find.get(bytesOf(bucket), bytesOf(key))
    if (row === undefined) return { value: null, version: 0n }
    return { value: blobOf(row['value']), version: integerOf(row['version']) }
  }

  swap({ bucket, key, value, version }: Asking<'swap'>, quotaBytes: number): boolean {
    return this.#write(() => {
      if (this.read(bucket, key).version !== version) return false
      this.#put({ bucket, key, value }, quotaBytes)
      return true
    })
  }

  close(): void {
    this.#database.close()
  }

  #put({ bucket, key, value }: NewEntry, quotaBytes: number): void {
    const before = this.#take(bucket, key)
    const [name, grown] = [bytesOf(key), Buffer.byteLength(key) + value.length]
    const usage = this.#usage.get()
    const [bytes, keys] = [integerOf(usage?.['bytes']), integerOf(usage?.['keys'])]
    // A quota that was lowered lets what is there shrink.
    if (grown > before && Number(bytes) + grown > quotaBytes) {
      throw new CodedError('STATE_QUOTA', `The quota of ${quotaBytes} bytes is used up, delete something`)
    }
    if (keys >= MAX_KEYS) {
      throw new CodedError('STATE_QUOTA', `The quota of ${MAX_KEYS} keys is used up, delete something`)
    }
    this.#insert.run(bytesOf(bucket), name, value)
    this.#count.run(grown, 1)
  }

  /** Removes a key and returns the bytes that it took; 0 where there was none. */
  #take(bucket: string, key: string): number {
    const row = this.#remove.get(bytesOf(bucket), bytesOf(key))
    if (row === undefined) return 0
    const bytes = Number(integerOf(row['bytes']))
    this.#count.run(-bytes, -1)
    return bytes
  }

  #write<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite rolls back by itself when the disk is full.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }
}

interface NewEntry {
  readonly bucket: string
  readonly key: string
  readonly value: Uint8Array
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text)
}

function blobOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new TypeError('A column of the state holds no bytes')
}

function integerOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value
  throw new TypeError('A column of the state holds no number')
}
