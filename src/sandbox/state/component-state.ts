import type { StateRequest, StateResults } from '../protocol/state-protocol.ts'
import type { SandboxedComponent } from '../sandboxed-component.ts'

/** What one component keeps from one call to the next. */
export interface ComponentState {
  /**
   * Does what was asked, all of it or nothing.
   *
   * @throws CodedError `STATE_QUOTA`, `STATE_TOO_LARGE`, `STATE_NOT_A_NUMBER`, `STATE_UNAVAILABLE`
   */
  perform(request: StateRequest, quotaBytes: number): StateResults[keyof StateResults]
  close(): void
}

/** Whose state it is: an id alone can be taken over by a stranger. */
export type StateOwner = Pick<SandboxedComponent, 'id' | 'source'>

/** Keeps the state of all components, each apart from all others. */
export interface StateStore {
  /** Makes nothing yet: a component that never writes leaves no trace. */
  open(owner: StateOwner): ComponentState
}

/** What a component that may keep state is given. */
export interface StateGrant {
  readonly state: ComponentState
  /** Keys and values together, in bytes. */
  readonly quotaBytes: number
}
