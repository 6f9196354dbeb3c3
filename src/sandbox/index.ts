export type { Invocation, ResultSink } from './pool/component-image.ts'
export { type ComponentFile, MAX_COMPONENT_BYTES } from './prepare/component-file.ts'
export type { Inspection } from './prepare/inspect-component.ts'
export { chooseIsolation, type IsolationChoice } from './isolation/choose-isolation.ts'
export type { Isolation, IsolationMode } from './isolation/isolation.ts'
export { unpackedPrograms } from './isolation/unpacked-programs.ts'
export { PROCESS_ISOLATION } from './isolation/process-isolation.ts'
export { DEFAULT_EGRESS, type EgressSettings } from './egress/egress-settings.ts'
export type {
  EgressEvent,
  EgressTarget,
  LookupAttempt,
  NetworkAccess,
  OutgoingHead,
} from './egress/network-access.ts'
export { DEFAULT_LIMITS, type Limits } from './limits.ts'
export type { Outcome } from './outcome.ts'
export type { CallTarget, FileUse, StorageAttempt } from './protocol/component-protocol.ts'
export type { Grants, SandboxedComponent } from './sandboxed-component.ts'
export type { ComponentState, StateStore } from './state/component-state.ts'
export { SqliteStateStore } from './state/sqlite-state-store.ts'
export type { SandboxAttempt } from './sandbox-attempt.ts'
export { hasProcessLimits } from './process/process-limits.ts'
export { type SandboxMemory, sandboxMemory } from './process/sandbox-memory.ts'
export { type SandboxProcessors, sandboxProcessors } from './process/sandbox-processors.ts'
export { isProcessorTimeCounted } from './process/process-tree.ts'
export { Sandbox, type SandboxSettings } from './sandbox.ts'
export {
  type CompiledEntry,
  listCompiled,
  removeCompiled,
  verifyCompiled,
} from './prepare/compiled-entries.ts'
