import { createHash } from 'node:crypto'

import { pushBlob, pushManifest, type PushTarget } from '../../../tools/embedded-registry/push-component.ts'
import { type SigningKey, signBytes } from './signing-key.ts'

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const SIMPLE_SIGNING_TYPE = 'application/vnd.dev.cosign.simplesigning.v1+json'
const EMPTY = Buffer.from('{}')

/** A manifest that others can point to. */
export interface PushedManifest {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** What may differ from what cosign writes. */
export interface AttachOptions {
  /** The digest of the manifest that the referrer names. */
  readonly subject: string
  readonly layerType?: string
}

/** Pushes a manifest with one bundle, as cosign 3 and GitHub do, and names no tag for it. */
export async function pushBundle(
  target: PushTarget,
  bundle: Uint8Array,
  { subject, layerType = BUNDLE_TYPE }: AttachOptions,
): Promise<PushedManifest> {
  await pushBlob(target, EMPTY)
  await pushBlob(target, bundle)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST_TYPE,
      artifactType: BUNDLE_TYPE,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(EMPTY), size: EMPTY.length },
      layers: [{ mediaType: layerType, digest: digestOf(bundle), size: bundle.length }],
      subject: { mediaType: MANIFEST_TYPE, digest: subject, size: 1 },
    }),
  )
  const digest = digestOf(manifest)
  await pushManifest(target, manifest, { reference: digest })
  return { mediaType: MANIFEST_TYPE, digest, size: manifest.length }
}

/** Attaches bundles to a manifest where a registry has no referrers API. */
export async function attachBundles(
  target: PushTarget,
  manifestDigest: string,
  bundles: readonly Uint8Array[],
): Promise<void> {
  const manifests: PushedManifest[] = []
  for (const bundle of bundles) manifests.push(await pushBundle(target, bundle, { subject: manifestDigest }))
  await writeReferrers(target, manifestDigest, manifests)
}

/** Writes the index that stands in for the referrers API, under the tag `sha256-<hex>`. */
export async function writeReferrers(
  target: PushTarget,
  manifestDigest: string,
  manifests: readonly object[],
): Promise<void> {
  const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }))
  const reference = manifestDigest.replace(':', '-')
  await pushManifest(target, index, { mediaType: INDEX_TYPE, reference })
}

/** The payload of cosign 2. */
export function simpleSigningPayload(manifestDigest: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': 'registry.example/ada/tool' },
        image: { 'docker-manifest-digest': manifestDigest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  )
}

/** Signs a manifest as cosign 2 does: payload and signature under the tag `sha256-<hex>.sig`. */
export async function attachSimpleSigning(
  target: PushTarget,
  manifestDigest: string,
  signed: {
    readonly key: SigningKey
    readonly payload?: Uint8Array
    readonly annotations?: Readonly<Record<string, string>>
  },
): Promise<void> {
  const payload = signed.payload ?? simpleSigningPayload(manifestDigest)
  await pushBlob(target, EMPTY)
  await pushBlob(target, payload)
  const signature = signBytes(signed.key, payload).toString('base64')
  const layer = {
    mediaType: SIMPLE_SIGNING_TYPE,
    digest: digestOf(payload),
    size: payload.length,
    annotations: { 'dev.cosignproject.cosign/signature': signature, ...signed.annotations },
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf(EMPTY),
      size: EMPTY.length,
    },
    layers: [layer],
  }
  const reference = `${manifestDigest.replace(':', '-')}.sig`
  await pushManifest(target, Buffer.from(JSON.stringify(manifest)), { reference })
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
