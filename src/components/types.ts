import type { Room } from '#platform'
import type { Hiding } from '#wit'
import type { KnownComponent } from '#artifacts'
import type { Denial } from './rights/denial.ts'
import type { WithheldAttempt } from './rights/withheld.ts'
import type { ToolDefinition, WitFunction } from '#wit'

import type { ComponentPermissions } from './rights/component-permissions.ts'
import type { LoadOptions } from './loading/load-options.ts'
import type { Provisioning, ProvisioningFailure, ProvisionOptions } from './provisioning/provisioning.ts'
import type { ComponentVersions } from './versions/versions.ts'

/** One component of the catalog, as its record on disk describes it. */
export interface InstalledComponent {
  /** The name that a person uses for it, and the stem of its files in the component folder. */
  readonly id: string
  /** `sha256:<hex>` of the component file. */
  readonly digest: string
  /** @see ComponentRecord.reference */
  readonly reference: string | null
  /** Who has signed it, in words. */
  readonly signedBy?: string
  readonly tools: readonly ComponentTool[]
}

/** An exported function shown as a tool. */
export interface ComponentTool {
  /** `name` is Wassette's normalised name; more than one component can have it. */
  readonly definition: ToolDefinition
  readonly function: WitFunction
}

/** A tool as a client sees it: the name is unique among all that are listed. */
export interface ListedTool extends ToolDefinition {
  readonly componentId: string
}

/** What came of a load. */
export interface LoadResult {
  readonly status: 'loaded' | 'reloaded'
  readonly id: string
  readonly toolNames: readonly string[]
  /** The tag that a package or a range of versions led to. */
  readonly resolved?: string
  /** Who has signed it, in words. */
  readonly signedBy?: string
  /** A sentence about what else it changed. */
  readonly note?: string
}

/** What a tool call came to, and what was denied on the way: also where the guest made nothing of it. */
export type CallResult = CallEnd & {
  readonly denials?: readonly Denial[]
  /** How many attempts were denied besides. */
  readonly otherDenials?: number
}

/** How a call ended. */
export type CallEnd =
  /** The function returned. `json` is the JSON of its result; `isError` when it is a WIT `result` in its `err` case. */
  | { readonly kind: 'returned'; readonly json: string; readonly isError: boolean }
  /** The function has no result. */
  | { readonly kind: 'returned-nothing' }
  /** It could not be called, trapped, or went past a limit. `message` is one sentence for the model. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

/** What came of a call that was to change nothing. */
export interface DryRun {
  readonly componentId: string
  readonly end: CallEnd
  /** What it was not allowed, with the narrowest rule; there is no request for it. */
  readonly denials: readonly Denial[]
  /** What it is allowed, and was not let do because something may change by it. */
  readonly withheld: readonly WithheldAttempt[]
}

/** How long a call may go on and who listens. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** Takes known secrets out of results, as they come. */
  readonly hiding?: Hiding | undefined
  /** What a large result takes its place of; whoever called gives it back. */
  readonly room?: Room | undefined
}

/** The use cases of this room; what `mcp` and `cli` are given. */
export interface Components {
  readonly permissions: ComponentPermissions
  readonly versions: ComponentVersions
  /** Fetches, verifies, inspects and registers a component. @throws CodedError */
  load(reference: string, options?: LoadOptions): Promise<LoadResult>
  /** Installs what a file of the operator names, and grants what it says until this process ends. Returns what failed. */
  provision(provisioning: Provisioning, options: ProvisionOptions): Promise<readonly ProvisioningFailure[]>
  /** Removes a component and its files. False when there was none of that id. @throws CodedError */
  unload(id: string): Promise<boolean>
  /** Published components that fit a query, best first; all that are known for an empty one. @throws CodedError */
  search(query: string, options?: CallOptions): Promise<readonly KnownComponent[]>
  /** In order of id. */
  list(): readonly InstalledComponent[]
  /** Every tool that can be listed, in order of component id, names unique. */
  tools(): readonly ListedTool[]
  /** The tool that a name means, as it is listed; null where it means none, or more than one. */
  tool(name: string): ListedTool | null
  /** Names of the listed tools of which the operator says that they only read. */
  readOnlyTools(): Promise<ReadonlySet<string>>
  /** Calls a tool by its listed name or, while that is unambiguous, its plain name. */
  call(toolName: string, args: unknown, options?: CallOptions): Promise<CallResult>
  /** Runs a call so that nothing changes, and tells what it wanted. @throws CodedError where it cannot be run at all */
  dryRun(toolName: string, args: unknown, options?: CallOptions): Promise<DryRun>
  /** Says that the tool list has changed, by this process or another. Returns what ends the subscription. */
  onChange(listener: () => void): () => void
  /** Resolves when every component that lies in the folder is listed, or found to be none. For one-shot commands. */
  settle(): Promise<void>
  /** Goes on following what other processes and people change in the folder. For servers. */
  follow(): void
  /** Ends every sandbox process. */
  close(): Promise<void>
}
