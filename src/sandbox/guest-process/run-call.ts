import {
  type CallTarget,
  type FailureReason,
  type GuestLimits,
  MAX_FAILURE_CHARACTERS,
} from '../protocol/component-protocol.ts'
import { TooMuchJson, ValueWriter } from '../../wit/wire/value-writer.ts'
import { MOST_RESULT_BYTES } from '../../wit/wire/wire-tags.ts'
import type { GuestInstance } from './guest-component.ts'
import { InstanceLife } from './life/instance-life.ts'
import { GuestExit } from './wasi/index.ts'

/** What a call came to, without its id. */
export type CallEnd =
  | { readonly kind: 'returned'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly message: string }

interface Call {
  readonly target: CallTarget
  readonly args: readonly unknown[]
  /** Takes each piece of the result but the last. */
  readonly send: (piece: Uint8Array) => void
}

/** Only what is far too long is not sent: the host counts the JSON itself, and says so. */
const RESULT_SLACK = 4

/** Runs one exported function in an instance made for it, to whatever end it comes. */
export async function runCall(instance: GuestInstance, call: Call, limits: GuestLimits): Promise<CallEnd> {
  const exported = findExport(instance.exports, call.target)
  if (exported === null) {
    return { kind: 'failed', reason: 'no-such-export', message: `There is no export '${call.target.name}'` }
  }
  try {
    const value = await instance.life.run(() => Reflect.apply(exported, undefined, call.args))
    return writeResult(call.target.returnsResult ? { tag: 'ok', val: value } : value, call, limits)
  } catch (error) {
    if (call.target.returnsResult && isComponentError(error)) {
      return writeResult({ tag: 'err', val: error.payload }, call, limits)
    }
    return { kind: 'failed', ...describeFailure(error, instance, limits) }
  }
}

function findExport(exports: object, target: CallTarget): Function | null {
  const scope = target.interface === null ? exports : ownProperty(exports, target.interface)
  const found = ownProperty(scope, target.name)
  return typeof found === 'function' ? found : null
}

function ownProperty(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, key)?.value
}

/** jco throws the `err` case of a WIT result as an error that carries it. */
function isComponentError(error: unknown): error is { payload: unknown } {
  return (
    error instanceof Error && Object.hasOwn(error, 'payload') && error.constructor.name === 'ComponentError'
  )
}

function writeResult(value: unknown, { send }: Call, { resultBytes }: GuestLimits): CallEnd {
  const writer = new ValueWriter(send, Math.min(resultBytes * RESULT_SLACK, MOST_RESULT_BYTES))
  try {
    writer.write(value)
    return { kind: 'returned', bytes: writer.end() }
  } catch (error) {
    if (!(error instanceof TooMuchJson)) throw error
    const message = `The result is larger than ${resultBytes} bytes of JSON, by far`
    return { kind: 'failed', reason: 'result-too-large', message }
  }
}

/** How an instance or a call failed. */
interface Failure {
  readonly reason: FailureReason
  readonly message: string
}

/** How making an instance failed. */
export function describeStartFailure(failure: unknown): Failure {
  const error = InstanceLife.thrownBehind(failure)
  return { reason: isMemoryError(error) ? 'memory' : 'trap', message: messageOf(error) }
}

function describeFailure(failure: unknown, instance: GuestInstance, limits: GuestLimits): Failure {
  const error = InstanceLife.thrownBehind(failure)
  const message = messageOf(error)
  if (error instanceof GuestExit) return { reason: 'exit', message }
  return { reason: ranOutOfMemory(error, instance, limits) ? 'memory' : 'trap', message }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_FAILURE_CHARACTERS)
}

/** A guest seldom says why it trapped: when its memory had no room left, that is the likeliest cause. */
const MEMORY_NEARLY_FULL = 0.9

function ranOutOfMemory(error: unknown, instance: GuestInstance, limits: GuestLimits): boolean {
  if (isMemoryError(error)) return true
  const used = instance.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)
  return used >= limits.memoryBytes * MEMORY_NEARLY_FULL
}

function isMemoryError(error: unknown): boolean {
  return error instanceof RangeError && /memory|array buffer/i.test(error.message)
}
