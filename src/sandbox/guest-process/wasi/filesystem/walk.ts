import { readlinkSync } from 'node:fs'
import { posix } from 'node:path'

import type { GrantedRoot } from '../../../protocol/component-protocol.ts'
import { EscapeError, errorCodeOf, FileError } from './error-code.ts'
import { Found } from './found.ts'
import { type GuestPath, joinPath, parseGuestPath } from './guest-path.ts'
import type { Handles } from './handles.ts'
import type { Held } from './held.ts'

/** As many links as Linux follows on one path. */
const MAX_LINKS = 40

/** Where to start from; no path leads out of it. */
export interface Start {
  readonly root: GrantedRoot
  readonly held: Held
  /** Whether it is let go with what is found. */
  readonly isOwned: boolean
  /** Where it lies, as the guest sees it. */
  readonly path: string
}

/** How to walk. */
export interface WalkOptions {
  readonly handles: Handles
  /** Whether a link in the last segment is followed. */
  readonly follow: boolean
}

/**
 * Walks a path name by name, each taken hold of in the folder that was held before; links are read and walked, never
 * followed by the kernel. So whatever is renamed or swapped meanwhile, the walk stays beneath its start.
 *
 * @throws EscapeError where the path or a link leads out of the start
 */
export function walk(start: Start, path: GuestPath, options: WalkOptions): Found {
  const steps = new Walk(start, path, options)
  try {
    return steps.run()
  } catch (error) {
    steps.release()
    throw error
  }
}

class Walk {
  readonly #start: Start
  readonly #options: WalkOptions
  /** What is still to be walked, the next one last. */
  readonly #pending: string[]
  #mustBeFolder: boolean
  readonly #names: string[] = []
  readonly #held: Held[] = []
  #links = 0

  constructor(start: Start, path: GuestPath, options: WalkOptions) {
    this.#start = start
    this.#options = options
    this.#pending = path.segments.toReversed()
    this.#mustBeFolder = path.mustBeFolder
  }

  run(): Found {
    for (let segment = this.#pending.pop(); segment !== undefined; segment = this.#pending.pop()) {
      if (segment === '..') this.#ascend()
      else if (!this.#enter(segment)) return this.#found({ missing: segment })
    }
    return this.#found({ missing: null })
  }

  release(): void {
    for (const held of this.#owned) held[Symbol.dispose]()
  }

  get #owned(): readonly Held[] {
    return this.#start.isOwned ? [this.#start.held, ...this.#held] : this.#held
  }

  get #top(): Held {
    return this.#held.at(-1) ?? this.#start.held
  }

  #ascend(): void {
    if (!this.#top.isFolder) throw new FileError('not-directory')
    const left = this.#held.pop()
    if (left === undefined) throw new EscapeError(posix.dirname(this.#start.path))
    this.#names.pop()
    left[Symbol.dispose]()
  }

  /** Says whether there is anything; only the last name of a path may be missing. */
  #enter(name: string): boolean {
    if (!this.#top.isFolder) throw new FileError('not-directory')
    const entry = this.#holdIn(name)
    if (entry === null) {
      if (this.#pending.length > 0) throw new FileError('no-entry')
      return false
    }
    this.#held.push(entry)
    this.#names.push(name)
    const isLast = this.#pending.length === 0
    if (entry.isLink && (!isLast || this.#options.follow || this.#mustBeFolder)) this.#followLink(name)
    return true
  }

  #holdIn(name: string): Held | null {
    try {
      return this.#options.handles.holdIn(this.#top, name)
    } catch (error) {
      if (errorCodeOf(error) === 'no-entry') return null
      throw error
    }
  }

  /** Puts the names that a link stands for in front of what is still to be walked. */
  #followLink(name: string): void {
    this.#held.pop()?.[Symbol.dispose]()
    this.#names.pop()
    if (++this.#links > MAX_LINKS) throw new FileError('loop')
    const text = this.#readTarget(name)
    // It is no link any more: another walk through the name finds out what it is.
    if (text === null) return void this.#pending.push(name)
    const target = parseGuestPath(text)
    this.#mustBeFolder ||= target.mustBeFolder && this.#pending.length === 0
    this.#pending.push(...target.segments.toReversed())
  }

  #readTarget(name: string): string | null {
    try {
      return readLink(this.#options.handles.pathIn(this.#top, name))
    } catch (error) {
      if (errorCodeOf(error) === 'invalid') return null
      throw error
    }
  }

  #found({ missing }: { readonly missing: string | null }): Found {
    const names = missing === null ? this.#names : [...this.#names, missing]
    const entry = missing === null ? this.#top : null
    if (this.#mustBeFolder && entry !== null && !entry.isFolder) throw new FileError('not-directory')
    return new Found({
      root: this.#start.root,
      path: joinPath(this.#start.path, ...names),
      folder: this.#parentOf(missing),
      name: names.at(-1) ?? '',
      entry,
      mustBeFolder: this.#mustBeFolder,
      owned: this.#owned,
    })
  }

  #parentOf(missing: string | null): Held | null {
    if (missing !== null) return this.#top
    return this.#held.length === 0 ? null : (this.#held.at(-2) ?? this.#start.held)
  }
}

/** The target of a link. @throws FileError `illegal-byte-sequence` when it is no text */
export function readLink(path: string): string {
  return decodeName(readlinkSync(path, { encoding: 'buffer' }))
}

/** A name as text. @throws FileError `illegal-byte-sequence` when it is none */
export function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new FileError('illegal-byte-sequence')
  }
}
