import { isCodedError } from '#platform'

import type { Grant } from '../grant.ts'
import { type GrantKind, parseGrant } from '../parse/parse-grant.ts'

/** A grant that somebody asked for and nobody has decided on. */
export interface PendingRequest {
  /** Eight hexadecimal digits. */
  readonly id: string
  readonly componentId: string
  readonly grant: Grant
  /** The tool whose call was denied; null where a model asked of its own accord. */
  readonly tool: string | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

const KINDS: readonly GrantKind[] = ['storage', 'network', 'environment', 'memory', 'state']

/** The text of its file. */
export function printPendingRequest({ id, componentId, grant, tool, createdAt }: PendingRequest): string {
  const { kind, details } = describeGrant(grant)
  const stored = { id, component_id: componentId, kind, details, tool, created_at: createdAt }
  return `${JSON.stringify(stored, null, 2)}\n`
}

/** Reads what `printPendingRequest` wrote; null for anything else. */
export function parsePendingRequest(text: string): PendingRequest | null {
  try {
    const stored: unknown = JSON.parse(text)
    if (typeof stored !== 'object' || stored === null) return null
    const fields: Readonly<Record<string, unknown>> = { ...stored }
    const { id, component_id: componentId, tool, created_at: createdAt } = fields
    const kind = KINDS.find((item) => item === fields['kind'])
    if (kind === undefined || typeof id !== 'string' || typeof componentId !== 'string') return null
    if (typeof createdAt !== 'number') return null
    const grant = parseGrant(kind, fields['details'])
    return { id, componentId, grant, tool: typeof tool === 'string' ? tool : null, createdAt }
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
