import type { SuggestedGrant } from '#policy'

/** Something that a component was not allowed while a call ran, whatever the guest made of the error. */
export interface Denial {
  readonly componentId: string
  readonly kind: 'storage' | 'network'
  /** What was tried, as a person reads it. */
  readonly attempt: string
  readonly reason: string
  /** The rule that decided; null where none speaks of the attempt. */
  readonly rule: string | null
  /** The narrowest rule that would allow it; null where no grant would. */
  readonly grant: SuggestedGrant | null
  /** Under which a person can approve it; null where there is nothing to approve. */
  readonly requestId: string | null
}

/** What a model and a person read about a denial: what was tried, and each way to allow it. */
export function describeDenial({ componentId, kind, attempt, reason, grant, requestId }: Denial): string {
  const title = kind === 'network' ? 'Network permission denied' : 'Storage permission denied'
  const lines = [`${title}: component '${componentId}' tried ${attempt}. ${reason}.`]
  if (grant !== null) lines.push(`To ask for it: ${grantCall(componentId, grant)}`)
  if (requestId !== null) lines.push(`A person allows it with: wassette permission approve ${requestId}`)
  return lines.join('\n')
}

function grantCall(id: string, grant: SuggestedGrant): string {
  switch (grant.kind) {
    case 'network':
      return toolCall('grant-network-permission', id, { host: grant.host })
    case 'storage':
      return toolCall('grant-storage-permission', id, { uri: grant.uri, access: grant.access })
    case 'environment':
      return toolCall('grant-environment-variable-permission', id, { key: grant.key })
  }
}

function toolCall(tool: string, id: string, details: object): string {
  return `${tool} ${JSON.stringify({ component_id: id, details })}`
}
