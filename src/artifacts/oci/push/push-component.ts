import { sha256Of, type Sha256Digest } from '../../digest.ts'
import type { OciReference } from '../../references/reference.ts'
import type { FetchOptions } from '../../verified-artifact.ts'
import { MANIFEST_TYPE, POLICY_LAYER_TYPE, WASM_CONFIG_TYPE, WASM_LAYER_TYPE } from '../media-types.ts'
import type { RegistryClient } from '../registry-client.ts'
import { buildWasmArtifact, type ArtifactLayer } from '../wasm-artifact.ts'
import { attachReferrer } from './attach-referrer.ts'
import { pushArtifact } from './push-artifact.ts'
import { blobOfBytes } from './pushed-blob.ts'

/** A component and what is said about it. */
export interface PushedComponent {
  readonly bytes: Uint8Array
  /** The file name that tools show and write. */
  readonly title: string
  /** Names of the root component, such as `wasi:http/types@0.2.0`. */
  readonly world: { readonly imports: readonly string[]; readonly exports: readonly string[] }
  readonly created: Date
  readonly author?: string | undefined
  readonly annotations?: Readonly<Record<string, string>> | undefined
  readonly policy?: PushedPolicy | undefined
  /** Besides the tag of the reference. */
  readonly alsoTags?: readonly string[] | undefined
}

/** What the author asks for: a document beside the component, or a layer of it, which wkg refuses to pull. */
export interface PushedPolicy {
  readonly bytes: Uint8Array
  readonly form: 'referrer' | 'layer'
}

/** What now lies in the registry. */
export interface PushResult {
  /** `host/repository`. */
  readonly name: string
  readonly tags: readonly string[]
  /** Of the manifest: what to pin and to sign. */
  readonly digest: Sha256Digest
  /** Of the component itself. */
  readonly componentDigest: Sha256Digest
  /** Of the manifest of the policy; null where it is a layer or there is none. */
  readonly policyDigest: Sha256Digest | null
}

const POLICY_TITLE = 'policy.yaml'

/** Publishes a component. @throws CodedError what `pushArtifact` and `attachReferrer` throw */
export async function pushComponent(
  client: RegistryClient,
  { reference, component }: { readonly reference: OciReference; readonly component: PushedComponent },
  options: FetchOptions,
): Promise<PushResult> {
  const { registry, repository, tag } = reference
  const target = { ...options, repository: { registry, repository } }
  const { componentLayer, contents, built } = build(component)
  const blobs = contents.map(({ layer, bytes }) => blobOfBytes(layer, bytes))
  const config = { mediaType: WASM_CONFIG_TYPE, digest: sha256Of(built.config), size: built.config.length }
  const tags = [...new Set([tag, ...(component.alsoTags ?? [])])].filter((name) => name !== null)
  const artifact = { blobs: [...blobs, blobOfBytes(config, built.config)], manifest: built.manifest, tags }
  const digest = await pushArtifact(client, artifact, target)
  const subject = { mediaType: MANIFEST_TYPE, digest, size: built.manifest.length }
  const policyDigest =
    component.policy?.form === 'referrer'
      ? await attachReferrer(client, policyReferrer(subject, component.policy.bytes), target)
      : null
  return {
    name: `${registry}/${repository}`,
    tags,
    digest,
    componentDigest: componentLayer.digest,
    policyDigest,
  }
}

function build({ bytes, title, policy, world, ...rest }: PushedComponent) {
  const componentLayer = layerOf(WASM_LAYER_TYPE, title, bytes)
  const contents = [{ layer: componentLayer, bytes }]
  if (policy?.form === 'layer') {
    contents.push({ layer: layerOf(POLICY_LAYER_TYPE, POLICY_TITLE, policy.bytes), bytes: policy.bytes })
  }
  const layers = contents.map(({ layer }) => layer)
  return { componentLayer, contents, built: buildWasmArtifact({ ...rest, layers, component: world }) }
}

function layerOf(mediaType: string, title: string, bytes: Uint8Array): ArtifactLayer {
  return { mediaType, title, digest: sha256Of(bytes), size: bytes.length }
}

function policyReferrer(
  subject: { mediaType: string; digest: Sha256Digest; size: number },
  bytes: Uint8Array,
) {
  const content = { mediaType: POLICY_LAYER_TYPE, title: POLICY_TITLE, bytes }
  return { subject, artifactType: POLICY_LAYER_TYPE, content }
}
