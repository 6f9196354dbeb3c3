import type { IncomingHttpHeaders } from 'node:http'

import { Agent, request } from 'undici'

import { buildWasmArtifact, MANIFEST_TYPE, sha256Of, WASM_LAYER_TYPE, type ArtifactLayer } from '#artifacts'

/** A layer to push. */
export interface PushedLayer {
  readonly mediaType: string
  readonly title: string
  readonly bytes: Uint8Array
}

/** Where and how to push. */
export interface PushTarget {
  /** `http://127.0.0.1:5000`. */
  readonly origin: string
  readonly repository: string
  readonly tag: string
  /** The value of the `Authorization` header. */
  readonly authorization?: string | undefined
  /** PEM of an authority that vouches for the registry. */
  readonly certificate?: string | undefined
}

/** What may differ from one component layer of media type `application/wasm`. */
export interface PushOptions {
  readonly layers?: readonly PushedLayer[]
  readonly exports?: readonly string[]
  readonly imports?: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
}

/** Pushes a component in the form that `wkg oci push` writes; returns the digest of its manifest. */
export async function pushComponent(
  target: PushTarget,
  component: Uint8Array,
  options: PushOptions = {},
): Promise<string> {
  const layers = options.layers ?? [{ mediaType: WASM_LAYER_TYPE, title: 'component.wasm', bytes: component }]
  const { config, manifest, manifestDigest } = buildWasmArtifact({
    layers: layers.map(describeLayer),
    component: { exports: options.exports ?? [], imports: options.imports ?? [] },
    created: new Date(),
    annotations: options.annotations,
  })
  for (const { bytes } of layers) await pushBlob(target, bytes)
  await pushBlob(target, config)
  await pushManifest(target, manifest)
  return manifestDigest
}

/** Uploads one blob with POST and PUT. */
export async function pushBlob(target: PushTarget, bytes: Uint8Array): Promise<void> {
  const begun = await send(target, `/v2/${target.repository}/blobs/uploads/`, { method: 'POST' })
  const url = new URL(String(begun['location']), target.origin)
  url.searchParams.set('digest', sha256Of(bytes))
  await send(target, url, {
    method: 'PUT',
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  })
}

/** Puts a manifest under the tag of the target. */
export async function pushManifest(
  target: PushTarget,
  manifest: Uint8Array,
  options: { readonly mediaType?: string; readonly reference?: string } = {},
): Promise<void> {
  await send(target, `/v2/${target.repository}/manifests/${options.reference ?? target.tag}`, {
    method: 'PUT',
    body: manifest,
    headers: { 'content-type': options.mediaType ?? MANIFEST_TYPE },
  })
}

interface PushRequest {
  readonly method: 'POST' | 'PUT'
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

function describeLayer({ mediaType, title, bytes }: PushedLayer): ArtifactLayer {
  return { mediaType, title, digest: sha256Of(bytes), size: bytes.length }
}

async function send(target: PushTarget, path: string | URL, init: PushRequest): Promise<IncomingHttpHeaders> {
  const authorization = target.authorization === undefined ? {} : { authorization: target.authorization }
  const trust = target.certificate === undefined ? {} : { connect: { ca: target.certificate } }
  const dispatcher = new Agent({ ...trust, allowH2: false })
  try {
    const headers = { ...init.headers, ...authorization }
    const response = await request(new URL(path, target.origin), { ...init, headers, dispatcher })
    const text = await response.body.text()
    if (response.statusCode < 300) return response.headers
    throw new Error(`The registry answered ${response.statusCode} to ${init.method}: ${text}`)
  } finally {
    await dispatcher.close()
  }
}
