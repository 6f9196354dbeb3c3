import { readFile } from 'node:fs/promises'

import { CodedError, describeError } from '#platform'

import type { ArtifactSettings } from './artifact-settings.ts'
import { HELPER_TIMEOUT_MS } from './credentials/credential-helper.ts'
import { authFilesOf, findCredential } from './credentials/find-credential.ts'
import type { FetchedArtifact, FetcherParts } from './fetcher.ts'
import { DEFAULT_RETRY, DEFAULT_TIMEOUTS } from './http/http-settings.ts'
import { HttpTransport } from './http/http-transport.ts'
import { fetchUrl } from './https-fetcher.ts'
import { Authorizer, type CredentialFinder } from './oci/login/authorizer.ts'
import { BlobFetcher } from './oci/blob-fetcher.ts'
import { fetchOci, resolveOci } from './oci/oci-fetcher.ts'
import { OciRegistries } from './oci/oci-registries.ts'
import { displayOciReference } from './oci/reference.ts'
import { RegistryClient } from './oci/registry-client.ts'
import { endpointOf } from './oci/registry-endpoint.ts'
import type { OciReference, UrlReference, VersionedReference } from './reference.ts'
import { resolveVersion } from './resolve-version.ts'
import type { Registries } from './registries.ts'
import { ArtifactTrust, type ArtifactTrustParts } from './trust/artifact-trust.ts'
import type { FetchOptions, Resolution } from './verified-artifact.ts'

/** The fetchers that use the network, sharing one set of connections. */
export interface RemoteFetchers {
  fetchUrl(reference: UrlReference, options: FetchOptions): Promise<FetchedArtifact>
  fetchOci(reference: OciReference | VersionedReference, options: FetchOptions): Promise<FetchedArtifact>
  readonly registries: Registries
  resolveOci(reference: OciReference | VersionedReference, options: FetchOptions): Promise<Resolution>
  close(): Promise<void>
}

/** Joins transport, logins and registry client. @throws CodedError `CA_FILE_INVALID` */
export async function createRemoteFetchers(
  settings: ArtifactSettings,
  parts: FetcherParts,
): Promise<RemoteFetchers> {
  const insecureHosts = settings.insecureRegistries ?? []
  const transport = new HttpTransport({
    proxy: settings.proxy ?? {},
    certificates: settings.caFile ? await readCertificates(settings.caFile) : null,
    insecureHosts,
    timeouts: { ...DEFAULT_TIMEOUTS, ...settings.timeouts },
    retry: { ...DEFAULT_RETRY, ...settings.retry },
  })
  const { logger } = settings
  const authorizer = new Authorizer({ transport, logger, findCredential: credentialFinder(settings) })
  const client = new RegistryClient({
    transport,
    authorizer,
    endpointOf: (registry) => endpointOf(registry, insecureHosts),
  })
  const blobs = new BlobFetcher({ client, ...parts })
  const trust = settings.trust && trustOf(settings.trust, { client, store: parts.store })
  const versions = { client, transport, wkgConfigFile: settings.wkgConfigFile }
  const oci = { client, blobs, logger, trust: trust ?? null, ...parts }
  return {
    fetchUrl: (reference, options) => fetchUrl(reference, { transport, ...parts }, options),
    fetchOci: async (reference, options) => {
      if (reference.kind === 'oci') return fetchOci(reference, oci, options)
      const resolved = await resolveVersion(reference, versions, options)
      const fetched = await fetchOci(resolved, oci, options)
      return { ...fetched, reference: `oci://${displayOciReference(resolved)}` }
    },
    resolveOci: async (reference, options) => {
      const resolved =
        reference.kind === 'oci' ? reference : await resolveVersion(reference, versions, options)
      return {
        reference: `oci://${displayOciReference(resolved)}`,
        ...(await resolveOci(resolved, oci, options)),
      }
    },
    registries: new OciRegistries({ client }),
    close: () => transport.close(),
  }
}

function trustOf(
  { pins, ...settings }: NonNullable<ArtifactSettings['trust']>,
  parts: Pick<ArtifactTrustParts, 'client' | 'store'>,
): ArtifactTrust {
  return new ArtifactTrust({ settings, pins, ...parts })
}

function credentialFinder(settings: ArtifactSettings): CredentialFinder {
  const { logger, logins = [], helperEnvironment = {} } = settings
  const authFiles = authFilesOf(settings)
  return (name, signal) => {
    const helper = { environment: helperEnvironment, timeoutMs: HELPER_TIMEOUT_MS, signal }
    return findCredential(name, { logins, authFiles, helper, logger })
  }
}

async function readCertificates(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = describeError(error)
    throw new CodedError(
      'CA_FILE_INVALID',
      `The certificate file "${path}" cannot be read (${reason}): check the setting`,
    )
  }
}
