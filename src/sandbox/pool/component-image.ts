import type { PathRules } from '#policy'

import type { EgressSettings } from '../egress/egress-settings.ts'
import type { NetworkAccess } from '../egress/network-access.ts'
import type { Isolation } from '../isolation/isolation.ts'
import type { Limits } from '../limits.ts'
import type { CallTarget, FileUse } from '../protocol/component-protocol.ts'
import type { SandboxAttempt } from '../sandbox-attempt.ts'
import type { StateGrant } from '../state/component-state.ts'

/** A component that is ready to run, and what it runs with. */
export interface ComponentImage {
  /** `sha256:<hex>` of the component file. */
  readonly digest: string
  /** Folder with the generated glue and core modules. */
  readonly folder: string
  readonly environment: readonly (readonly [string, string])[]
  /** By default `NO_FILES`. */
  readonly files?: PathRules | undefined
  readonly limits: Limits
  /** How the network is reached; by default as `DEFAULT_EGRESS` says. */
  readonly egress?: EgressSettings | undefined
  /** Without it everything about state is denied. */
  readonly state?: StateGrant | undefined
  readonly isolation: Isolation
}

/** Takes what a function returned, while it comes. */
export interface ResultSink {
  /**
   * Takes a piece.
   *
   * @throws CodedError `RESULT_…` for what fails the call, another one for what our own code does not write
   */
  push(piece: Uint8Array): void
  /** What the pieces come to; throws as `push`. */
  end(): unknown
}

/** A call as the sandbox takes it: the export, and values in the form of the glue. */
export interface Invocation {
  readonly target: CallTarget
  readonly args: readonly unknown[]
  readonly result: ResultSink
  /** Without it every attempt of the call to reach the network is denied. */
  readonly network?: NetworkAccess
  /** Hears of each access to files, variables or state that was denied. */
  readonly reportDenial?: (attempt: SandboxAttempt) => void
  /** Hears once, at the end of the call and whatever that is, which files it used. */
  readonly reportUses?: (uses: readonly FileUse[], others: number) => void
}
