import { CodedError } from '#platform'

import { type CallContext, callTool, type ToolCall } from './call-tool.ts'
import type { WithheldAttempt } from '../rights/withheld.ts'
import type { CallOptions, DryRun } from '../types.ts'

/** Different attempts that are told of; a guest can make any number. */
const MAX_WITHHELD = 64

/**
 * Calls a tool so that nothing changes: what it is not allowed and what it may change is denied and told.
 *
 * @throws CodedError as a call that never came to the component
 */
export async function dryRun(context: CallContext, call: ToolCall, options: CallOptions): Promise<DryRun> {
  const withheld = new Map<string, WithheldAttempt>()
  let componentId: string | null = null
  const onWithheld = (attempt: WithheldAttempt): void => {
    if (withheld.size < MAX_WITHHELD) withheld.set(`${attempt.kind} ${attempt.attempt}`, attempt)
  }
  const rights: CallContext['rights'] = {
    open: async (tool, options) => {
      const opened = await context.rights.open(tool, { ...options, onWithheld })
      componentId = tool.component.id
      return opened
    },
  }
  const {
    denials = [],
    otherDenials: _others,
    ...end
  } = await callTool({ ...context, rights }, call, options)
  if (componentId !== null) return { componentId, end, denials, withheld: [...withheld.values()] }
  throw end.kind === 'failed' ? new CodedError(end.code, end.message) : new TypeError('It ran without rights')
}
