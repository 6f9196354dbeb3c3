import { createHash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'

import type { Datetime } from '../clocks.ts'

/** The cases of `wasi:filesystem/types` `descriptor-type` that both versions name alike. */
export type DescriptorType =
  | 'block-device'
  | 'character-device'
  | 'directory'
  | 'fifo'
  | 'regular-file'
  | 'socket'
  | 'symbolic-link'

/** `wasi:filesystem/types` `descriptor-stat`; in 0.3 the type is a variant. */
export interface DescriptorStat<Type = DescriptorType> {
  readonly type: Type
  readonly linkCount: bigint
  readonly size: bigint
  readonly dataAccessTimestamp: Datetime | undefined
  readonly dataModificationTimestamp: Datetime | undefined
  readonly statusChangeTimestamp: Datetime | undefined
}

/** `wasi:filesystem/types` `metadata-hash-value`. */
export interface MetadataHash {
  readonly lower: bigint
  readonly upper: bigint
}

/** What there is to say of a folder that is there for the guest alone. */
export const FRONT_STAT: DescriptorStat = {
  type: 'directory',
  linkCount: 1n,
  size: 0n,
  dataAccessTimestamp: undefined,
  dataModificationTimestamp: undefined,
  statusChangeTimestamp: undefined,
}

const NANOSECONDS = 1_000_000_000n

export function toDescriptorStat(stat: BigIntStats): DescriptorStat {
  return {
    type: typeOf(stat),
    linkCount: stat.nlink,
    size: stat.size,
    dataAccessTimestamp: toDatetime(stat.atimeNs),
    dataModificationTimestamp: toDatetime(stat.mtimeNs),
    statusChangeTimestamp: toDatetime(stat.ctimeNs),
  }
}

/** The type of what a stat or a directory entry speaks of. */
export function typeOf(
  entry: Pick<
    BigIntStats,
    | 'isBlockDevice'
    | 'isCharacterDevice'
    | 'isDirectory'
    | 'isFIFO'
    | 'isFile'
    | 'isSocket'
    | 'isSymbolicLink'
  >,
): DescriptorType {
  if (entry.isFile()) return 'regular-file'
  if (entry.isDirectory()) return 'directory'
  if (entry.isSymbolicLink()) return 'symbolic-link'
  if (entry.isFIFO()) return 'fifo'
  if (entry.isSocket()) return 'socket'
  return entry.isBlockDevice() ? 'block-device' : 'character-device'
}

/** Tells one file from another; what it was before hashing says nothing that a guest could use. */
export function hashOf({ dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): MetadataHash {
  return hashOfText(`${dev}:${ino}`)
}

/** As `hashOf`, for a folder that is there for the guest alone. */
export function hashOfFront(path: string): MetadataHash {
  return hashOfText(path)
}

function hashOfText(text: string): MetadataHash {
  const digest = createHash('sha256').update(text).digest()
  return { lower: digest.readBigUInt64LE(0), upper: digest.readBigUInt64LE(8) }
}

/** Times before 1970 are shown as 1970: 0.2 has no words for them. */
function toDatetime(nanoseconds: bigint): Datetime {
  const time = nanoseconds < 0n ? 0n : nanoseconds
  return { seconds: time / NANOSECONDS, nanoseconds: Number(time % NANOSECONDS) }
}
