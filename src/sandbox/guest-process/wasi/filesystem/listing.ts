import { type Dir, opendirSync } from 'node:fs'

import { errorCodeOf, FileError } from './error-code.ts'
import { type DescriptorType, typeOf } from './file-stat.ts'
import type { Found } from './found.ts'
import { joinPath } from './guest-path.ts'
import type { InstanceFiles } from './instance-files.ts'
import type { Place } from './place.ts'
import { decodeName } from './walk.ts'

/** A character for each byte of a name: Linux lets them be any. */
const BYTES = 'latin1'

/** `wasi:filesystem/types` `directory-entry`; in 0.3 the type is a variant. */
export interface DirectoryEntry<Type = DescriptorType> {
  readonly type: Type
  readonly name: string
}

/** The entries of a folder, one after the other. */
export interface Listing extends Disposable {
  /** Null at the end. @throws FileError */
  next(): DirectoryEntry | null
}

/** `read-directory`: what may be read, and folders on the way to it; the rest is not shown. */
export function openListing(files: InstanceFiles, place: Place): Listing {
  using found = files.locateSelf(place, 'read')
  if (found.kind === 'front') return new FrontListing(files, found.path)
  if (!files.rules.lists(found.path)) files.deny(found.path, 'read')
  files.uses.add({ path: found.path, access: 'read' })
  return openFolder(files, found)
}

function openFolder(files: InstanceFiles, { entry, path }: Found): Listing {
  if (entry === null) throw new FileError('no-entry')
  const folder = files.handles.pathTo(entry)
  return files.open.add(() => new FolderListing(files, path, openDirectory(folder)))
}

function openDirectory(path: string): Dir {
  return opendirSync(path, { encoding: BYTES })
}

class FolderListing implements Listing {
  readonly #files: InstanceFiles
  readonly #path: string
  readonly #directory: Dir
  #closed = false

  constructor(files: InstanceFiles, path: string, directory: Dir) {
    this.#files = files
    this.#path = path
    this.#directory = directory
  }

  next(): DirectoryEntry | null {
    if (this.#closed) throw new FileError('bad-descriptor')
    for (let entry = this.#directory.readSync(); entry !== null; entry = this.#directory.readSync()) {
      const name = nameOf(entry.name)
      if (name !== null && this.#shows(name, entry.isDirectory())) return { type: typeOf(entry), name }
    }
    return null
  }

  #shows(name: string, isFolder: boolean): boolean {
    const path = joinPath(this.#path, name)
    const { rules } = this.#files
    return isFolder ? rules.lists(path) : rules.allows(path, 'read')
  }

  [Symbol.dispose](): void {
    if (this.#closed) return
    this.#closed = true
    this.#directory.closeSync()
  }
}

class FrontListing implements Listing {
  readonly #names: string[]
  readonly #files: InstanceFiles
  readonly #path: string

  constructor(files: InstanceFiles, path: string) {
    this.#files = files
    this.#path = path
    this.#names = [...files.roots.namesIn(path)].toReversed()
  }

  next(): DirectoryEntry | null {
    for (let name = this.#names.pop(); name !== undefined; name = this.#names.pop()) {
      const type = this.#typeOf(name)
      if (type !== null) return { type, name }
    }
    return null
  }

  /** Null for a grant whose file or folder is not there any more. */
  #typeOf(name: string): DescriptorType | null {
    try {
      const front = { kind: 'front', path: this.#path } as const
      using found = this.#files.locate(front, name, { access: 'read', follow: false })
      if (found.kind === 'front') return 'directory'
      return found.entry === null ? null : typeOf(found.entry.stat)
    } catch (error) {
      if (['no-entry', 'not-permitted', 'access'].includes(errorCodeOf(error))) return null
      throw error
    }
  }

  [Symbol.dispose](): void {}
}

/** A name that is no text is left out: a guest could not say it back to us. */
function nameOf(bytes: string): string | null {
  try {
    return decodeName(Buffer.from(bytes, BYTES))
  } catch {
    return null
  }
}
