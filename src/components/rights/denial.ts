import { visibleJson } from '#platform'
import type { SuggestedGrant } from '#policy'

/** Something that a component was not allowed while a call ran, whatever the guest made of the error. */
export interface Denial {
  readonly componentId: string
  /** The tool that was called, as it is listed. */
  readonly tool: string
  readonly kind: 'storage' | 'network' | 'environment' | 'state'
  /** What was tried, as a person reads it. */
  readonly attempt: string
  readonly reason: string
  /** The rule that decided; null where none speaks of the attempt. */
  readonly rule: string | null
  /** The narrowest rule that would allow it; null where no grant would. */
  readonly grant: SuggestedGrant | null
  /** Under which a person can approve it; null where there is nothing to approve. */
  readonly requestId: string | null
  /** With which a person approves it; null likewise. */
  readonly approveCommand: string | null
}

/** A longer one would fill what a model reads; the command that approves it is short. */
const MAX_CALL_CHARACTERS = 2_000

/** What a model and a person read about a denial: what was tried, and each way to allow it. */
export function describeDenial({
  componentId,
  kind,
  attempt,
  reason,
  grant,
  approveCommand,
}: Denial): string {
  const lines = [`${TITLES[kind]} permission denied: component '${componentId}' tried ${attempt}. ${reason}.`]
  const call = grant && grantCall(componentId, grant)
  if (call !== null && call.length <= MAX_CALL_CHARACTERS) lines.push(`To ask for it: ${call}`)
  if (approveCommand !== null)
    lines.push(`A person has to decide, at a terminal; ask the user to run: ${approveCommand}`)
  return lines.join('\n')
}

const TITLES = { network: 'Network', storage: 'Storage', environment: 'Environment', state: 'State' } as const

/** Null where no built-in tool asks for it. */
function grantCall(id: string, grant: SuggestedGrant): string | null {
  switch (grant.kind) {
    case 'network':
      return toolCall('grant-network-permission', id, { host: grant.host })
    case 'storage':
      return toolCall('grant-storage-permission', id, { uri: grant.uri, access: grant.access })
    case 'environment':
      return toolCall('grant-environment-variable-permission', id, { key: grant.key })
    case 'state':
      return null
  }
}

function toolCall(tool: string, id: string, details: object): string {
  return `${tool} ${visibleJson({ component_id: id, details })}`
}
