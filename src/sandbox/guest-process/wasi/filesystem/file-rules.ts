import {
  decidePath,
  type PathAccess,
  type PathGrant,
  type PathRules,
} from '../../../../policy/path-pattern.ts'

const EVERYTHING: PathGrant = { pattern: '/', read: true, write: true }

/** What the rules say about absolute paths, for an operation that knows where it has arrived. */
export class FileRules {
  readonly #rules: PathRules
  /** Lists that must each allow a path. */
  readonly #lists: readonly (readonly PathGrant[])[]

  constructor(rules: PathRules) {
    this.#rules = rules
    this.#lists = [rules.allow, ...(rules.within ?? [])]
  }

  allows(path: string, access: PathAccess): boolean {
    return decidePath(this.#rules, path, access).allowed
  }

  /** Whether a guest may know that it is there: it may read it, write it, or walk through it to what it may. */
  shows(path: string): boolean {
    return this.allows(path, 'write') || this.#leadsToGrant(path, 'write') || this.lists(path)
  }

  /** Whether a folder may be listed; what it shows is decided name by name. */
  lists(path: string): boolean {
    return this.allows(path, 'read') || this.#leadsToGrant(path, 'read')
  }

  /**
   * Whether something may get another name.
   *
   * What could not be read under the old name must not be readable under the new one, and a folder takes all that lies in
   * it along: then no rule may tell its insides apart.
   */
  allowsMove(from: string, to: string, { isFolder }: { readonly isFolder: boolean }): boolean {
    if (!this.allows(from, 'write') || !this.allows(to, 'write')) return false
    if (this.allows(to, 'read') && !this.allows(from, 'read')) return false
    return !isFolder || this.#allowsFolderMove(from, to)
  }

  /**
   * Whether a deny speaks of something beneath a path by that path's own name.
   *
   * Where a link has that name, whoever takes it away takes what is denied from where it is looked for, such as a ceiling.
   */
  isWayToDenied(path: string): boolean {
    return this.#rules.deny.some(
      ({ pattern }) => reachesInto(pattern, path) && !isSameBeneath(pattern, [path]),
    )
  }

  #leadsToGrant(path: string, access: PathAccess): boolean {
    const isDenied = !decidePath({ allow: [EVERYTHING], deny: this.#rules.deny }, path, access).allowed
    const leads = (grant: PathGrant): boolean => grant[access] && leadsTo(grant.pattern, path)
    return !isDenied && this.#lists.every((list) => list.some(leads))
  }

  /** Nothing beneath is denied under either name, or it is under both, and all that could be used under the new name can be under the old. */
  #allowsFolderMove(from: string, to: string): boolean {
    // Into as well: a folder that is made elsewhere and moved there would bring what may not be written there.
    const isDeniedWithin = this.#rules.deny.some(
      ({ pattern }) =>
        (reachesInto(pattern, from) || reachesInto(pattern, to)) && !isSameBeneath(pattern, [from, to]),
    )
    return (
      !isDeniedWithin &&
      this.#coversTree(from, 'write') &&
      this.#coversTree(to, 'write') &&
      (!this.lists(to) || this.#coversTree(from, 'read'))
    )
  }

  #coversTree(path: string, access: PathAccess): boolean {
    if (!this.allows(path, access)) return false
    return this.#lists.every((list) =>
      list.some((grant) => grant[access] && coversAllBeneath(grant.pattern) && covers(grant.pattern, path)),
    )
  }
}

/** Whether a grant speaks of the path or of something that lies beneath it. */
function leadsTo(pattern: string, path: string): boolean {
  return (
    covers(pattern, path) ||
    foldersBefore(pattern).some((way) => hasSameDepth(way, path) && covers(way, path))
  )
}

/** Whether a rule may speak of something beneath a folder; as a deny has it, whatever the case of letters. */
function reachesInto(pattern: string, folder: string): boolean {
  return foldersBefore(pattern).some(
    (way) =>
      hasSameDepth(way, folder) &&
      !decidePath({ allow: [EVERYTHING], deny: [grantOf(way)] }, folder, 'read').allowed,
  )
}

/** A rule about one name at any depth says the same of whatever lies beneath its folder, wherever it is moved there. */
function isSameBeneath(pattern: string, paths: readonly string[]): boolean {
  const parts = partsOf(pattern)
  const front = `/${parts.slice(0, -2).join('/')}`
  if (parts.at(-2) !== '**' || front.includes('*')) return false
  return paths.every((path) => covers(front, path))
}

function covers(pattern: string, path: string): boolean {
  return decidePath({ allow: [grantOf(pattern)], deny: [] }, path, 'read').allowed
}

/** `/work/sub/*.txt` is reached by way of `/`, `/work` and `/work/sub`. */
function foldersBefore(pattern: string): string[] {
  return partsOf(pattern).map((_, index, parts) => `/${parts.slice(0, index).join('/')}`)
}

function hasSameDepth(way: string, path: string): boolean {
  return way.includes('**') || partsOf(way).length === partsOf(path).length
}

function coversAllBeneath(pattern: string): boolean {
  const last = partsOf(pattern).at(-1)
  return last === undefined || last === '**' || !last.includes('*')
}

function grantOf(pattern: string): PathGrant {
  return { pattern, read: true, write: true }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '')
}
