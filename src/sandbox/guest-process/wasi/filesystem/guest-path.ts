import { EscapeError, FileError } from './error-code.ts'

/** A path as a guest names it, relative to a descriptor. */
export interface GuestPath {
  /** Names and `..`, never empty, `.` or with a slash. */
  readonly segments: readonly string[]
  /** It ends in a slash or a dot: only a folder may be there. */
  readonly mustBeFolder: boolean
}

/** `PATH_MAX` and `NAME_MAX` of Linux, in bytes, on every platform. */
const MAX_PATH_BYTES = 4096
const MAX_NAME_BYTES = 255

/** @throws FileError `no-entry` for nothing, `not-permitted` for an absolute path, `invalid` for a NUL, `name-too-long` */
export function parseGuestPath(path: string): GuestPath {
  if (path === '') throw new FileError('no-entry')
  if (path.startsWith('/')) throw new EscapeError(path)
  // Node's own paths end at a NUL in the kernel: `secret\0.txt` would pass a rule as the one and be opened as the other.
  if (path.includes('\0')) throw new FileError('invalid')
  if (Buffer.byteLength(path) >= MAX_PATH_BYTES) throw new FileError('name-too-long')
  const parts = path.split('/')
  const segments = parts.filter((part) => part !== '' && part !== '.')
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_NAME_BYTES)) {
    throw new FileError('name-too-long')
  }
  return { segments, mustBeFolder: ['', '.', '..'].includes(parts.at(-1) ?? '') }
}

/** What a path comes to without looking at any file, below `folder`; null when it climbs above it. */
export function lexicalPath(folder: string, { segments }: GuestPath): string | null {
  const names: string[] = []
  for (const segment of segments) {
    if (segment !== '..') names.push(segment)
    else if (names.pop() === undefined) return null
  }
  return joinPath(folder, ...names)
}

/** Joins names to an absolute path. */
export function joinPath(folder: string, ...names: readonly string[]): string {
  if (names.length === 0) return folder
  return `${folder === '/' ? '' : folder}/${names.join('/')}`
}
