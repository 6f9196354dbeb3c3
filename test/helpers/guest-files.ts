import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { PathAccess, PathGrant, PathRules } from '#policy'
import type { Isolation, Outcome, StorageAttempt } from '#sandbox'

import { callGuest, guestFile, openSandbox } from './open-sandbox.ts'
import type { Cleaner } from './temporary-folder.ts'

/** Shared by all: what is generated from a guest is kept by its digest. */
const CACHE = join(tmpdir(), 'wassette-test-guest-files')

/** A guest that was granted files, in a real sandbox process. */
export interface GuestWithFiles {
  /** What a function of `wasi-all` came to: its value, or the name of the WASI error. */
  call(name: string, ...args: readonly unknown[]): Promise<unknown>
  /** As `call`, for what came of it at all. */
  run(name: string, ...args: readonly unknown[]): Promise<Outcome>
  /** What was denied so far. */
  readonly denials: readonly StorageAttempt[]
}

interface Options {
  readonly isolation?: Isolation
  readonly guest?: string
}

/** Starts `wasi-all` with rules about files. */
export async function openGuestWithFiles(
  context: Cleaner,
  files: PathRules,
  { isolation, guest = 'wasi-all' }: Options = {},
): Promise<GuestWithFiles> {
  const opened = await openSandbox(context, {
    files,
    cacheFolder: CACHE,
    ...(isolation === undefined ? {} : { isolation }),
  })
  const file = await guestFile(guest)
  const denials: StorageAttempt[] = []
  const run = (name: string, ...args: readonly unknown[]): Promise<Outcome> =>
    callGuest(opened, file, {
      name,
      args,
      returnsResult: true,
      reportDenial: (attempt) => denials.push(attempt),
    })
  return { denials, run, call: async (name, ...args) => valueOf(await run(name, ...args)) }
}

/** A rule for a path: `read`, `write` or both. */
export function grant(pattern: string, ...accesses: readonly PathAccess[]): PathGrant {
  return { pattern, read: accesses.includes('read'), write: accesses.includes('write') }
}

/** `{tag: 'ok', val}` and `{tag: 'err', val}` as their value, and anything that went wrong as what it is. */
function valueOf(outcome: Outcome): unknown {
  if (outcome.kind !== 'returned') return outcome
  const { value } = outcome
  if (typeof value !== 'object' || value === null || !('tag' in value) || !('val' in value)) return value
  return value.tag === 'err' ? `error: ${String(value.val)}` : value.val
}
