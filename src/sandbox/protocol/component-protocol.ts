import type { PathAccess, PathRules } from '../../policy/path-pattern.ts'
import type { FlowOpening, FlowReply, FlowStep } from './egress-protocol.ts'
import { isRecord } from './is-record.ts'
import type { StateReply, StateRequest } from './state-protocol.ts'

/** What the host says to the process of a component. The first message is `open`. */
export type ToComponentProcess =
  | {
      readonly kind: 'open'
      /** Folder with the glue and its core modules. */
      readonly folder: string
      readonly environment: readonly (readonly [string, string])[]
      readonly files: FileGrants
      readonly limits: GuestLimits
    }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly target: CallTarget
      /** In the form that the generated glue takes. */
      readonly args: readonly unknown[]
    }
  /** Nobody waits for this call any more. Answered by `dropped`, unless the guest computes and never reads it. */
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'egress'; readonly flowId: number; readonly message: FlowReply }
  | { readonly kind: 'state'; readonly requestId: number; readonly reply: StateReply }

/** The limits that the sandbox process itself keeps; the host keeps the rest by killing it. */
export interface GuestLimits {
  readonly memoryBytes: number
  readonly tableEntries: number
  readonly coreInstances: number
  readonly outputBytes: number
  readonly outputLines: number
  readonly resultBytes: number
}

/** The files that a guest may use. */
export interface FileGrants {
  readonly rules: PathRules
  readonly roots: readonly GrantedRoot[]
}

/** A folder or file that grants begin at. */
export interface GrantedRoot {
  /** As the rules and the guest name it. */
  readonly path: string
  /** Where it really lies: without links, as they were when the process was started. */
  readonly real: string
}

/** As many denials does one call tell of: the audit has them all, a person is told of a few. */
export const MAX_DENIALS = 200

/** The longest path of a denial: a folder and a path beneath it, each as long as Linux has them. */
export const MAX_DENIED_CHARACTERS = 2 * 4096

/** An access to files that was denied. */
export interface StorageAttempt {
  readonly kind: 'storage'
  readonly path: string
  readonly access: PathAccess
  /** Whether it left the folder that it began at, by `..` or by a link: then no rule would allow it. */
  readonly leaves?: true
}

/** The longest name of a variable that a denial tells of. */
export const MAX_DENIED_KEY_CHARACTERS = 256

/** A variable that a guest asked for by its name, and that it was not given. */
export interface EnvironmentAttempt {
  readonly kind: 'environment'
  readonly key: string
}

/** What the process of a component denies itself. */
export type ProcessAttempt = StorageAttempt | EnvironmentAttempt

/** As many paths, each read or written, does one call tell of; the rest are counted together. */
export const MAX_FILE_USES = 500

/** A path that a call was allowed to read or to write. */
export interface FileUse {
  readonly path: string
  readonly access: PathAccess
  /** How often it was opened, listed or changed. */
  readonly count: number
  /** Bytes read or written. */
  readonly bytes: number
}

/** Paths of one message about files, together, and one more. */
export const MAX_USED_CHARACTERS = 32 * 1024

/** Output without an end of line is sent in pieces of so many characters, at least. */
export const OUTPUT_PIECE_CHARACTERS = 4096

/** The output of one message. */
export const MAX_OUTPUT_CHARACTERS = 4 * OUTPUT_PIECE_CHARACTERS

/** Why a call or a start failed: the rest is cut off. */
export const MAX_FAILURE_CHARACTERS = 4096

/** Which export a call goes to. Names as the generated glue has them. */
export interface CallTarget {
  readonly interface: string | null
  readonly name: string
  /** Whether the function's result is a WIT `result`: then its two cases come back as `{tag, val}`. */
  readonly returnsResult: boolean
}

/** What the process of a component says about a flow, to be parsed by `egress/`. */
export interface EgressMessage<Message = FlowOpening | FlowStep> {
  readonly kind: 'egress'
  readonly callId: number
  /** Chosen by the process; numbers of new flows rise. */
  readonly flowId: number
  readonly message: Message
}

/** What the process of a component asks of its state, to be parsed by `state/`. */
export interface StateMessage<Request = StateRequest> {
  readonly kind: 'state'
  readonly callId: number
  /** Chosen by the process, and in the reply. */
  readonly requestId: number
  readonly request: Request
}

/** What the process of a component says to the host. */
export type FromComponentProcess =
  /** The component is compiled and an instance is waiting. Sent again each time a new instance is waiting. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'open-failed'; readonly reason: FailureReason; readonly message: string }
  /** The event loop turned while calls are under way: the guest waits for something and computes nothing. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'dropped'; readonly id: number }
  /** A piece of the result of a call that has returned. */
  | { readonly kind: 'result'; readonly id: number; readonly bytes: Uint8Array }
  /** With the last piece of the result. */
  | { readonly kind: 'returned'; readonly id: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly reason: FailureReason
      readonly message: string
    }
  | {
      readonly kind: 'output'
      readonly id: number
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
    }
  | { readonly kind: 'denied'; readonly id: number; readonly attempt: ProcessAttempt }
  /** The counts are those so far: a later message about the same path replaces them. */
  | {
      readonly kind: 'used'
      readonly id: number
      readonly uses: readonly FileUse[]
      /** How often files were used beyond those that are told of. */
      readonly others: number
    }
  | EgressMessage<unknown>
  | StateMessage<unknown>

/** How a call ended without a result, as far as the sandbox process can tell. */
export type FailureReason = 'trap' | 'exit' | 'memory' | 'result-too-large' | 'no-such-export'

const FAILURE_REASONS: readonly string[] = [
  'trap',
  'exit',
  'memory',
  'result-too-large',
  'no-such-export',
] satisfies readonly FailureReason[]

/** Parses a message of a component process, or null when it is none: then the process is not to be trusted any more. */
export function parseFromComponentProcess(message: unknown): FromComponentProcess | null {
  if (!isRecord(message)) return null
  switch (message['kind']) {
    case 'ready':
      return { kind: 'ready' }
    case 'waiting':
      return { kind: 'waiting' }
    case 'open-failed':
      return parseOpenFailed(message)
    case 'dropped':
      return isId(message['id']) ? { kind: 'dropped', id: message['id'] } : null
    case 'result':
      return parseResult('result', message)
    case 'returned':
      return parseResult('returned', message)
    case 'failed':
      return parseFailed(message)
    case 'output':
      return parseOutput(message)
    case 'denied':
      return parseDenied(message)
    case 'used':
      return parseUsed(message)
    case 'egress':
      return parseEgress(message)
    case 'state':
      return parseState(message)
    default:
      return null
  }
}

function parseOpenFailed({ reason, message }: Record<string, unknown>): FromComponentProcess | null {
  if (!isFailureReason(reason) || !isString(message)) return null
  return { kind: 'open-failed', reason, message: message.slice(0, MAX_FAILURE_CHARACTERS) }
}

function parseResult(
  kind: 'result' | 'returned',
  { id, bytes }: Record<string, unknown>,
): FromComponentProcess | null {
  return isId(id) && bytes instanceof Uint8Array ? { kind, id, bytes } : null
}

function parseFailed(message: Record<string, unknown>): FromComponentProcess | null {
  const { id, reason, message: text } = message
  if (!isId(id) || !isFailureReason(reason) || !isString(text)) return null
  return { kind: 'failed', id, reason, message: text.slice(0, MAX_FAILURE_CHARACTERS) }
}

function parseOutput(message: Record<string, unknown>): FromComponentProcess | null {
  const { id, stream, text } = message
  if (!isId(id) || !isString(text) || text.length > MAX_OUTPUT_CHARACTERS) return null
  return stream === 'stdout' || stream === 'stderr' ? { kind: 'output', id, stream, text } : null
}

function parseDenied({ id, attempt }: Record<string, unknown>): FromComponentProcess | null {
  if (!isId(id) || !isRecord(attempt)) return null
  const parsed =
    attempt['kind'] === 'environment' ? parseEnvironmentAttempt(attempt) : parseStorageAttempt(attempt)
  return parsed === null ? null : { kind: 'denied', id, attempt: parsed }
}

function parseEnvironmentAttempt({ key }: Record<string, unknown>): EnvironmentAttempt | null {
  return isString(key) && key.length <= MAX_DENIED_KEY_CHARACTERS ? { kind: 'environment', key } : null
}

function parseStorageAttempt({ path, access, leaves }: Record<string, unknown>): StorageAttempt | null {
  if (!isPath(path) || !isAccess(access)) return null
  return { kind: 'storage', path, access, ...(leaves === true && { leaves }) }
}

function parseUsed({ id, uses, others }: Record<string, unknown>): FromComponentProcess | null {
  if (!isId(id) || !isCount(others) || !Array.isArray(uses) || uses.length > MAX_FILE_USES) return null
  const parsed = uses.map(parseFileUse).filter((use) => use !== null)
  return parsed.length === uses.length ? { kind: 'used', id, uses: parsed, others } : null
}

function parseFileUse(use: unknown): FileUse | null {
  if (!isRecord(use)) return null
  const { path, access, count, bytes } = use
  if (!isPath(path) || !isAccess(access) || !isCount(count) || !isCount(bytes)) return null
  return { path, access, count, bytes }
}

function parseEgress({ callId, flowId, message }: Record<string, unknown>): FromComponentProcess | null {
  return isId(callId) && isId(flowId) ? { kind: 'egress', callId, flowId, message } : null
}

function parseState({ callId, requestId, request }: Record<string, unknown>): FromComponentProcess | null {
  return isId(callId) && isId(requestId) ? { kind: 'state', callId, requestId, request } : null
}

function isPath(value: unknown): value is string {
  return isString(value) && value.length <= MAX_DENIED_CHARACTERS
}

function isAccess(value: unknown): value is PathAccess {
  return value === 'read' || value === 'write'
}

function isCount(value: unknown): value is number {
  return isId(value) && value >= 0
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isFailureReason(value: unknown): value is FailureReason {
  return isString(value) && FAILURE_REASONS.includes(value)
}
