import type { JSONObject } from '@modelcontextprotocol/server'

import { parseRevocation, type Revocation } from '#policy'

import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool } from './builtin-tool.ts'
import { componentIdProperty } from './component-id-property.ts'
import { requiredDetails } from './required-details.ts'
import { requiredString } from './required-string.ts'

type Revoked<Kind> = Extract<Revocation, { readonly kind: Kind }>

/** What differs between the tools that take a permission back. */
export interface RevokeToolKind<Kind extends Revocation['kind']> {
  readonly kind: Kind
  readonly title: string
  readonly description: string
  readonly details: JSONObject
  /** What it answers besides `component_id`. */
  readonly answer: (revocation: Revoked<Kind>) => { readonly status: string; readonly [key: string]: unknown }
}

/** Makes a tool that takes a permission back; nobody is asked, and what was never granted is no error. */
export function revokeTool<Kind extends Exclude<Revocation['kind'], 'memory'>>({
  kind,
  title,
  description,
  details,
  answer,
}: RevokeToolKind<Kind>): BuiltinTool {
  return {
    definition: {
      name: `revoke-${kind === 'environment' ? 'environment-variable' : kind}-permission`,
      title,
      description,
      inputSchema: {
        type: 'object',
        properties: { component_id: componentIdProperty(), details },
        required: ['component_id', 'details'],
      },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    },
    async run(args, { components }) {
      const id = requiredString(args, 'component_id')
      const revocation = parseRevocation(kind, requiredDetails(args))
      const removed = await components.permissions.revoke(id, revocation)
      const { status, ...rest } = answer(revocation)
      return jsonResult({ status, component_id: id, ...rest, rules_removed: removed })
    },
  }
}
