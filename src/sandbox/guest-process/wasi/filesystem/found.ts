import type { GrantedRoot } from '../../../protocol/component-protocol.ts'
import type { Held } from './held.ts'

interface FoundParts {
  readonly root: GrantedRoot
  readonly path: string
  readonly folder: Held | null
  readonly name: string
  readonly entry: Held | null
  readonly mustBeFolder: boolean
  /** What was taken hold of on the way and is let go with this. */
  readonly owned: readonly Held[]
}

/** Where a path led in a grant, held for the time of one operation. */
export class Found implements Disposable {
  readonly kind = 'found'
  readonly root: GrantedRoot
  /** Absolute, as the guest sees it, with every link on the way resolved. */
  readonly path: string
  /** The folder that it lies in; null for what a path started from, whose name is not the guest's to change. */
  readonly folder: Held | null
  /** The name in that folder. */
  readonly name: string
  /** What is there; null where nothing is. */
  readonly entry: Held | null
  /** The path ended in a slash: nothing but a folder may come there. */
  readonly mustBeFolder: boolean
  #owned: readonly Held[]

  constructor({ root, path, folder, name, entry, mustBeFolder, owned }: FoundParts) {
    this.root = root
    this.path = path
    this.folder = folder
    this.name = name
    this.entry = entry
    this.mustBeFolder = mustBeFolder
    this.#owned = owned
  }

  /** Hands over what is there, to be let go by whoever asked; null when it is not this one's to give. */
  take(): Held | null {
    const { entry } = this
    if (entry === null || !this.#owned.includes(entry)) return null
    this.#owned = this.#owned.filter((held) => held !== entry)
    return entry
  }

  [Symbol.dispose](): void {
    for (const held of this.#owned) held[Symbol.dispose]()
  }
}

/** A path led to a folder in front of grants. */
export class FoundFront implements Disposable {
  readonly kind = 'front'
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  [Symbol.dispose](): void {}
}
