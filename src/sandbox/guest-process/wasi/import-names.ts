import { ourExtern, ourInterface } from '../../../wit/rename/our-names.ts'
import { NOBODY } from './nobody.ts'
import { createWasiImports } from './wasi-imports.ts'

const KEYVALUE_STORE = [
  'open',
  '[method]bucket.get',
  '[method]bucket.set',
  '[method]bucket.delete',
  '[method]bucket.exists',
  '[method]bucket.list-keys',
]
const KEYVALUE_BATCH = ['get-many', 'set-many', 'delete-many']

/** What waits, by interface; in 0.3 the types say themselves what is asynchronous. */
const BLOCKING_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'wasi:filesystem/types': ['[method]descriptor.read', '[method]descriptor.write'],
  'wasi:io/poll': ['poll', '[method]pollable.block'],
  'wasi:io/streams': [
    '[method]input-stream.blocking-read',
    '[method]input-stream.blocking-skip',
    '[method]output-stream.blocking-write-and-flush',
    '[method]output-stream.blocking-flush',
    '[method]output-stream.blocking-write-zeroes-and-flush',
    '[method]output-stream.blocking-splice',
  ],
  'wasi:keyvalue/atomics': ['[static]cas.new', '[method]cas.current', 'increment', 'swap'],
  'wasi:keyvalue/batch': KEYVALUE_BATCH,
  'wasi:keyvalue/store': KEYVALUE_STORE,
  'wasi:keyvalue/store@draft': KEYVALUE_STORE,
  'wasi:keyvalue/atomics@draft': ['increment'],
  'wasi:keyvalue/batch@draft': KEYVALUE_BATCH,
}

/** Which versions of a package have the same shape as the one we provide; drafts of 0.2 and early ones of 0.3 differ. */
const PREVIEW2_VERSION = /^0\.2\.\d+$/
const PREVIEW3_VERSION = /^0\.3\.\d+(-rc-2026-\d\d-\d\d)?$/
const DRAFT_PACKAGES = ['wasi:config/', 'wasi:logging/']

/**
 * The `asyncImports` of jco's `generate`: which imports may suspend the guest, by our names.
 *
 * `imports` are interface names with their version, as `componentWit` prints them (`wasi:io/poll@0.2.3`).
 */
export function asyncImportsFor(imports: readonly string[]): string[] {
  return imports.flatMap((name) =>
    (BLOCKING_FUNCTIONS[providedKey(name) ?? ''] ?? []).map(
      (blocking) => `${ourInterface(name)}#${blocking}`,
    ),
  )
}

/**
 * The `map` of jco's `generate`: under which key of `createWasiImports` the glue looks an import up that has our name.
 *
 * jco leaves versions out, so 0.2 and 0.3 of one interface would get in each other's way.
 */
export function importMapFor(imports: readonly string[]): [string, string][] {
  return imports.flatMap((name) => {
    const key = providedKey(name)
    return key === null ? [] : [[ourInterface(name), key] satisfies [string, string]]
  })
}

/** The same for imports that hold types alone: what we do not provide is looked up where nobody has put anything. */
export function typeImportMapFor(imports: readonly string[]): [string, string][] {
  const unknown = new Set(unknownImports(imports))
  return imports.flatMap((name) =>
    unknown.has(name) ? [[ourExtern(name) ?? '', NOBODY] satisfies [string, string]] : importMapFor([name]),
  )
}

/** The imports that `createWasiImports` has nothing for, so that the component can be refused by name when it is loaded. */
export function unknownImports(imports: readonly string[]): string[] {
  const provided = createWasiImports({ environment: [], arguments: [], writeOutput: () => {} })
  return imports.filter((name) => {
    const key = providedKey(name)
    return key === null || !Object.hasOwn(provided, key)
  })
}

/** `wasi:io/poll` for each 0.2 version, `wasi:cli/stdout@0.3` for each of 0.3, null for any other. */
function providedKey(name: string): string | null {
  const [path = '', version] = name.split('@')
  if (path.startsWith('wasi:keyvalue/')) return keyvalueKey(path, version)
  if (version === undefined || PREVIEW2_VERSION.test(version)) return path
  if (PREVIEW3_VERSION.test(version)) return `${path}@0.3`
  return DRAFT_PACKAGES.some((prefix) => path.startsWith(prefix)) ? path : null
}

/** The two drafts have cursors and counters of different types. */
function keyvalueKey(path: string, version: string | undefined): string | null {
  if (version === '0.2.0-draft') return `${path}@draft`
  return version === undefined || version === '0.2.0-draft2' ? path : null
}
