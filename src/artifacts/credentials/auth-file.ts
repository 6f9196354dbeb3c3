import { z } from 'zod'

import { isDockerHub } from '../oci/reference.ts'
import type { RepositoryName } from '../references/repository-name.ts'
import type { Credential } from './credential.ts'

const AuthEntry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
})

/** The parts of a Docker `config.json` or podman `auth.json` that tell where logins are. */
export const AuthFile = z.object({
  auths: z.record(z.string(), z.unknown()).optional().catch(undefined),
  credHelpers: z.record(z.string(), z.string()).optional().catch(undefined),
  credsStore: z.string().optional().catch(undefined),
})
export type AuthFile = z.infer<typeof AuthFile>

/** The key under which Docker keeps the login of Docker Hub. */
export const DOCKER_HUB_KEY = 'https://index.docker.io/v1/'

/**
 * The login that `auths` holds for a repository.
 *
 * Keys are compared whole after normalising, never by substring: `cr.io` must not get the login of `ghcr.io`.
 * Podman's keys with a path (`host/namespace`) fit by whole segments, the longest wins.
 */
export function findInAuths(file: AuthFile, name: RepositoryName): Credential | null {
  const wanted = candidateKeys(name)
  const entries = Object.entries(file.auths ?? {}).map(
    ([key, entry]) => [normaliseAuthKey(key), entry] as const,
  )
  for (const candidate of wanted) {
    for (const [key, entry] of entries) {
      const credential = key === candidate ? credentialOf(entry) : null
      if (credential !== null) return credential
    }
  }
  return null
}

/** The helper that `credHelpers` names for a registry. */
export function helperFor(file: AuthFile, registry: string): string | null {
  const wanted = normaliseAuthKey(registry)
  const entry = Object.entries(file.credHelpers ?? {}).find(([key]) => normaliseAuthKey(key) === wanted)
  return entry?.[1] ?? null
}

/** Brings `https://host/v1/`, `host/`, `Host` and the names of Docker Hub to one form. */
export function normaliseAuthKey(key: string): string {
  const bare = key
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '')
  const slash = bare.indexOf('/')
  const host = (slash === -1 ? bare : bare.slice(0, slash)).toLowerCase()
  const path = slash === -1 ? '' : bare.slice(slash)
  return `${isDockerHub(host) ? 'docker.io' : host}${path}`
}

function candidateKeys({ registry, repository }: RepositoryName): string[] {
  const segments = [normaliseAuthKey(registry), ...repository.split('/')]
  return segments.map((_, index) => segments.slice(0, segments.length - index).join('/'))
}

/** Null for the empty entries that Docker Desktop leaves beside a credential store. */
function credentialOf(entry: unknown): Credential | null {
  const parsed = AuthEntry.safeParse(entry)
  if (!parsed.success) return null
  const { auth, username, password, identitytoken, registrytoken } = parsed.data
  if (identitytoken) return { kind: 'identity-token', token: identitytoken }
  if (registrytoken) return { kind: 'bearer', token: registrytoken }
  if (auth) return decodeAuth(auth)
  return username && password ? { kind: 'basic', username, password } : null
}

/** The user name and password in base64, as Docker and wkg write them. */
export function decodeAuth(auth: string): Credential | null {
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = text.indexOf(':')
  if (colon <= 0) return null
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) }
}
