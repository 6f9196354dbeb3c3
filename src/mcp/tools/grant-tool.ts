import { approveCommand } from '#components'

import type { CallToolResult, JSONObject } from '@modelcontextprotocol/server'

import { CodedError } from '#platform'
import {
  describeGrant,
  describeScope,
  FOR_GOOD,
  type Grant,
  parseGrant,
  type PendingRequest,
  withTarget,
} from '#policy'

import { jsonResult } from '../tool-result.ts'
import type { BuiltinTool, ToolContext } from './builtin-tool.ts'
import { componentIdProperty } from './component-id-property.ts'
import { grantedAnswer, permissionType } from './granted-answer.ts'
import { requiredDetails } from './required-details.ts'
import { requiredString } from './required-string.ts'

/** What differs between the grant tools. */
export interface GrantToolKind {
  readonly kind: Exclude<Grant['kind'], 'memory'>
  readonly title: string
  readonly description: string
  readonly details: JSONObject
}

/** Makes a tool that asks for a permission: a person decides, unless the operator leaves it to the model. */
export function grantTool({ kind, title, description, details }: GrantToolKind): BuiltinTool {
  return {
    definition: {
      name: `grant-${kind === 'environment' ? 'environment-variable' : kind}-permission`,
      title,
      description,
      inputSchema: {
        type: 'object',
        properties: { component_id: componentIdProperty(), details },
        required: ['component_id', 'details'],
      },
      annotations: {
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      },
    },
    async run(args, context) {
      const id = requiredString(args, 'component_id')
      const grant = withTarget(parseGrant(kind, requiredDetails(args)))
      return answerGrant({ id, grant }, context)
    },
  }
}

interface AskedGrant {
  readonly id: string
  readonly grant: Grant
}

async function answerGrant(asked: AskedGrant, context: ToolContext): Promise<CallToolResult> {
  const { id, grant } = asked
  const { permissions } = context.components
  if (await permissions.hasGrant(id, grant)) {
    // A model that was denied in spite of it would else ask again and again.
    const notes = await permissions.obstacles(id, grant)
    return jsonResult(grantedAnswer({ id, grant, terms: FOR_GOOD, notes }))
  }
  switch (context.grants ?? 'ask') {
    case 'model':
      return jsonResult(
        grantedAnswer({ id, grant, terms: FOR_GOOD, notes: await permissions.grant(id, grant) }),
      )
    case 'ask':
      return ask(asked, await permissions.request(id, grant), context)
    case 'operator':
      throw new CodedError(
        'GRANTS_BY_OPERATOR',
        "Grants are made by the operator alone, ask the user to run 'wassette permission grant' at a terminal",
      )
  }
}

async function ask(
  asked: AskedGrant,
  request: PendingRequest,
  context: ToolContext,
): Promise<CallToolResult> {
  const { permissions } = context.components
  const decision = (await context.person?.decide(request, question(request))) ?? { kind: 'undecided' }
  switch (decision.kind) {
    case 'approved': {
      const { notes } = await permissions.approve(request, decision.terms)
      return jsonResult(grantedAnswer({ ...asked, grant: request.grant, terms: decision.terms, notes }))
    }
    case 'refused':
      await permissions.refuse(request.id)
      return notGranted(asked, { status: 'permission denied', message: 'The user refused this permission' })
    case 'undecided': {
      const command = approveCommand(request.id, permissions.folder)
      const message = `A person has to decide first, at a terminal; ask the user to run: ${command}`
      return notGranted(asked, { status: 'permission pending', request_id: request.id, message })
    }
  }
}

function question({ componentId, grant }: PendingRequest): string {
  return `The component "${componentId}" asks for permission to ${describeScope(grant)}.`
}

interface NotGranted {
  readonly status: 'permission denied' | 'permission pending'
  readonly request_id?: string
  readonly message: string
}

function notGranted({ id, grant }: AskedGrant, answer: NotGranted): CallToolResult {
  const { status, ...rest } = answer
  const result = {
    status,
    component_id: id,
    permission_type: permissionType(grant.kind),
    details: describeGrant(grant).details,
    ...rest,
  }
  return { ...jsonResult(result), isError: true }
}
