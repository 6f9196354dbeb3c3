import { z } from 'zod'

import { isSha256Digest } from '#artifacts'

import { canonicalOrNull } from '../canonical-or-null.ts'

const SCHEMES = ['oci://', 'file://', 'https://', 'http://']
/** A start that waits for longer has failed. */
const MAX_ATTEMPTS = 20
const MAX_WAIT_MS = 60_000

const uri = z.string().check(({ value, issues }) => {
  if (canonicalOrNull(value) !== null) return
  const message = SCHEMES.some((scheme) => value.startsWith(scheme))
    ? 'Component URI is not a reference that can be loaded'
    : `Component URI must start with one of: ${SCHEMES.join(', ')}, or name a package`
  issues.push({ code: 'custom', message, input: value })
})

const digest = z.string().refine(isSha256Digest, {
  message: "SHA-256 digest must be 64 hex characters, in lower case, after 'sha256:'",
})

/** Rules are those of a policy file, which checks them. */
const rules = (name: string) =>
  z.array(z.record(z.string(), z.unknown())).min(1, `${name} permissions 'allow' list cannot be empty`)
const storageRule = z.looseObject({
  uri: z.string().startsWith('fs://', "Storage URI must start with 'fs://'"),
  access: z.array(z.enum(['read', 'write'])).min(1, "Storage permissions 'access' list cannot be empty"),
})
const environmentRule = z.strictObject({ key: z.string().min(1), value_from: z.string().min(1).optional() })

const permissions = z.strictObject({
  network: z.strictObject({ allow: rules('Network'), deny: rules('Network').optional() }).optional(),
  storage: z
    .strictObject({
      allow: z.array(storageRule).min(1, "Storage permissions 'allow' list cannot be empty"),
      deny: rules('Storage').optional(),
    })
    .optional(),
  environment: z
    .strictObject({
      allow: z
        .array(environmentRule)
        .min(1, "Environment permissions 'allow' list cannot be empty")
        .check(unique(({ key }) => key, 'Duplicate environment variable key')),
    })
    .optional(),
  resources: z
    .strictObject({
      memory_bytes: z.int().positive().optional(),
      cpu_time_ms: z.int().positive().optional(),
      limits: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
})

const wait = z.int().nonnegative().max(MAX_WAIT_MS)
const backoff = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('exponential'), base_ms: wait }),
  z.strictObject({ type: z.literal('linear'), increment_ms: wait }),
])

const component = z.strictObject({
  uri,
  name: z.string().nullish(),
  digest: digest.nullish(),
  permissions,
  retry_policy: z
    .strictObject({ attempts: z.int().min(1).max(MAX_ATTEMPTS), backoff: backoff.nullish() })
    .nullish(),
})

/** The file of `--manifest`, in the keys of Wassette. */
export const PROVISIONING = z.strictObject({
  version: z.unknown().check((context) => {
    if (context.value === 1) return
    const message = `Unsupported manifest version: ${String(context.value)}. Only version 1 is supported`
    context.issues.push({ code: 'custom', message, input: context.value })
  }),
  components: z
    .array(component)
    .min(1, 'Manifest must declare at least one component')
    .check(unique(({ uri: text }) => canonicalOrNull(text) ?? text, 'Duplicate component URIs found')),
})

/** One component as it stands in the file. */
export type ComponentEntry = z.infer<typeof component>

function unique<T>(keyOf: (item: T) => string, message: string): z.core.CheckFn<T[]> {
  return ({ value, issues }) => {
    const keys = value.map(keyOf)
    const index = keys.findIndex((key, at) => keys.indexOf(key) < at)
    if (index >= 0)
      issues.push({ code: 'custom', message: `${message}: ${keys[index]}`, input: value, path: [index] })
  }
}
