import { z } from 'zod'

import { isCodedError, visibleJson } from '#platform'

import type { Grant } from '../grant.ts'
import { parseGrant, type GrantKind } from '../parse/parse-grant.ts'

/** Who asks: another version may come under the same id, and so may a stranger. */
export interface Requester {
  /** `sha256:<hex>` of the component file. */
  readonly digest: string
  /** Where it came from; null where nobody knows. */
  readonly reference: string | null
}

/** A grant that somebody asked for and nobody has decided on. */
export interface PendingRequest {
  /** Eight hexadecimal digits. */
  readonly id: string
  readonly componentId: string
  readonly requester: Requester
  readonly grant: Grant
  /** The tool whose call was denied; null where a model asked of its own accord. */
  readonly tool: string | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

const STORED = z.object({
  id: z.string(),
  component_id: z.string(),
  digest: z.string(),
  reference: z.string().nullable(),
  kind: z.enum(['storage', 'network', 'environment', 'memory', 'state']),
  details: z.unknown(),
  tool: z.string().nullable(),
  // Beyond this there is no date.
  created_at: z.number().min(0).max(8.64e15),
})

/** The text of its file. */
export function printPendingRequest(request: PendingRequest): string {
  const {
    componentId,
    requester: { digest, reference },
    grant,
    createdAt,
    ...same
  } = request
  const stored = {
    ...same,
    component_id: componentId,
    digest,
    reference,
    ...describeGrant(grant),
    created_at: createdAt,
  }
  return `${visibleJson(stored, 2)}\n`
}

/** Reads what `printPendingRequest` wrote; null for anything else. */
export function parsePendingRequest(text: string): PendingRequest | null {
  try {
    const stored = STORED.safeParse(JSON.parse(text)).data
    if (stored === undefined) return null
    const {
      component_id: componentId,
      digest,
      reference,
      kind,
      details,
      created_at: createdAt,
      ...same
    } = stored
    return {
      ...same,
      componentId,
      requester: { digest, reference },
      grant: parseGrant(kind, details),
      createdAt,
    }
  } catch (error) {
    if (error instanceof SyntaxError || isCodedError(error)) return null
    throw error
  }
}

/** A grant as clients write it: `details` goes back through `parseGrant`. */
export function describeGrant(grant: Grant): { readonly kind: GrantKind; readonly details: object } {
  switch (grant.kind) {
    case 'storage':
      return { kind: grant.kind, details: { uri: grant.uri, access: grant.access } }
    case 'network':
      return { kind: grant.kind, details: { host: grant.host } }
    case 'environment':
      return { kind: grant.kind, details: { key: grant.key } }
    case 'memory':
      return { kind: grant.kind, details: { memory: grant.limit } }
    case 'state':
      return { kind: grant.kind, details: { quota: grant.quota } }
  }
}
