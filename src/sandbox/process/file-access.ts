import { join } from 'node:path'

import {
  decidePath,
  leadsAsGranted,
  type PathGrant,
  type PathRules,
  preopenRoots,
  PSEUDO_FOLDERS,
  realPath,
} from '#policy'

import type { FileGrants, GrantedRoot } from '../protocol/component-protocol.ts'
import { withoutSlash } from './without-slash.ts'

/** Rules for a component that nobody granted any file. */
export const NO_FILES: PathRules = { allow: [], deny: [] }

/** What a sandbox process is started with so that its guests can use what was granted. */
export interface FileAccess {
  readonly grants: FileGrants
  /** Real paths that are only read. */
  readonly readable: readonly string[]
  /** Real paths that are read and written. */
  readonly writable: readonly string[]
  /** Code of our own that lies in what is written. */
  readonly sealed: readonly string[]
}

/**
 * Finds where grants really lie, at the start of a process: a link that is put there later leads nowhere, and a grant whose
 * path leads elsewhere than it did when it was granted opens nothing.
 *
 * `ownCode` are the files and folders that we run code from; no grant makes them writable.
 */
export function resolveFileAccess(rules: PathRules, ownCode: readonly string[]): FileAccess {
  const allow = rules.allow.filter((grant) => leadsAsGranted(grant) && isWithin(grant, rules.within ?? []))
  const roots = preopenRoots({ allow, deny: [] })
    .map(({ path }) => ({ path, real: realPath(path) }))
    // Node would take a star in a path for a wildcard.
    .filter(({ real }) => !real.includes('*'))
    .filter(({ path, real }) => ![path, real].some((item) => isWithinAny(item, PSEUDO_FOLDERS)))
  // Every path of a guest is compared with each rule, and our code lies in few grants.
  const own = ownCode
    .map(withoutSlash)
    .filter((folder) => roots.some(({ real }) => isWithinAny(folder, [real]) || isWithinAny(real, [folder])))
  const deny = [
    ...rules.deny,
    ...PSEUDO_FOLDERS.map((pattern) => ({ pattern, read: true, write: true })),
    ...own.map((pattern) => ({ pattern, read: false, write: true })),
  ].flatMap((rule) => withAliases(rule, roots))
  const isWritable = ({ path, real }: GrantedRoot): boolean =>
    allow.some((grant) => grant.write && isRootOf(grant, path)) && !isWithinAny(real, own)
  const writable = roots.filter(isWritable).map(({ real }) => real)
  return {
    grants: { rules: { ...rules, allow, deny }, roots },
    readable: roots.filter((root) => !isWritable(root)).map(({ real }) => real),
    writable,
    // Nothing can be mounted over a link; what it leads to is in the list as well.
    sealed: own.filter((folder) => isWithinAny(folder, writable) && realPath(folder) === folder),
  }
}

/** A ceiling, or wishes, that reach a link by its name do not reach what it leads to. */
function isWithin({ resolved }: PathGrant, lists: NonNullable<PathRules['within']>): boolean {
  if (resolved === undefined) return true
  const fronts = lists.map((allow) => preopenRoots({ allow, deny: [] }).map(({ path }) => realPath(path)))
  return fronts.every((folders) => isWithinAny(resolved, folders))
}

/** A rule denies a file under each path by which a guest could come to it. */
function withAliases(rule: PathGrant, roots: readonly GrantedRoot[]): readonly PathGrant[] {
  const real = realPattern(rule.pattern)
  const renamed = roots.filter((root) => root.path !== root.real)
  const within = renamed.filter((root) => isWithinAny(real, [root.real]))
  const around = renamed.filter((root) => denies({ ...rule, pattern: real }, root.real))
  const patterns = [
    rule.pattern,
    real,
    ...within.map((root) => root.path + real.slice(root.real.length)),
    ...around.map((root) => root.path),
  ]
  return [...new Set(patterns)].map((pattern) => ({ ...rule, pattern }))
}

function denies(rule: PathGrant, path: string): boolean {
  const everything = { pattern: '/', read: true, write: true }
  return !decidePath({ allow: [everything], deny: [rule] }, path, rule.read ? 'read' : 'write').allowed
}

/** The pattern with the folder in front of its wildcards where it really is. */
function realPattern(pattern: string): string {
  const segments = pattern.split('/').filter((segment) => segment !== '')
  const wildcard = segments.findIndex((segment) => segment.includes('*'))
  const front = wildcard === -1 ? segments : segments.slice(0, wildcard)
  return join(realPath(`/${front.join('/')}`), ...segments.slice(front.length))
}

function isRootOf(grant: PathGrant, path: string): boolean {
  return preopenRoots({ allow: [grant], deny: [] }).some((root) => root.path === path)
}

function isWithinAny(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder === '/' ? '' : folder}/`))
}
