import { CodedError } from '#platform'

import type { Sha256Digest } from '../digest.ts'
import type { Descriptor, ManifestDocument } from './manifest.ts'
import { layerKind, WASM_CONFIG_TYPE } from './media-types.ts'

/** The layers of an artifact that are of use here. */
export interface SelectedLayers {
  readonly component: Descriptor
  readonly policy: Descriptor | null
  /** Config and further layers: kept so that the artifact is whole for others, and never looked into. */
  readonly companions: readonly Descriptor[]
}

/** The first WebAssembly layer and the first policy, as Wassette takes them. @throws CodedError `NOT_A_COMPONENT` */
export function selectLayers(document: ManifestDocument, subject: string): SelectedLayers {
  // An index inside an index is not followed: it could go on for ever.
  const { config, layers } = document.kind === 'manifest' ? document : { config: null, layers: [] }
  const component = layers.find(({ mediaType }) => layerKind(mediaType) === 'wasm')
  if (component === undefined) throw noComponent(layers, subject)
  const policy = layers.find(({ mediaType }) => layerKind(mediaType) === 'policy') ?? null
  const others = layers.filter((layer) => layer !== component && layer !== policy)
  return { component, policy, companions: config === null ? others : [config, ...others] }
}

/** The one entry of an index that is WebAssembly. @throws CodedError `NOT_A_COMPONENT` */
export function selectEntry(index: ManifestDocument & { kind: 'index' }, subject: string): Sha256Digest {
  const { entries } = index
  const wasm = entries.filter(
    ({ artifactType, platform }) => platform?.architecture === 'wasm' || artifactType === WASM_CONFIG_TYPE,
  )
  // A core module is of no use here, so that the same thing as a component goes before it.
  const preferred = wasm.find(({ platform }) => platform?.os !== 'wasip1') ?? wasm[0]
  const [only] = preferred === undefined ? entries : [preferred]
  if (only !== undefined && (preferred !== undefined || entries.length === 1)) return only.digest
  const platforms = entries.map(({ platform }) => `${platform?.os ?? '?'}/${platform?.architecture ?? '?'}`)
  throw new CodedError(
    'NOT_A_COMPONENT',
    `"${subject}" is a list of images for ${shown(platforms)} and none is WebAssembly: name the digest of the right one`,
  )
}

function noComponent(layers: readonly Descriptor[], subject: string): CodedError {
  const isContainer = layers.some(({ mediaType }) => layerKind(mediaType) === 'container')
  const what = isContainer
    ? 'is a container image, whose files lie in an archive'
    : `has no WebAssembly layer (only ${shown(layers.map(typeOf))})`
  return new CodedError(
    'NOT_A_COMPONENT',
    `"${subject}" ${what}: publish the component itself with "wassette push" or "wkg oci push", which makes a layer of type application/wasm`,
  )
}

function typeOf({ mediaType }: Descriptor): string {
  return mediaType
}

/** Names from a registry, cut to what a message can hold: a model will read them. */
function shown(names: readonly string[]): string {
  const safe = names.slice(0, 5).map((name) => `"${name.replace(/[^\w./+-]/g, '?').slice(0, 80)}"`)
  return safe.length === 0 ? 'nothing' : safe.join(', ')
}
