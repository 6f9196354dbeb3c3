import type { Sha256Digest } from './digest.ts'

/** What a reference names. */
export type Reference = FileReference | UrlReference | OciReference

/** A component file on this machine. */
export interface FileReference {
  readonly kind: 'file'
  /** Absolute. */
  readonly path: string
}

/** A component file on a web server. */
export interface UrlReference {
  readonly kind: 'https'
  readonly url: URL
}

/** An artifact in an OCI registry; the digest wins over the tag. */
export interface OciReference {
  readonly kind: 'oci'
  /** `host` or `host:port`. */
  readonly registry: string
  readonly repository: string
  readonly tag: string | null
  readonly digest: Sha256Digest | null
}
