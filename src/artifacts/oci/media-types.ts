import { sha256Of } from '../digest.ts'

/** Of an image manifest, the form that every artifact has. */
export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
export const WASM_CONFIG_TYPE = 'application/vnd.wasm.config.v0+json'
export const WASM_LAYER_TYPE = 'application/wasm'
/** The config of a manifest that has none (image specification 1.1, "Guidance for an Empty Descriptor"). */
export const EMPTY_CONFIG_BYTES: Uint8Array = Buffer.from('{}')
export const EMPTY_CONFIG = {
  mediaType: 'application/vnd.oci.empty.v1+json',
  digest: sha256Of(EMPTY_CONFIG_BYTES),
  size: EMPTY_CONFIG_BYTES.length,
}
export const POLICY_LAYER_TYPE = 'application/vnd.wasm.policy.v1+yaml'

const DOCKER_MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json'
const DOCKER_LIST_TYPE = 'application/vnd.docker.distribution.manifest.list.v2+json'

/** Every form of manifest and index. */
export const MANIFEST_TYPES: ReadonlySet<string> = new Set([
  MANIFEST_TYPE,
  INDEX_TYPE,
  DOCKER_MANIFEST_TYPE,
  DOCKER_LIST_TYPE,
])

/** The `Accept` header of a manifest request. */
export const ACCEPTED_MANIFESTS = [...MANIFEST_TYPES].join(', ')

/** Layers that hold WebAssembly: the CNCF layout first, then what older tools have published. */
const WASM_LAYER_TYPES: ReadonlySet<string> = new Set([
  WASM_LAYER_TYPE,
  'application/vnd.wasm.content.layer.v1+wasm',
  'application/vnd.module.wasm.content.layer.v1+wasm',
  'application/vnd.bytecodealliance.wasm.component.layer.v0+wasm',
  'application/vnd.wasm.component.v1',
])

/** Layers that hold a policy, as Wassette reads them. */
const POLICY_LAYER_TYPES: ReadonlySet<string> = new Set([
  POLICY_LAYER_TYPE,
  'application/vnd.wassette.policy+yaml',
  'application/x-yaml',
  'text/yaml',
])

/** What a layer is to us. */
export type LayerKind = 'wasm' | 'policy' | 'container' | 'other'

/** Sorts a layer by its media type; parameters such as `;charset` do not count. */
export function layerKind(mediaType: string): LayerKind {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (WASM_LAYER_TYPES.has(type)) return 'wasm'
  if (POLICY_LAYER_TYPES.has(type)) return 'policy'
  return /\.tar(?:[.+]|$)/.test(type) ? 'container' : 'other'
}
