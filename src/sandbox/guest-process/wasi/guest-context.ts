import type { FileGrants, ProcessAttempt, StorageAttempt } from '../../protocol/component-protocol.ts'
import type { FlowOpening } from '../../protocol/egress-protocol.ts'
import type { StateReply, StateRequest } from '../../protocol/state-protocol.ts'
import type { Flow } from '../egress/flow.ts'

/** What a person granted to one call: all that a fresh set of WASI imports can reach. */
export interface GuestContext {
  /** Names and values that the guest sees, in order; never the environment of a process of ours. */
  readonly environment: readonly (readonly [string, string])[]
  readonly arguments: readonly string[]
  /** Takes what the guest prints; the caller bounds it. */
  writeOutput(stream: OutputName, bytes: Uint8Array): void
  /** Aborted when the instance is thrown away: what it still waits for is let go. */
  readonly signal?: AbortSignal
  /** The way to the host, which decides on each flow; without it every attempt is denied. */
  readonly network?: GuestNetwork
  /** What is kept from call to call; without it there is none. */
  readonly state?: GuestState
  /** Folders and files; without them there is not even a folder to start from. */
  readonly files?: FileGrants
  /** Hears of each access that was denied, also when the guest keeps the error to itself. */
  reportDenial?(attempt: ProcessAttempt): void
  /** Counts what was allowed. */
  readonly fileUses?: FileUses
}

/** Counts the uses of files. */
export interface FileUses {
  /** Whether there is a call that uses are counted for; without one nothing of the files may be used. */
  readonly hasCall: boolean
  add(use: Pick<StorageAttempt, 'path' | 'access'>): void
  addBytes(path: string, access: StorageAttempt['access'], bytes: number): void
}

/** Opens flows; what is not allowed fails in the flow. */
export interface GuestNetwork {
  open(opening: FlowOpening): Flow
}

/** Asks the host, which decides each time. */
export interface GuestState {
  /** Never rejects. */
  ask(request: StateRequest): Promise<StateReply>
}

/** The two streams that a guest can print to. */
export type OutputName = 'stdout' | 'stderr'
