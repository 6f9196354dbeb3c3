import { parseHostPattern } from '#addresses'
import { CodedError } from '#platform'

import { parseEnvironmentKey } from './environment-key.ts'
import type { Grant, Revocation } from '../grant.ts'
import { parseBytes } from './quantity.ts'
import { parseAccess } from './storage-access.ts'
import { parseStorageUri } from './storage-uri.ts'

/** Of a path, host or name: as long as what a denial suggests. A question must be short enough to be read. */
const MAX_CHARACTERS = 8_200

/** What can be granted and revoked. */
export type GrantKind = Grant['kind']

/**
 * Parses the details of a grant: `{uri, access}`, `{host}`, `{key}`, `{memory}` or `{quota}`.
 *
 * @throws CodedError `GRANT_INVALID` or the code of what is wrong with the value
 */
export function parseGrant(kind: GrantKind, details: unknown): Grant {
  switch (kind) {
    case 'storage': {
      const uri = field(details, { name: 'uri', kind, others: ['access'] })
      parseStorageUri(uri)
      return { kind, uri, access: parseAccess(accessOf(details)) }
    }
    case 'network': {
      const host = field(details, { name: 'host', kind })
      parseHostPattern(host)
      return { kind, host }
    }
    case 'environment':
      return { kind, key: parseEnvironmentKey(field(details, { name: 'key', kind })) }
    case 'memory': {
      const limit = field(details, { name: 'memory', kind })
      parseBytes(limit)
      return { kind, limit }
    }
    case 'state': {
      const quota = field(details, { name: 'quota', kind })
      parseBytes(quota)
      return { kind, quota }
    }
  }
}

/** Parses the details of a revocation: `{uri}`, `{host}`, `{key}` or nothing for memory and state. @throws CodedError `GRANT_INVALID` */
export function parseRevocation<Kind extends GrantKind>(
  kind: Kind,
  details: unknown,
): Extract<Revocation, { readonly kind: Kind }>
export function parseRevocation(kind: GrantKind, details: unknown): Revocation {
  switch (kind) {
    case 'storage':
      return { kind, uri: field(details, { name: 'uri', kind }) }
    case 'network':
      return { kind, host: field(details, { name: 'host', kind }) }
    case 'environment':
      return { kind, key: field(details, { name: 'key', kind }) }
    case 'memory':
    case 'state':
      return { kind }
  }
}

interface FieldRequest {
  readonly name: string
  readonly kind: GrantKind
  readonly others?: readonly string[]
}

function field(details: unknown, { name, kind, others = [] }: FieldRequest): string {
  const found = isRecord(details) ? details : {}
  const value = found[name]
  if (typeof value !== 'string') throw invalid(`Missing '${name}' field for ${kind} permission`)
  if (value.length > MAX_CHARACTERS)
    throw invalid(`The '${name}' is too long, ${MAX_CHARACTERS} characters are the most`)
  // What is passed over in silence, such as `methods`, would have narrowed the grant.
  const unknown = Object.keys(found).find((key) => key !== name && !others.includes(key))
  if (unknown !== undefined) throw invalid(`Unknown field '${unknown}' for ${kind} permission`)
  return value
}

function accessOf(details: unknown): readonly string[] {
  const access = isRecord(details) ? details['access'] : undefined
  if (!Array.isArray(access)) throw invalid("'access' field must be an array")
  return access.map(String)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string): CodedError {
  return new CodedError('GRANT_INVALID', message)
}
