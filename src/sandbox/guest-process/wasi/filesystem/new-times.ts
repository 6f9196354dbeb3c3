import { type BigIntStats, lutimesSync, utimesSync } from 'node:fs'

import type { Datetime } from '../clocks.ts'
import { FileError } from './error-code.ts'

/** `wasi:filesystem/types` `new-timestamp`. */
export type NewTimestamp =
  | { readonly tag: 'no-change' }
  | { readonly tag: 'now' }
  | { readonly tag: 'timestamp'; readonly val: Datetime }

/** The times of last access and last modification that a guest asks for. */
export interface NewTimes {
  readonly access: NewTimestamp
  readonly modification: NewTimestamp
}

const NANOSECONDS = 1_000_000_000

/** The last second that `Date` knows, which is far past what file systems do. */
const MAX_SECONDS = 8_640_000_000_000n

/** Sets the times of what `path` names for `node:fs`: of a link itself where `stat` is one. */
export function setTimes(path: string, times: NewTimes, stat: BigIntStats): void {
  const access = secondsOf(times.access, stat.atimeNs)
  const modification = secondsOf(times.modification, stat.mtimeNs)
  if (stat.isSymbolicLink()) lutimesSync(path, access, modification)
  else utimesSync(path, access, modification)
}

function secondsOf(time: NewTimestamp, before: bigint): number {
  switch (time.tag) {
    case 'no-change':
      return Number(before) / NANOSECONDS
    case 'now':
      return Date.now() / 1000
    case 'timestamp':
      if (time.val.seconds > MAX_SECONDS) throw new FileError('invalid')
      return Number(time.val.seconds) + time.val.nanoseconds / NANOSECONDS
  }
}
