import { type DryRun, grantCommand } from '#components'

/** What a dry run came to, as JSON: what would be asked for, and what was allowed and not done. */
export function describeDryRun(
  tool: string,
  { componentId, end, denials, withheld }: DryRun,
  { folder }: { readonly folder: string },
): object {
  return {
    tool,
    component_id: componentId,
    ...describeEnd(end),
    would_ask: denials.map(({ kind, attempt, reason, rule, grant }) => ({
      kind,
      attempt,
      reason,
      ...(rule !== null && { rule }),
      ...(grant !== null && { would_allow: grant, command: grantCommand(componentId, grant, folder) }),
    })),
    withheld,
  }
}

function describeEnd(end: DryRun['end']): object {
  if (end.kind === 'failed') return { outcome: 'failed', code: end.code, message: end.message }
  return { outcome: end.kind === 'returned' && end.isError ? 'error' : 'returned' }
}
