import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Isolation } from '../isolation/isolation.ts'
import type { FileAccess } from './file-access.ts'
import { OWN_CODE } from './own-code.ts'
import { limited, type ProcessLimits } from './process-limits.ts'

/** The door of this room, wherever the build has put this module. */
const ROOM = import.meta.resolve('#sandbox')

const WASM_PAGE_BYTES = 64 * 1024

/** JavaScript heap of a sandbox process: lifted values and generated glue, not guest memory. */
const HEAP_MIB = 1024

/**
 * Paths by which a process reaches what it holds, and walks on from an open folder.
 *
 * Node compares these paths as texts, so that `/proc/self/fd/7/../root` passes: JavaScript that broke out would get
 * everywhere by it. Only a process with a grant has them, and only for what was granted.
 */
const HANDLES = '/proc/self/fd/'

/** Enough for every instance of a process to open all that it may, and far from what a whole machine has. */
const DEFAULT_LIMITS: ProcessLimits = { openFiles: 8_192 }

const NO_ACCESS: FileLists = { readable: [], writable: [], sealed: [] }

type AccessLists = Pick<FileAccess, 'readable' | 'writable'>

type FileLists = AccessLists & Pick<FileAccess, 'sealed'>

/** What a sandbox process runs and may use. */
export interface LaunchPlan {
  /** A file of `guest-process/`, without ending. */
  readonly entry: 'component-main' | 'inspect-main'
  readonly readable: readonly string[]
  readonly writable: readonly string[]
  /** What guests may use. */
  readonly files?: FileLists
  readonly memoryBytes: number
  readonly isolation: Isolation
  /** What the operating system holds the process to, beside `memoryBytes`. */
  readonly limits?: ProcessLimits
}

/** The command that starts a sandbox process: Node without rights, within the layer of the operating system. */
export function launchCommand(options: LaunchPlan): readonly string[] {
  const { files = NO_ACCESS } = options
  const readable = [OWN_CODE, ...options.readable, ...files.readable]
  const writable = [...options.writable, ...files.writable]
  const wrapped = options.isolation.wrap({
    command: [process.execPath, ...nodeFlags(options, { readable, writable }), entryFile(options.entry)],
    readable,
    writable,
    sealed: files.sealed,
  })
  return limited(wrapped, { ...DEFAULT_LIMITS, ...options.limits })
}

function nodeFlags(
  { files = NO_ACCESS, memoryBytes }: LaunchPlan,
  { readable, writable }: AccessLists,
): string[] {
  const read = files.readable.length + files.writable.length > 0 ? [HANDLES] : []
  const written = files.writable.length > 0 ? [HANDLES] : []
  return [
    '--permission',
    ...inOrder([...readable, ...writable, ...read]).map((path) => `--allow-fs-read=${pathFlag(path)}`),
    ...inOrder([...writable, ...written]).map((path) => `--allow-fs-write=${pathFlag(path)}`),
    // Glue is generated from what a stranger wrote; it may not generate more.
    '--disallow-code-generation-from-strings',
    `--wasm-max-mem-pages=${Math.ceil(memoryBytes / WASM_PAGE_BYTES)}`,
    `--max-old-space-size=${HEAP_MIB}`,
  ]
}

/** Node forgets about a folder that is named after something in it: whoever holds a grant of the home folder could not open it. */
function inOrder(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].toSorted()
}

/** Node takes `/` for all that lies beneath the root, and not for the root itself. */
function pathFlag(path: string): string {
  return path === '/' ? '*' : path
}

function entryFile(entry: LaunchPlan['entry']): string {
  return fileURLToPath(new URL(`./guest-process/${entry}${extname(ROOM)}`, ROOM))
}
