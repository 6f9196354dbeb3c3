import { createHash } from 'node:crypto'
import { basename } from 'node:path'

const LONGEST_ID = 100
const UNSAFE = /[^A-Za-z0-9._-]/g
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** The id that Wassette gives to a file: its stem. */
export function idOfFile(path: string): string {
  return safeId(withoutExtension(basename(path)))
}

/** The id that Wassette gives to a download: the last segment of the final address without `.wasm`. */
export function idOfUrl(url: URL): string {
  const segment = url.pathname.split('/').findLast((part) => part !== '') ?? url.hostname
  return safeId(withoutExtension(decoded(segment)))
}

/** The id that Wassette gives to an artifact: the repository with `_` for `/`, without registry and tag. */
export function idOfRepository(repository: string): string {
  return safeId(repository.replaceAll('/', '_'))
}

/** Turns any text into a name that is safe in every file system and cannot leave its folder. */
export function safeId(text: string): string {
  const safe = text.replace(UNSAFE, '_').replace(/^\.+/, (dots) => '_'.repeat(dots.length))
  if (!/[A-Za-z0-9]/.test(safe)) return `component-${shortHash(text)}`
  if (WINDOWS_DEVICE.test(safe)) return `_${safe}`
  return safe.length > LONGEST_ID ? `${safe.slice(0, LONGEST_ID - 9)}-${shortHash(text)}` : safe
}

function withoutExtension(name: string): string {
  return name.endsWith('.wasm') ? name.slice(0, -'.wasm'.length) : name
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
