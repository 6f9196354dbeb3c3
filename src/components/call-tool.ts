import { describeError, isCodedError } from '#platform'
import type { Outcome, Sandbox } from '#sandbox'
import {
  argumentsFromJson,
  isErrResult,
  toJavaScriptName,
  toJson,
  whyNotCallable,
  type WitFunction,
} from '#wit'

import type { Catalog } from './catalog.ts'
import type { ComponentFolder } from './component-folder.ts'
import type { RightsKeeper } from './rights/rights-keeper.ts'
import type { FoundTool } from './tool-names.ts'
import type { CallEnd, CallOptions, CallResult } from './types.ts'

/** What a call needs of its room. */
export interface CallContext {
  readonly catalog: Catalog
  readonly folder: ComponentFolder
  readonly sandbox: Sandbox
  readonly rights: RightsKeeper
}

/** A tool by name and what it is called with. */
export interface ToolCall {
  readonly name: string
  readonly args: unknown
}

/** Calls a tool: finds it, converts the arguments, runs the function in the sandbox, converts what it returned. */
export async function callTool(
  context: CallContext,
  call: ToolCall,
  options: CallOptions,
): Promise<CallResult> {
  const candidates = context.catalog.find(call.name)
  const [tool] = candidates
  if (tool === undefined) {
    return failed('TOOL_NOT_FOUND', `Failed to find component for tool '${call.name}': Tool not found`)
  }
  if (candidates.length > 1) return failed('TOOL_AMBIGUOUS', describeAmbiguity(call.name, candidates))
  try {
    return await callFunction(context, { tool, args: call.args }, options)
  } catch (error) {
    if (isCodedError(error)) return failed(error.code, error.message)
    return failed('CALL_FAILED', `The call of '${call.name}' failed: ${describeError(error)}`)
  }
}

async function callFunction(
  { folder, rights, sandbox }: CallContext,
  { tool, args }: { readonly tool: FoundTool; readonly args: unknown },
  { signal }: CallOptions,
): Promise<CallResult> {
  const { component } = tool
  const called = component.tools[tool.index]?.function
  if (called === undefined) return failed('TOOL_NOT_FOUND', 'The tool is gone')
  const reason = whyNotCallable(called)
  if (reason !== null) return failed('NOT_CALLABLE', `'${called.name}' cannot be called: ${reason}`)
  const file = { path: folder.fileOf(component.id), digest: component.digest }
  const invocation = {
    target: {
      interface: called.interface,
      name: toJavaScriptName(called.name),
      returnsResult: called.result?.kind === 'result',
    },
    args: argumentsFromJson(args, called.parameters),
  }
  const { scope, grants, network, reportDenial, settle } = await rights.open(component.id, called.name)
  const outcome = await sandbox.invoke(
    { id: component.id, scope, file, grants },
    { ...invocation, network, reportDenial },
    signal,
  )
  const end = toCallEnd(outcome, called, component.id)
  const denials = await settle()
  return denials.length === 0 ? end : { ...end, denials }
}

function toCallEnd(outcome: Outcome, called: WitFunction, id: string): CallEnd {
  switch (outcome.kind) {
    case 'returned':
      return convertResult(outcome.value, called)
    case 'trapped':
      return failed('TRAPPED', `The component '${id}' trapped in '${called.name}': ${outcome.message}`)
    case 'exited':
      return failed('EXITED', `The component '${id}' ended itself in '${called.name}': ${outcome.message}`)
    case 'limit':
      return failed(`LIMIT_${outcome.limit.toUpperCase()}`, describeLimit(outcome, id))
    case 'crashed':
      return failed('CRASHED', `The component '${id}' could not be run: ${outcome.message}`)
    case 'interrupted':
      return failed(
        'INTERRUPTED',
        `The process of component '${id}' was stopped because of another call in it; call '${called.name}' again`,
      )
    case 'cancelled':
      return failed('CANCELLED', `The call of '${called.name}' was cancelled`)
    case 'busy':
      return failed(
        'BUSY',
        `The component '${id}' has too many calls already; call '${called.name}' again later`,
      )
  }
}

function convertResult(value: unknown, called: WitFunction): CallEnd {
  if (called.result === null) return { kind: 'returned-nothing' }
  const isError = isErrResult(value, called.result)
  return { kind: 'returned', value: toJson(value, called.result), isError }
}

function describeLimit(outcome: Extract<Outcome, { kind: 'limit' }>, id: string): string {
  const limit = { time: 'time limit', memory: 'memory limit', result: 'limit for results' }[outcome.limit]
  return `The component '${id}' reached its ${limit}: ${outcome.message}`
}

function describeAmbiguity(name: string, candidates: readonly FoundTool[]): string {
  return `Multiple components found for tool '${name}': ${candidates.map(({ component }) => component.id).join(', ')}`
}

function failed(code: string, message: string): CallEnd {
  return { kind: 'failed', code, message }
}
