import { readFile, writeFile } from 'node:fs/promises'

/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out.
 *
 * npm drops an optional package that the registry it asks does not have (a mirror, say), and `npm ci` then refuses the
 * lock file as incomplete, on every platform. An entry without an integrity is all that is missing.
 */

const LOCK_FILE = 'package-lock.json'
const EXACT = /^\d+\.\d+\.\d+/
const PLATFORM = /(?<os>android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>\w+?)(?:-(?<abi>\w+))?$/

interface LockedPackage {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [key: string]: unknown
}

interface LockFile {
  readonly packages: Record<string, LockedPackage>
}

const lock: LockFile = JSON.parse(await readFile(LOCK_FILE, 'utf8'))
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (EXACT.test(version) && !isLocked(path, name, version))
      lock.packages[placeFor(path, name)] = { ...entryFor(name, version), ...(dev === true ? { dev } : {}) }
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
await writeFile(LOCK_FILE, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`)

function isLocked(path: string, name: string, version: string): boolean {
  const places = [`${path}/node_modules/${name}`, `node_modules/${name}`]
  return places.some((place) => lock.packages[place]?.version === version)
}

/** At the root, unless another version is there already. */
function placeFor(path: string, name: string): string {
  const root = `node_modules/${name}`
  return lock.packages[root] === undefined ? root : `${path}/node_modules/${name}`
}

function entryFor(name: string, version: string): LockedPackage {
  const { os, cpu, abi } = PLATFORM.exec(name)?.groups ?? {}
  if (os === undefined || cpu === undefined)
    throw new Error(`The platform of '${name}' cannot be told from its name`)
  const libc = abi?.includes('musl') === true ? 'musl' : 'glibc'
  return {
    version,
    cpu: [cpu],
    ...(os === 'linux' ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  }
}
