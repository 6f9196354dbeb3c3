import { z } from 'zod'

import { CodedError, isTooMuchJson } from '#platform'

import { canonicalOrNull } from '../canonical-or-null.ts'
import { lineOfOffset, lineOfPath } from '../line-in-text.ts'
import { LOCKED_VERSION, type LockedVersion } from './locked-version.ts'

const LOCK_FILE_VERSION = 1

/** What a lock file says: versions by the canonical spelling of their reference. */
export type LockDocument = ReadonlyMap<string, LockedVersion>

const DOCUMENT = z.strictObject({
  lockfileVersion: z.literal(LOCK_FILE_VERSION),
  components: z.record(z.string(), z.unknown()),
})

/** Reads the text of a lock file. @throws CodedError `LOCK_FILE_INVALID` with file and line */
export function parseLockDocument(text: string, file: string): LockDocument {
  const raw = parseJson(text, file)
  if (isOfLaterVersion(raw)) throw ofLaterVersion(file)
  const document = DOCUMENT.safeParse(raw)
  if (!document.success) throw invalid(file, describeIssue(document.error, text, []))
  const entries = Object.entries(document.data.components)
  return new Map(
    entries.map(([reference, value]) => [reference, parseEntry(reference, value, { text, file })]),
  )
}

/** The text of a lock file: the same for the same content, a key a line, so that two branches merge. */
export function printLockDocument(document: LockDocument): string {
  const entries = [...document].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const components = Object.fromEntries(entries.map(([reference, version]) => [reference, sorted(version)]))
  return `${JSON.stringify({ lockfileVersion: LOCK_FILE_VERSION, components }, null, 2)}\n`
}

interface Place {
  readonly text: string
  readonly file: string
}

function parseEntry(reference: string, value: unknown, { text, file }: Place): LockedVersion {
  const path = ['components', reference]
  const canonical = canonicalOrNull(reference)
  if (canonical !== reference) {
    const advice = canonical === null ? 'it is no reference' : `write it as ${JSON.stringify(canonical)}`
    throw invalid(file, { line: lineOfPath(text, path), reason: `${JSON.stringify(reference)}: ${advice}` })
  }
  const parsed = LOCKED_VERSION.safeParse(value)
  if (!parsed.success) throw invalid(file, describeIssue(parsed.error, text, path))
  return parsed.data
}

function isOfLaterVersion(raw: unknown): boolean {
  const { success, data } = z.object({ lockfileVersion: z.int() }).safeParse(raw)
  return success && data.lockfileVersion > LOCK_FILE_VERSION
}

function ofLaterVersion(file: string): CodedError {
  return new CodedError(
    'LOCK_FILE_INVALID',
    `The lock file '${file}' was written by a newer wassette than this one: update wassette, or name another file with --lock; nothing is loaded and nothing written until then`,
  )
}

function parseJson(text: string, file: string): unknown {
  if (isTooMuchJson(text)) throw invalid(file, { line: 1, reason: 'it says more than a lock file does' })
  try {
    return JSON.parse(text)
  } catch (error) {
    const offset = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const line = lineOfOffset(text, offset === undefined ? text.length : Number(offset))
    throw invalid(file, { line, reason: 'it is not JSON' })
  }
}

interface Problem {
  readonly line: number
  readonly reason: string
}

function describeIssue(error: z.ZodError, text: string, above: readonly string[]): Problem {
  const [issue] = error.issues
  const path = [...above, ...(issue?.path ?? []).map(String)]
  return {
    line: lineOfPath(text, path),
    reason: `${JSON.stringify(path.join('.'))}: ${issue?.message ?? 'wrong'}`,
  }
}

function invalid(file: string, { line, reason }: Problem): CodedError {
  return new CodedError(
    'LOCK_FILE_INVALID',
    `The lock file '${file}' is damaged at line ${line} (${reason}): put it right or take it back from version control; nothing is loaded and nothing written until then`,
  )
}

/** The keys of every object in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
