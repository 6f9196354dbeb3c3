import { z } from 'zod'

import { isSha256Digest, type Sha256Digest, type Signer } from '#artifacts'

const digest = z.custom<Sha256Digest>(
  isSha256Digest,
  'no digest of the form sha256: and 64 hexadecimal digits',
)
const content = z.strictObject({ digest, size: z.int().nonnegative() })
const text = z.string().max(2048)

/** The form of a signer in our files. */
export const LOCKED_SIGNER = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), fingerprint: digest }),
  z.strictObject({ kind: z.literal('keyless'), issuer: text, identity: text }),
])

/** What the lock file says about one reference. */
export const LOCKED_VERSION = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/, 'no id of a component'),
  manifest: content.nullable(),
  layer: content,
  policy: digest.nullable(),
  resolved: z.string().nullable(),
  signer: LOCKED_SIGNER.nullable(),
  tools: digest,
  wishes: digest.nullable(),
})

/** The version of a component that a reference stands for. */
export interface LockedVersion {
  /** Under which it is installed. */
  readonly id: string
  /** What an artifact's reference resolves to, a manifest or an index above it; null where the reference names the file. */
  readonly manifest: LockedContent | null
  /** The component file. */
  readonly layer: LockedContent
  /** Digest of the author's policy; null where none came along. */
  readonly policy: Sha256Digest | null
  /** The tag that a package or a range of versions led to; null where the reference is one itself. */
  readonly resolved: string | null
  /** Who signed it, as it was verified; null where nobody did, or nobody looked. */
  readonly signer: Signer | null
  /** Digest of the tool definitions. */
  readonly tools: Sha256Digest
  /** Digest of what the author asks for, whatever its spelling; null where nothing. */
  readonly wishes: Sha256Digest | null
}

/** Bytes by their digest. */
export type LockedContent = Readonly<z.infer<typeof content>>

/** What a reference of this version resolves to: the manifest, or the file itself. */
export function resolvedDigest({ manifest, layer }: LockedVersion): Sha256Digest {
  return manifest?.digest ?? layer.digest
}
