import { randomBytes } from 'node:crypto'
import { GuestTrap } from './guest-trap.ts'
import { MAX_CALL_BYTES } from './limits.ts'

/** The imports of `wasi:random` 0.2; the insecure ones are as good as the secure ones. */
export function createRandom(): Record<string, object> {
  return {
    'wasi:random/random': { getRandomBytes: exactRandomBytes, getRandomU64: randomU64 },
    'wasi:random/insecure': { getInsecureRandomBytes: exactRandomBytes, getInsecureRandomU64: randomU64 },
    'wasi:random/insecure-seed': { insecureSeed: oneSeed() },
  }
}

/** 64 random bits. */
export function randomU64(): bigint {
  return randomBytes(8).readBigUInt64LE()
}

/** Gives 128 random bits, in two parts: each instance asks for one seed and is given it ever again. */
export function oneSeed(): () => readonly [bigint, bigint] {
  // Drawn when it is asked for: few components do, and every call makes an instance.
  let seed: readonly [bigint, bigint] | null = null
  return () => (seed ??= [randomU64(), randomU64()])
}

/** WASI 0.2 has no way to give fewer bytes than were asked for. */
function exactRandomBytes(length: bigint): Uint8Array {
  if (length > BigInt(MAX_CALL_BYTES)) {
    throw new GuestTrap(`The component asked for ${length} random bytes, the limit is ${MAX_CALL_BYTES}`)
  }
  return randomBytes(Number(length))
}
