import { isRecord } from './is-record.ts'
import type { FrameLimit } from './sandbox-frames.ts'

/** What a transpile process is asked, once. */
export interface TranspileRequest {
  /** The component file; not trusted. */
  readonly file: string
  /** A folder for what is generated. */
  readonly folder: string
  /** Names of imports as WIT has them, with versions. */
  readonly imports: readonly string[]
  /** Names of exported functions, `interface#function` or `function`. */
  readonly exports: readonly string[]
}

/** What a transpile process answers. */
export type FromTranspileProcess =
  | { readonly kind: 'transpiled'; readonly files: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string }

/** Why a component cannot be run. */
export type RefusalReason = 'invalid' | 'unknown-imports' | 'not-written'

/** Why a component is refused, and names of its imports. */
export const MAX_REFUSAL_CHARACTERS = 4096

/** What the answer of a transpile process may be: names of some ten thousand files. */
export const TRANSPILE_FRAMES = {
  transpiled: { bytes: 1024 * 1024, values: 20_000 },
  refused: { bytes: 512 + 3 * MAX_REFUSAL_CHARACTERS, values: 8 },
} as const satisfies Readonly<Record<FromTranspileProcess['kind'], FrameLimit>>

/** Parses the answer of a transpile process, or null when it is none. */
export function parseFromTranspileProcess(message: unknown): FromTranspileProcess | null {
  if (!isRecord(message)) return null
  const { kind, files, reason, message: text } = message
  if (kind === 'transpiled') return isFileNames(files) ? { kind, files } : null
  if (kind !== 'refused' || typeof text !== 'string') return null
  return isRefusalReason(reason) ? { kind, reason, message: text.slice(0, MAX_REFUSAL_CHARACTERS) } : null
}

/** The host reads files of these names: one that leaves the folder could be `/dev/zero`. */
function isFileNames(value: unknown): value is string[] {
  return (
    Array.isArray(value) && [...value].every((name) => typeof name === 'string' && /^\w[\w.-]*$/.test(name))
  )
}

function isRefusalReason(value: unknown): value is RefusalReason {
  return value === 'invalid' || value === 'unknown-imports' || value === 'not-written'
}
