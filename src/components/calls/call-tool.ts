import { placeOf } from '#artifacts'
import { describeError, isCodedError, visibleText } from '#platform'
import type { Sandbox } from '#sandbox'
import { argumentsFromJson, glueExport, whyNotCallable, type WitFunction } from '#wit'

import { failed, toCallEnd } from './call-end.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { ComponentFolder } from '../catalog/component-folder.ts'
import { ResultWithRoom } from './result-with-room.ts'
import { repeatInterrupted } from './repeat-interrupted.ts'
import type { CalledTool } from '../rights/called-tool.ts'
import type { RightsKeeper } from '../rights/rights-keeper.ts'
import type { FoundTool } from '../catalog/tool-names.ts'
import type { CallOptions, CallResult } from '../types.ts'

/** What a call needs of its room. */
export interface CallContext {
  readonly catalog: Catalog
  readonly folder: ComponentFolder
  readonly sandbox: Pick<Sandbox, 'invoke' | 'requireWall'>
  readonly rights: Pick<RightsKeeper, 'open'>
}

/** A tool by name and what it is called with. */
export interface ToolCall {
  readonly name: string
  readonly args: unknown
}

/** Calls a tool: finds it, runs its function with the rights that it has now. */
export async function callTool(
  context: CallContext,
  call: ToolCall,
  options: CallOptions,
): Promise<CallResult> {
  const candidates = context.catalog.find(call.name)
  const [tool] = candidates
  const called = tool?.component.tools[tool.index]?.function
  if (tool === undefined || called === undefined) {
    return failed(
      'TOOL_NOT_FOUND',
      `Failed to find component for tool '${visibleText(call.name)}': Tool not found`,
    )
  }
  if (candidates.length > 1) return failed('TOOL_AMBIGUOUS', describeAmbiguity(call.name, candidates))
  const listed = { component: tool.component, name: context.catalog.nameOf(tool), function: called.name }
  return callFunction(context, { tool: listed, called, args: call.args }, options)
}

interface FunctionCall {
  readonly tool: CalledTool
  readonly called: WitFunction
  readonly args: unknown
}

async function callFunction(
  context: CallContext,
  call: FunctionCall,
  options: CallOptions,
): Promise<CallResult> {
  const { name } = call.called
  try {
    const reason = whyNotCallable(call.called)
    if (reason !== null) return failed('NOT_CALLABLE', `'${name}' cannot be called: ${reason}`)
    return await invoke(context, call, options)
  } catch (error) {
    if (isCodedError(error)) return failed(error.code, error.message)
    return failed('CALL_FAILED', `The call of '${name}' failed: ${describeError(error)}`)
  }
}

async function invoke(
  { folder, rights, sandbox }: CallContext,
  { tool, called, args }: FunctionCall,
  { signal, hiding, room }: CallOptions,
): Promise<CallResult> {
  const target = { ...glueExport(called), returnsResult: called.result?.kind === 'result' }
  let values: readonly unknown[] = []
  const { scope, isReadOnly, grants, network, reportDenial, reportUses, settle } = await rights.open(tool, {
    admit: async (grants) => {
      values = argumentsFromJson(args, called.parameters, { maxBytes: grants.limits.argumentBytes })
      await sandbox.requireWall({ id: tool.component.id, grants })
    },
  })
  const { id, digest, reference } = tool.component
  const source = reference === null ? null : placeOf(reference)
  const component = { id, source, scope, file: { path: folder.fileOf(id), digest }, grants }
  const run = () => {
    const result = new ResultWithRoom(called.result, { maxBytes: grants.limits.resultBytes, hiding, room })
    return sandbox.invoke(
      component,
      { target, args: values, result, network, reportDenial, reportUses },
      signal,
    )
  }
  const outcome = isReadOnly ? await repeatInterrupted(run) : await run()
  const end = toCallEnd(outcome, { id, called })
  const { denials, others } = await settle()
  return denials.length === 0 ? end : { ...end, denials, otherDenials: others }
}

function describeAmbiguity(name: string, candidates: readonly FoundTool[]): string {
  return `Multiple components found for tool '${name}': ${candidates.map(({ component }) => component.id).join(', ')}`
}
