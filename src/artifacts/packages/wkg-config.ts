import { readFile } from 'node:fs/promises'

import { parse } from 'smol-toml'
import { z } from 'zod'

import { CodedError, describeError } from '#platform'

import { RegistryMetadata } from './registry-metadata.ts'

/** A host, and what it would say of itself where the user has written that down. */
const Mapping = z.union([
  z.string().transform((registry) => ({ registry, metadata: null })),
  z.object({ registry: z.string(), metadata: RegistryMetadata }),
])
/** @see Mapping */
export type RegistryMapping = Readonly<z.infer<typeof Mapping>>

const Login = z.union([z.string(), z.object({ username: z.string(), password: z.string() })])
const Certificate = z.object({ encoding: z.enum(['der', 'pem']), data: z.string() })

const WkgConfig = z.object({
  default_registry: z.string().optional(),
  namespace_registries: z.record(z.string(), Mapping).default({}),
  package_registry_overrides: z.record(z.string(), Mapping).default({}),
  registry: z
    .record(
      z.string(),
      z.looseObject({
        oci: z
          .object({
            auth: Login.optional(),
            protocol: z.enum(['http', 'https']).optional(),
            accept_invalid_certificates: z.boolean().optional(),
            extra_root_certificates: z.array(Certificate).default([]),
          })
          .optional(),
      }),
    )
    .default({}),
})
/** The configuration of wkg: which registry has which package, and how registries are reached. */
export type WkgConfig = Readonly<z.infer<typeof WkgConfig>>

/** Of a user without a file. */
const NO_WKG_CONFIG: WkgConfig = WkgConfig.parse({})

/** Reads the file; what is not known in it is left to wkg. @throws CodedError `WKG_CONFIG_INVALID` */
export async function readWkgConfig(path: string | undefined): Promise<WkgConfig> {
  const text = path === undefined ? null : await readIfThere(path)
  if (path === undefined || text === null) return NO_WKG_CONFIG
  try {
    return WkgConfig.parse(parse(text))
  } catch (error) {
    throw invalid(path, error instanceof z.ZodError ? describeIssue(error) : 'it is not TOML')
  }
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return null
    throw invalid(path, describeError(error))
  })
}

/** A value is never quoted: it may be a password. */
function describeIssue({ issues: [issue] }: z.ZodError): string {
  return `"${issue?.path.join('.') ?? ''}" is not what wkg expects there`
}

function invalid(path: string, reason: string): CodedError {
  return new CodedError(
    'WKG_CONFIG_INVALID',
    `The configuration of wkg "${path}" cannot be read (${reason}): fix it`,
  )
}
