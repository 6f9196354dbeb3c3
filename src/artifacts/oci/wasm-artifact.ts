import { sha256Of, type Sha256Digest } from '../digest.ts'
import { encodeCanonical } from './canonical-json.ts'
import { MANIFEST_TYPE, WASM_CONFIG_TYPE } from './media-types.ts'

/** A layer that is, or will be, a blob of the registry. */
export interface ArtifactLayer {
  readonly mediaType: string
  readonly digest: Sha256Digest
  /** In bytes. */
  readonly size: number
  /** The file name that tools show and write. */
  readonly title: string
}

/** What an artifact consists of. */
export interface WasmArtifactParts {
  readonly layers: readonly ArtifactLayer[]
  /** The names of the root component, such as `wasi:http/types@0.2.0`. */
  readonly component: { readonly imports: readonly string[]; readonly exports: readonly string[] }
  readonly author?: string | undefined
  readonly created: Date
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

/** The two documents that are pushed besides the layers. */
export interface WasmArtifact {
  readonly config: Uint8Array
  readonly manifest: Uint8Array
  readonly manifestDigest: Sha256Digest
}

/**
 * Builds the config and the manifest of a component byte for byte as wkg does.
 *
 * The layout is version 0 of the CNCF Wasm OCI artifact: canonical manifest, config in the order of its specification.
 */
export function buildWasmArtifact({
  layers,
  component,
  author,
  created,
  annotations,
}: WasmArtifactParts): WasmArtifact {
  const config = encode({
    created: created.toISOString(),
    author: author ?? null,
    architecture: 'wasm',
    os: 'wasip2',
    layerDigests: layers.map((layer) => layer.digest),
    component: { exports: component.exports, imports: component.imports, target: null },
  })
  const manifest = encodeCanonical({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: WASM_CONFIG_TYPE, digest: sha256Of(config), size: config.length },
    layers: layers.map(({ title, mediaType, digest, size }) => ({
      mediaType,
      digest,
      size,
      annotations: { 'org.opencontainers.image.title': title },
    })),
    ...(annotations === undefined ? {} : { annotations }),
  })
  return { config, manifest, manifestDigest: sha256Of(manifest) }
}

function encode(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document), 'utf8')
}
