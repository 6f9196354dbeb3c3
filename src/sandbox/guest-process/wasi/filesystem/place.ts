import type { GrantedRoot } from '../../../protocol/component-protocol.ts'
import { EscapeError, FileError } from './error-code.ts'
import type { Handles } from './handles.ts'
import type { Held } from './held.ts'

/** A folder that a descriptor stands for. */
export type Place =
  /** In front of grants: it is there for the guest alone and leads to nothing else. */
  | { readonly kind: 'front'; readonly path: string }
  /** Where a grant begins; looked up for each operation, for it may come and go. */
  | { readonly kind: 'root'; readonly root: GrantedRoot }
  /** A folder in a grant that the guest opened. */
  | { readonly kind: 'folder'; readonly root: GrantedRoot; readonly held: Held }

/** Takes hold of what was granted. @throws FileError `not-permitted` when a link has come into its path since */
export function holdRoot(root: GrantedRoot, handles: Handles): Held {
  const held = handles.hold(root.real)
  if (!held.isLink && handles.whereabouts(held) === root.real) return held
  held[Symbol.dispose]()
  throw new FileError('not-permitted')
}

/** A real path as the guest names it. @throws EscapeError outside of the grant: it was moved there */
export function guestPath({ path, real }: GrantedRoot, where: string): string {
  if (where === real) return path
  const prefix = real === '/' ? '/' : `${real}/`
  if (!where.startsWith(prefix)) throw new EscapeError(where)
  return `${path === '/' ? '' : path}/${where.slice(prefix.length)}`
}
