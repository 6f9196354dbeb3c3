import { createHash } from 'node:crypto'

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Sha256Digest = `sha256:${string}`

const SHA256_DIGEST = /^sha256:[0-9a-f]{64}$/

/** Whether `value` names a SHA-256 digest in the form of the OCI image specification. */
export function isSha256Digest(value: unknown): value is Sha256Digest {
  return typeof value === 'string' && SHA256_DIGEST.test(value)
}

/** The digest of bytes that are in memory. */
export function sha256Of(bytes: Uint8Array): Sha256Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** The 64 hexadecimal digits alone, which are safe as a file name. */
export function hexOf(digest: Sha256Digest): string {
  return digest.slice('sha256:'.length)
}
