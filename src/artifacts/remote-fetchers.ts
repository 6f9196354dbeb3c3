import { CodedError } from '#platform'

import type { ArtifactSettings } from './artifact-settings.ts'
import { credentialFinder } from './credential-finder.ts'
import type { FetchedArtifact, FetcherParts } from './fetcher.ts'
import { httpSettingsOf } from './http-settings-of.ts'
import { fetchDocument } from './http/fetch-document.ts'
import { HttpTransport } from './http/http-transport.ts'
import { fetchUrl } from './https-fetcher.ts'
import { Authorizer } from './oci/login/authorizer.ts'
import { BlobFetcher } from './oci/blob-fetcher.ts'
import { fetchOci, resolveOci } from './oci/oci-fetcher.ts'
import { OciRegistries } from './oci/oci-registries.ts'
import { displayOciReference } from './oci/reference.ts'
import { RegistryClient } from './oci/registry-client.ts'
import { endpointOf } from './oci/registry-endpoint.ts'
import type { OciReference, UrlReference, VersionedReference } from './references/reference.ts'
import { RegistryRules } from './registry-rules.ts'
import { resolveVersion } from './resolve-version.ts'
import type { Registries } from './registries.ts'
import { parseReference } from './references/parse-reference.ts'
import { OciSignatures } from './trust/oci-signatures.ts'
import type { Signatures } from './trust/signatures.ts'
import { ArtifactTrust, type ArtifactTrustParts } from './trust/artifact-trust.ts'
import type { FetchOptions, Resolution } from './verified-artifact.ts'

/** The fetchers that use the network, sharing one set of connections. */
export interface RemoteFetchers {
  fetchUrl(reference: UrlReference, options: FetchOptions): Promise<FetchedArtifact>
  fetchOci(reference: OciReference | VersionedReference, options: FetchOptions): Promise<FetchedArtifact>
  /** Gets a document of at most `limit` bytes. */
  fetchDocument(url: URL, limit: number, signal?: AbortSignal): Promise<Uint8Array>
  readonly registries: Registries
  readonly signatures: Signatures
  resolveOci(reference: OciReference | VersionedReference, options: FetchOptions): Promise<Resolution>
  close(): Promise<void>
}

/** Joins transport, logins and registry client. @throws CodedError `CA_FILE_INVALID` */
export async function createRemoteFetchers(
  settings: ArtifactSettings,
  parts: FetcherParts,
): Promise<RemoteFetchers> {
  const http = await httpSettingsOf(settings)
  const transport = new HttpTransport(http)
  const rules = new RegistryRules(settings.registries)
  const { logger } = settings
  const authorizer = new Authorizer({ transport, logger, findCredential: credentialFinder(settings) })
  const client = new RegistryClient({
    transport,
    authorizer,
    rules,
    logger,
    endpointOf: (registry) => endpointOf(registry, http.insecureHosts),
  })
  const blobs = new BlobFetcher({ client, ...parts })
  const trust = settings.trust ? trustOf(settings.trust, { client, logger, store: parts.store }) : null
  const versions = { client, transport, wkgConfigFile: settings.wkgConfigFile }
  const oci = { client, blobs, logger, trust, ...parts }
  const locate = async (
    reference: OciReference | VersionedReference,
    options: FetchOptions,
  ): Promise<OciReference> => {
    const located = reference.kind === 'oci' ? reference : await resolveVersion(reference, versions, options)
    rules.assertAllowed(located)
    return located
  }
  return {
    fetchUrl: async (reference, options) => {
      const { host, pathname } = reference.url
      rules.assertAllowed({ registry: host, repository: pathname.slice(1) })
      trust?.checkUnsigned(`${host}${pathname}`)
      return fetchUrl(reference, { transport, ...parts }, options)
    },
    fetchOci: async (reference, options) => {
      const located = await locate(reference, options)
      const fetched = await fetchOci(located, oci, options)
      return reference.kind === 'oci'
        ? fetched
        : { ...fetched, reference: `oci://${displayOciReference(located)}` }
    },
    resolveOci: async (reference, options) => {
      const located = await locate(reference, options)
      return {
        reference: `oci://${displayOciReference(located)}`,
        ...(await resolveOci(located, oci, options)),
      }
    },
    fetchDocument: (url, limit, signal) => fetchDocument(transport, { url, limit }, signal),
    registries: new OciRegistries({
      client,
      blobs,
      store: parts.store,
      resolveVersion: (reference, options) => resolveVersion(reference, versions, options),
    }),
    signatures: signaturesOf(settings, { client, logger, store: parts.store }, locate),
    close: () => transport.close(),
  }
}

function signaturesOf(
  { trust = UNTRUSTING }: ArtifactSettings,
  parts: Pick<ArtifactTrustParts, 'client' | 'logger' | 'store'>,
  locate: (reference: OciReference | VersionedReference, options: FetchOptions) => Promise<OciReference>,
): Signatures {
  return new OciSignatures({
    ...parts,
    locate: async (reference, options) => locate(parseRemote(reference), options),
    trustWith: (trustedRoot) => trustOf({ ...trust, trustedRoot: trustedRoot ?? trust.trustedRoot }, parts),
  })
}

const UNTRUSTING = { default: 'off', rules: [], trustedRoot: null, pins: { read: async () => [] } } as const

/** A reference to what can be signed. @throws CodedError `REFERENCE_INVALID` */
function parseRemote(text: string): OciReference | VersionedReference {
  const reference = parseReference(text)
  if (reference.kind !== 'file' && reference.kind !== 'https') return reference
  const message = `"${text}" is not in a registry, where signatures are kept: write it as oci://host/repository:tag`
  throw new CodedError('REFERENCE_INVALID', message)
}

function trustOf(
  { pins, ...settings }: NonNullable<ArtifactSettings['trust']>,
  parts: Pick<ArtifactTrustParts, 'client' | 'logger' | 'store'>,
): ArtifactTrust {
  return new ArtifactTrust({ settings, pins, ...parts })
}
