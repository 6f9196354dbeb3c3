import { readFile } from 'node:fs/promises'

import { CodedError, describeError } from '#platform'

import type { ArtifactSettings } from './artifact-settings.ts'
import { DEFAULT_RETRY, DEFAULT_TIMEOUTS, type HttpSettings } from './http/http-settings.ts'
import { readWkgConfig } from './packages/wkg-config.ts'
import { wkgHosts, type WkgHosts } from './packages/wkg-hosts.ts'
import { RegistryRules } from './registry-rules.ts'

/** What the transport has to know, from the settings and from wkg's configuration. @throws CodedError `CA_FILE_INVALID` */
export async function httpSettingsOf(settings: ArtifactSettings): Promise<HttpSettings> {
  const wkg = await readWkgHosts(settings)
  const insecureHosts = [...(settings.insecureRegistries ?? []), ...wkg.insecure]
  return {
    proxy: settings.proxy ?? {},
    certificates: settings.caFile ? await readCertificates(settings.caFile) : null,
    authorities: new Map([...wkg.authorities, ...(await readAuthorities(settings))]),
    insecureHosts,
    insideHosts: [
      ...insecureHosts,
      ...wkg.named,
      ...new RegistryRules(settings.registries).namedHosts(),
      URL.parse(settings.componentList?.source ?? '')?.host ?? [],
    ].flat(),
    lookup: settings.lookup,
    timeouts: { ...DEFAULT_TIMEOUTS, ...settings.timeouts },
    retry: { ...DEFAULT_RETRY, ...settings.retry },
  }
}

async function readWkgHosts({ wkgConfigFile, logger }: ArtifactSettings): Promise<WkgHosts> {
  try {
    const hosts = wkgHosts(await readWkgConfig(wkgConfigFile))
    if (hosts.unchecked.length > 0) {
      const text = 'Certificates are checked all the same: name the authority with "ca" of [registries]'
      logger.warn({ hosts: hosts.unchecked, setting: 'accept_invalid_certificates' }, text)
    }
    return hosts
  } catch (error) {
    logger.warn({ reason: describeError(error) }, 'The configuration of wkg is left out')
    return { insecure: [], named: [], authorities: new Map(), unchecked: [] }
  }
}

function readAuthorities({ registries }: ArtifactSettings): Promise<readonly (readonly [string, string])[]> {
  const files = Object.entries(registries?.ca ?? {})
  return Promise.all(files.map(async ([host, path]) => [host, await readCertificates(path)] as const))
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
