import { createHash } from 'node:crypto'
import { constants, createReadStream, type Stats } from 'node:fs'
import { chmod, copyFile, lstat, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import {
  CodedError,
  describeError,
  isCodedError,
  makeFolder,
  removeStaleTemporaries,
  TEMPORARY_PREFIX,
  temporaryPathBeside,
  writeFileAtomically,
} from '#platform'
import { MAX_COMPONENT_BYTES } from '#sandbox'

import { type ComponentRecord, type FileStamp, parseRecord, printRecord } from './component-record.ts'

const WASM = '.wasm'
const RECORD = '.metadata.json'

/**
 * What goes when a component goes, in this order: a policy must not outlive its component and wait for the next of that id.
 *
 * Secrets lie elsewhere and stay.
 */
const FILES = ['.policy.yaml', '.policy.meta.json', '.request.yaml', '.history.json', '.cwasm', WASM, RECORD]

/** What an id may look like: it becomes part of a path, and ids come from models and registries. */
const ID = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/

/** A record before its file is in place. */
export type NewComponent = Omit<ComponentRecord, 'stamp'> & { readonly digest: string }

/** The folder with the installed components, in the layout of Wassette. */
export class ComponentFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** Ids of all components that are there, in order. A folder that does not exist is empty. @throws CodedError */
  async ids(): Promise<readonly string[]> {
    const names = await readdir(this.path).catch((error: unknown) => noNames(this.path, error))
    return stemsOf(names).filter(isId).toSorted()
  }

  /** Names of files that look like components and cannot be one: they say nothing in place of an id. */
  async misnamed(): Promise<readonly string[]> {
    const names = await readdir(this.path).catch(() => [])
    return stemsOf(names)
      .filter((stem) => !isId(stem))
      .map((stem) => stem + WASM)
  }

  /** Path of the component file. @throws CodedError `ID_INVALID` */
  fileOf(id: string): string {
    return this.#pathOf(id, WASM)
  }

  /** Path of the file with earlier versions. @throws CodedError `ID_INVALID` */
  historyOf(id: string): string {
    return this.#pathOf(id, '.history.json')
  }

  /** The record of a component, or null when there is none that fits the file that lies there now. */
  async readRecord(id: string): Promise<ComponentRecord | null> {
    try {
      const file = await statFile(this.fileOf(id))
      await statFile(this.#pathOf(id, RECORD))
      const record = parseRecord(await readFile(this.#pathOf(id, RECORD), 'utf8'))
      const fits = record.stamp.size === file.size && record.stamp.modified === file.mtimeMs
      return fits && record.id === id ? record : null
    } catch {
      return null
    }
  }

  /** What tells quickly that something else lies under a name. @throws when nothing does */
  async fileKey(id: string): Promise<string> {
    const path = this.fileOf(id)
    // A link to nowhere has no more than itself.
    const { size, mtimeMs } = await stat(path).catch(() => lstat(path))
    return `${size}:${mtimeMs}`
  }

  /** Hashes the file of a component. @throws CodedError `COMPONENT_INVALID`, `COMPONENT_TOO_LARGE` */
  async stamp(id: string): Promise<FileStamp> {
    const path = this.fileOf(id)
    const hash = createHash('sha256')
    const { size, mtimeMs } = await statFile(path)
    if (size > MAX_COMPONENT_BYTES) {
      throw new CodedError('COMPONENT_TOO_LARGE', `'${path}' is too large for a component: ${size} bytes`)
    }
    await pipeline(createReadStream(path), hash)
    return { digest: `sha256:${hash.digest('hex')}`, size, modified: mtimeMs }
  }

  /**
   * Puts a component and its record in place, each in one step.
   *
   * Between the two steps the record does not fit the file; whoever looks then makes a new record from the file. What has
   * to lie beside a component before it is there is written by `first`.
   *
   * @throws CodedError `COMPONENT_FOLDER_NOT_WRITABLE`, and what `first` throws
   */
  async install(
    blob: string,
    { digest, ...described }: NewComponent,
    { first }: { readonly first?: () => Promise<void> } = {},
  ): Promise<ComponentRecord> {
    const target = this.fileOf(described.id)
    const [file, text] = [temporaryPathBeside(target), temporaryPathBeside(target)]
    try {
      await makeFolder(this.path)
      await copyFile(blob, file, constants.COPYFILE_FICLONE)
      // Blobs are read-only; a component here may be replaced by hand.
      await chmod(file, 0o644)
      const { size, mtimeMs: modified } = await stat(file)
      const record: ComponentRecord = { ...described, stamp: { digest, size, modified } }
      // Whatever needs room on the disk comes before the first rename: a full disk changes nothing.
      await writeFile(text, printRecord(record))
      await first?.()
      await rename(file, target)
      await rename(text, this.#pathOf(record.id, RECORD))
      return record
    } catch (error) {
      await Promise.allSettled([file, text].map((path) => rm(path, { force: true })))
      if (isCodedError(error)) throw error
      throw notWritable(this.path, error)
    }
  }

  /** Writes the record alone, for a file that was put here by hand. */
  async writeRecord(record: ComponentRecord): Promise<void> {
    await writeFileAtomically(this.#pathOf(record.id, RECORD), printRecord(record))
  }

  /** Removes a component and what belongs to it. False when it was not there. @throws CodedError */
  async remove(id: string): Promise<boolean> {
    const wasThere = await stat(this.fileOf(id)).then(
      () => true,
      () => false,
    )
    try {
      for (const ending of FILES) await rm(this.#pathOf(id, ending), { force: true })
    } catch (error) {
      throw notWritable(this.path, error)
    }
    return wasThere
  }

  /** Removes what writers that died left behind. */
  async sweep(): Promise<void> {
    await removeStaleTemporaries(this.path, TEMPORARY_PREFIX)
  }

  #pathOf(id: string, ending: string): string {
    // An id is part of a path and comes from a model: `../x` must not leave the folder.
    if (!isId(id)) throw new CodedError('ID_INVALID', `'${id}' cannot be the id of a component`)
    return join(this.path, `${id}${ending}`)
  }
}

function isId(stem: string): boolean {
  return ID.test(stem)
}

function stemsOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith(WASM)).map((name) => name.slice(0, -WASM.length))
}

/** A pipe among the files would be read for ever. */
async function statFile(path: string): Promise<Stats> {
  const found = await stat(path)
  if (!found.isFile()) throw new CodedError('COMPONENT_INVALID', `'${path}' is not a file`)
  return found
}

/** A folder that cannot be read is not empty: its components would vanish from the list of a server that runs. */
function noNames(path: string, error: unknown): string[] {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ENOTDIR') return []
  throw new CodedError(
    'COMPONENT_FOLDER_NOT_READABLE',
    `The component folder '${path}' cannot be read: ${describeError(error)}; change its permissions or name another with --component-dir`,
    { cause: error },
  )
}

function notWritable(path: string, error: unknown): CodedError {
  const reason = describeError(error)
  return new CodedError(
    'COMPONENT_FOLDER_NOT_WRITABLE',
    `The component folder '${path}' cannot be written: ${reason}; free space, change its permissions or name another with --component-dir`,
    { cause: error },
  )
}
