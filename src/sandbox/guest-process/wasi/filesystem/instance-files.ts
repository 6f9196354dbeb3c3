import type { PathAccess } from '../../../../policy/path-pattern.ts'
import type { FileGrants, StorageAttempt } from '../../../protocol/component-protocol.ts'
import type { FileUses } from '../guest-context.ts'
import { CHECKED_HANDLES } from './checked-handles.ts'
import { EscapeError, FileError } from './error-code.ts'
import { FileRules } from './file-rules.ts'
import { type Found, FoundFront } from './found.ts'
import { type GuestPath, lexicalPath, parseGuestPath } from './guest-path.ts'
import type { Handles } from './handles.ts'
import { KERNEL_HANDLES } from './kernel-handles.ts'
import { OpenTable } from './open-table.ts'
import { guestPath, holdRoot, type Place } from './place.ts'
import { PseudoFiles } from './pseudo-files.ts'
import { Roots } from './roots.ts'
import { walk } from './walk.ts'

const NOT_COUNTED: FileUses = { hasCall: true, add() {}, addBytes() {} }

interface InstanceFilesOptions {
  readonly signal?: AbortSignal | undefined
  readonly reportDenial?: ((attempt: StorageAttempt) => void) | undefined
  readonly fileUses?: FileUses | undefined
  readonly handles?: Handles
}

type GrantedPlace = Exclude<Place, { kind: 'front' }>

/** What an operation is about to do with the place that a path leads to. */
export interface LocateOptions {
  readonly access: PathAccess
  /** Whether a link in the last segment is followed. */
  readonly follow: boolean
}

/** The files of one instance: the only way from a guest's path to anything on the disk. */
export class InstanceFiles {
  readonly rules: FileRules
  readonly roots: Roots
  readonly handles: Handles
  readonly open: OpenTable
  readonly uses: FileUses
  readonly #pseudoFiles: PseudoFiles
  readonly #report: (attempt: StorageAttempt) => void
  readonly #ended: AbortSignal | undefined

  constructor(grants: FileGrants, { signal, reportDenial, fileUses, handles }: InstanceFilesOptions = {}) {
    this.rules = new FileRules(grants.rules)
    this.roots = new Roots(grants.roots)
    this.handles = handles ?? (process.platform === 'linux' ? KERNEL_HANDLES : CHECKED_HANDLES)
    this.#pseudoFiles = new PseudoFiles(this.handles)
    this.open = new OpenTable(signal)
    this.uses = fileUses ?? NOT_COUNTED
    this.#report = reportDenial ?? (() => {})
    this.#ended = signal
  }

  /**
   * Finds what a path leads to, as far as the guest may know of it.
   *
   * @throws FileError `access` for what the rules do not show and before there is a call, `not-permitted` for what lies outside of `place` or is no file
   */
  locate(place: Place, path: string, options: LocateOptions): Found | FoundFront {
    return this.#reportingEscapes(options.access, () => this.#locate(place, parseGuestPath(path), options))
  }

  /** The folder that a descriptor stands for. */
  locateSelf(place: Place, access: PathAccess): Found | FoundFront {
    const self = { segments: [], mustBeFolder: true }
    return this.#reportingEscapes(access, () => this.#locate(place, self, { access, follow: false }))
  }

  /** @throws FileError `access` unless the rules allow it, by the name that was walked and by where it really is */
  require(found: Found | FoundFront, access: PathAccess): asserts found is Found {
    if (found.kind === 'front') return this.deny(found.path, access)
    for (const path of this.#pathsOf(found)) {
      if (!this.rules.allows(path, access)) this.deny(path, access)
    }
    this.uses.add({ path: found.path, access })
  }

  /** Tells the host what was tried, and the guest no more than that it may not. */
  deny(path: string, access: PathAccess): never {
    this.#report({ kind: 'storage', path, access })
    throw new FileError('access')
  }

  #locate(place: Place, path: GuestPath, options: LocateOptions): Found | FoundFront {
    // A host function that goes on in steps may come here later than its guest.
    if (this.#ended?.aborted === true) throw new FileError('bad-descriptor')
    // Code of a start function is the guest's too. Nothing is reported: what it wants may well be granted, to a call.
    if (!this.uses.hasCall) throw new FileError('access')
    if (place.kind !== 'front') return this.#locateIn(place, path, options)
    const target = this.roots.lookUp(place.path, path.segments)
    if (target.kind === 'front') return new FoundFront(target.path)
    if (target.kind === 'nowhere')
      return this.deny(lexicalPath(place.path, path) ?? target.path, options.access)
    const rest = { segments: target.rest, mustBeFolder: path.mustBeFolder }
    return this.#locateIn({ kind: 'root', root: target.root }, rest, options)
  }

  #locateIn(place: GrantedPlace, path: GuestPath, { access, follow }: LocateOptions): Found {
    const start = this.#pathOf(place)
    const lexical = lexicalPath(start, path)
    // What is not granted looks the same whether it is there or not.
    if (lexical !== null && !this.rules.shows(lexical)) this.deny(lexical, access)
    const { root } = place
    const isOwned = place.kind === 'root'
    const held = isOwned ? holdRoot(root, this.handles) : place.held
    const found = walk({ root, held, isOwned, path: start }, path, { handles: this.handles, follow })
    try {
      if (found.entry !== null && this.#pseudoFiles.has(found.entry)) throw new FileError('not-permitted')
      for (const where of this.#pathsOf(found)) if (!this.rules.shows(where)) this.deny(where, access)
      return found
    } catch (error) {
      found[Symbol.dispose]()
      throw error
    }
  }

  #pathOf(place: GrantedPlace): string {
    return place.kind === 'root'
      ? place.root.path
      : guestPath(place.root, this.handles.whereabouts(place.held))
  }

  /** The name that was walked, and where it is by now: somebody may have moved it meanwhile. */
  #pathsOf({ root, path, entry }: Found): readonly string[] {
    if (entry === null) return [path]
    return [path, guestPath(root, this.handles.whereabouts(entry))]
  }

  #reportingEscapes<Result>(access: PathAccess, run: () => Result): Result {
    try {
      return run()
    } catch (error) {
      if (error instanceof EscapeError)
        this.#report({ kind: 'storage', path: error.path, access, leaves: true })
      throw error
    }
  }
}
