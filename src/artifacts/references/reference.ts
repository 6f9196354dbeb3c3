import type { Sha256Digest } from '../digest.ts'
import type { VersionRequirement } from '../packages/version-requirement.ts'

/** What a reference names. */
export type Reference = FileReference | UrlReference | OciReference | VersionedReference

/** What leads to an artifact once its version is chosen among the tags of a repository. */
export type VersionedReference = PackageReference | OciVersionReference

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

/** A package by the name that its author gave it; wkg's configuration says which registry has it. */
export interface PackageReference {
  readonly kind: 'package'
  readonly namespace: string
  readonly name: string
  readonly requirement: VersionRequirement
}

/** A repository of an OCI registry and the versions that will do. */
export interface OciVersionReference {
  readonly kind: 'oci-version'
  /** `host` or `host:port`. */
  readonly registry: string
  readonly repository: string
  readonly requirement: VersionRequirement
}
