import type { CallToolResult, JSONObject } from '@modelcontextprotocol/server'

import { CodedError } from '#platform'
import {
  describeGrant,
  describeScope,
  describeTerms,
  FOR_GOOD,
  type Grant,
  type GrantTerms,
  parseGrant,
  type PendingRequest,
} from '#policy'

import { jsonResult } from '../tool-result.ts'
import { approveCommand } from './approve-command.ts'
import type { BuiltinTool, ToolContext } from './builtin-tool.ts'
import { componentIdProperty } from './component-id-property.ts'
import { requiredDetails } from './required-details.ts'
import { requiredString } from './required-string.ts'

/** What differs between the grant tools. */
export interface GrantToolKind {
  readonly kind: Exclude<Grant['kind'], 'memory'>
  /** Wassette's word for it in answers. */
  readonly permissionType: string
  readonly title: string
  readonly description: string
  readonly details: JSONObject
}

/** Makes a tool that asks for a permission: a person decides, unless the operator leaves it to the model. */
export function grantTool({ kind, permissionType, title, description, details }: GrantToolKind): BuiltinTool {
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
      const grant = parseGrant(kind, requiredDetails(args))
      return answerGrant({ id, grant, permissionType }, context)
    },
  }
}

interface AskedGrant {
  readonly id: string
  readonly grant: Grant
  readonly permissionType: string
}

async function answerGrant(asked: AskedGrant, context: ToolContext): Promise<CallToolResult> {
  const { id, grant } = asked
  const { permissions } = context.components
  if (await permissions.hasGrant(id, grant)) return granted(asked, { notes: [], terms: FOR_GOOD })
  switch (context.grants ?? 'ask') {
    case 'model':
      return granted(asked, { notes: await permissions.grant(id, grant), terms: FOR_GOOD })
    case 'ask':
      return ask(asked, await permissions.request(id, grant), context)
    case 'operator':
      throw new CodedError(
        'GRANTS_BY_OPERATOR',
        "Grants are made by the operator alone, ask the user to run 'wassette permission grant'",
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
      const { notes } = await permissions.approve(request.id, decision.terms)
      return granted(asked, { notes, terms: decision.terms })
    }
    case 'refused':
      await permissions.refuse(request.id)
      return notGranted(asked, { status: 'permission denied', message: 'The user refused this permission' })
    case 'undecided': {
      const command = approveCommand(request.id, permissions.folder)
      const message = `A person has to decide first, ask the user to run: ${command}`
      return notGranted(asked, { status: 'permission pending', request_id: request.id, message })
    }
  }
}

function question({ componentId, grant }: PendingRequest): string {
  return `The component "${componentId}" asks for permission to ${describeScope(grant)}.`
}

function granted(
  { id, grant, permissionType }: AskedGrant,
  { notes, terms }: { readonly notes: readonly string[]; readonly terms: GrantTerms },
): CallToolResult {
  const isForGood = terms.expires === null && terms.uses === null
  return jsonResult({
    status: 'permission granted successfully',
    component_id: id,
    permission_type: permissionType,
    details: describeGrant(grant).details,
    ...(!isForGood && { lasts: describeTerms(terms) }),
    ...(notes.length > 0 && { notes }),
  })
}

interface NotGranted {
  readonly status: 'permission denied' | 'permission pending'
  readonly request_id?: string
  readonly message: string
}

function notGranted({ id, grant, permissionType }: AskedGrant, answer: NotGranted): CallToolResult {
  const { status, ...rest } = answer
  const result = {
    status,
    component_id: id,
    permission_type: permissionType,
    details: describeGrant(grant).details,
    ...rest,
  }
  return { ...jsonResult(result), isError: true }
}
