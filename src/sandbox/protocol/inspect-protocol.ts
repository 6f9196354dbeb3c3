import { isRecord } from './is-record.ts'
import type { FrameLimit } from './sandbox-frames.ts'

/** What an inspection process is told: the size of a component file, in bytes, and then its bytes. */
export type ToInspectProcess =
  | { readonly kind: 'component'; readonly size: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** A part was written: another one may be sent. */
  | { readonly kind: 'written' }

/**
 * What an inspection process says: what it made, file by file in the order of `madeFileName`, each in parts, and then that this
 * was all; or why there is nothing.
 */
export type FromInspectProcess =
  | { readonly kind: 'part'; readonly bytes: Uint8Array; readonly isLast: boolean }
  | { readonly kind: 'made' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string }

/** Why a component cannot be run: the reader, the generator or the list of what we offer says no. */
export type RefusalReason = 'damaged' | 'types-too-large' | 'invalid' | 'unknown-imports'

/** Every part but the last of a file has this length. */
export const PART_BYTES = 256 * 1024

/** Parts that may be sent before the first of them was written. */
export const PARTS_AHEAD = 8

/** More core modules than any engine makes instances of. */
export const MAX_CORE_MODULES = 1_000

/** Why a component is refused, and names of its imports. */
export const MAX_REFUSAL_CHARACTERS = 4096

/** What each message of an inspection process may be. */
export const INSPECT_FRAMES = {
  part: { bytes: 512 + PART_BYTES, values: 4 },
  made: { bytes: 512, values: 2 },
  refused: { bytes: 512 + 3 * MAX_REFUSAL_CHARACTERS, values: 4 },
} as const satisfies Readonly<Record<FromInspectProcess['kind'], FrameLimit>>

/** What the component says of itself, as `printDescription` writes it. */
export const DESCRIPTION = 'description.json'

/** The file that is run. */
export const GLUE = 'component.mjs'

/** The name of the file of this number: the description, the glue, and core modules as jco calls them. */
export function madeFileName(index: number): string {
  if (index === 0) return DESCRIPTION
  if (index === 1) return GLUE
  return index === 2 ? 'component.core.wasm' : `component.core${index - 1}.wasm`
}

/** Parses a message of an inspection process, or null when it is none. */
export function parseFromInspectProcess(message: unknown): FromInspectProcess | null {
  if (!isRecord(message)) return null
  const { kind } = message
  if (kind === 'part') return parsePart(message)
  if (kind === 'made') return { kind }
  return kind === 'refused' ? parseRefusal(message) : null
}

function parsePart({ bytes, isLast }: Record<string, unknown>): FromInspectProcess | null {
  if (!(bytes instanceof Uint8Array) || typeof isLast !== 'boolean') return null
  const isOfLength = isLast ? bytes.length <= PART_BYTES : bytes.length === PART_BYTES
  return isOfLength ? { kind: 'part', bytes, isLast } : null
}

function parseRefusal({ reason, message }: Record<string, unknown>): FromInspectProcess | null {
  if (typeof message !== 'string' || !isRefusalReason(reason)) return null
  return { kind: 'refused', reason, message: message.slice(0, MAX_REFUSAL_CHARACTERS).toWellFormed() }
}

function isRefusalReason(value: unknown): value is RefusalReason {
  return (
    value === 'damaged' || value === 'types-too-large' || value === 'invalid' || value === 'unknown-imports'
  )
}
