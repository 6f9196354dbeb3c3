import { lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import type { Grant, RuleGrant } from './grant.ts'
import { type PathGrant, preopenRoots } from './path-pattern.ts'
import { parseStorageUri } from './parse/storage-uri.ts'
import { isSystemLink } from './system-link.ts'

/** As many links as Linux follows on one path. */
const MAX_LINKS = 40

/** The grant with what it leads to now, where that is not the path that it names: to be shown, and to be granted as shown. */
export function withTarget(grant: Grant): Grant {
  if (grant.kind !== 'storage') return grant
  const resolved = targetOf(parseStorageUri(grant.uri))
  return resolved === null ? withoutTarget(grant) : { ...grant, resolved }
}

/** The grant by its name alone, as somebody asks for it. */
export function withoutTarget(grant: RuleGrant): RuleGrant
export function withoutTarget(grant: Grant): Grant
export function withoutTarget(grant: Grant): Grant {
  if (grant.kind !== 'storage') return grant
  const { resolved: _, ...named } = grant
  return named
}

/** What the folder or file that a pattern begins at leads to; null where no link is on the way. */
export function targetOf(pattern: string): string | null {
  const front = frontOf(pattern)
  return isPlain(front) ? null : realPath(front)
}

/** Whether a rule leads where it did when it was granted: one that says nothing else led to the very path that it names. */
export function leadsAsGranted({ pattern, resolved = frontOf(pattern) }: PathGrant): boolean {
  const front = frontOf(pattern)
  return isPlain(resolved) && (front === resolved || realPath(front) === realPath(resolved))
}

/** Without links, also those whose target is not there yet: a guest that makes it must not be the one to fill it. */
export function realPath(path: string, links = MAX_LINKS): string {
  try {
    return realpathSync.native(path)
  } catch {
    const parent = dirname(path)
    if (parent === path) return path
    const place = join(realPath(parent, links), path.slice(parent.length))
    const target = links > 0 ? readLink(place) : null
    return target === null ? place : realPath(resolve(dirname(place), target), links - 1)
  }
}

/** Whether no link is on a path but the system's own. */
function isPlain(path: string): boolean {
  const names = path.split('/').filter((name) => name !== '')
  return names.every((_, index) => {
    const place = `/${names.slice(0, index + 1).join('/')}`
    const target = readLink(place)
    return target === null || isSystemLink(place, target)
  })
}

function frontOf(pattern: string): string {
  return preopenRoots({ allow: [{ pattern, read: true, write: true }], deny: [] })[0]?.path ?? pattern
}

function readLink(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null
  } catch {
    return null
  }
}
