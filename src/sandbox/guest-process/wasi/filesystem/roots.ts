import { posix } from 'node:path'

import type { GrantedRoot } from '../../../protocol/component-protocol.ts'
import { joinPath } from './guest-path.ts'

/** Where a path leads that starts in front of the grants. */
export type RootLookup =
  /** Into a grant, with the rest of the path. */
  | { readonly kind: 'root'; readonly root: GrantedRoot; readonly rest: readonly string[] }
  /** To a folder in front of grants, of which a guest sees nothing but the way to them. */
  | { readonly kind: 'front'; readonly path: string }
  | { readonly kind: 'nowhere'; readonly path: string }

/** The folders and files that were granted, and the tree in front of them, which exists for the guest alone. */
export class Roots {
  readonly all: readonly GrantedRoot[]

  constructor(roots: readonly GrantedRoot[]) {
    this.all = roots
  }

  /** Follows names from a folder in front of the grants; the first grant on the way takes over. */
  lookUp(front: string, segments: readonly string[]): RootLookup {
    let path = front
    for (const [index, segment] of segments.entries()) {
      path = segment === '..' ? posix.dirname(path) : joinPath(path, segment)
      const root = this.all.find((item) => item.path === path)
      if (root !== undefined) return { kind: 'root', root, rest: segments.slice(index + 1) }
      if (!this.#isFront(path)) return { kind: 'nowhere', path }
    }
    return { kind: 'front', path }
  }

  /** Whether a grant begins at a path or beneath it. */
  areIn(path: string): boolean {
    const prefix = joinPath(path, '')
    return this.all.some((root) => root.path === path || root.path.startsWith(prefix))
  }

  /** The next names on the way from a folder to the grants. */
  namesIn(front: string): readonly string[] {
    const prefix = joinPath(front, '')
    const beneath = this.all.filter(({ path }) => path.startsWith(prefix))
    return [...new Set(beneath.map(({ path }) => path.slice(prefix.length).split('/')[0] ?? ''))]
  }

  #isFront(path: string): boolean {
    return path === '/' || this.namesIn(path).length > 0
  }
}
