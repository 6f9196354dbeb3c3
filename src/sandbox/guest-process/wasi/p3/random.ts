import { randomBytes } from 'node:crypto'
import { boundedLength } from '../bounded-length.ts'
import { oneSeed, randomU64 } from '../random.ts'

/** The imports of `wasi:random` 0.3, where a host may give fewer bytes than were asked for. */
export function createRandom3(): Record<string, object> {
  return {
    'wasi:random/random': { getRandomBytes: someRandomBytes, getRandomU64: randomU64 },
    'wasi:random/insecure': { getInsecureRandomBytes: someRandomBytes, getInsecureRandomU64: randomU64 },
    'wasi:random/insecure-seed': { getInsecureSeed: oneSeed() },
  }
}

function someRandomBytes(maxLength: bigint): Uint8Array {
  return randomBytes(boundedLength(maxLength))
}
