import type {
  Explanation,
  Grant,
  GrantTerms,
  PendingRequest,
  PolicyInfo,
  PolicyReport,
  Revocation,
} from '#policy'

/** The policy of a component: where it came from, null where nothing was granted yet, and what it says. */
export interface PolicyView {
  readonly info: PolicyInfo | null
  readonly report: PolicyReport
}

/** The use cases of permissions; every id of a component is one of the catalog. @throws CodedError `COMPONENT_NOT_FOUND` */
export interface ComponentPermissions {
  /** The component folder: who decides in another process names it. */
  readonly folder: string
  view(id: string): Promise<PolicyView>
  /** Allows something as `withTarget` has it, now and in every server on this folder. Returns sentences about what stands in its way. */
  grant(id: string, grant: Grant, terms?: GrantTerms): Promise<readonly string[]>
  /**
   * Allows everything that the author asks for, after `decide` was shown it in the keys of `policy.yaml`, and did not throw.
   * Returns sentences as `grant` does.
   *
   * @throws CodedError `NO_REQUEST`
   */
  grantRequested(id: string, decide?: (asked: object) => Promise<void>): Promise<readonly string[]>
  /** Grants what a whole policy says to a component that was granted nothing yet. @throws CodedError `POLICY_EXISTS`, `POLICY_INVALID` */
  adopt(id: string, policy: string): Promise<void>
  /** Whether a grant would change nothing. */
  hasGrant(id: string, grant: Grant): Promise<boolean>
  /** Sentences about what stands in the way of a grant that is there. */
  obstacles(id: string, grant: Grant): Promise<readonly string[]>
  /** What a reset would lift, or with `memory` the revocation of that limit, in the keys of `policy.yaml`; null where it only narrows. */
  narrowing(id: string, kind?: 'memory'): Promise<object | null>
  /** Returns how many rules it took back. */
  revoke(id: string, revocation: Revocation): Promise<number>
  /** Takes back everything that was granted; with `keepsNarrowing` no denies and no limits. */
  reset(id: string, options?: { readonly keepsNarrowing?: boolean }): Promise<void>
  /** Leaves a grant for a person to decide; asked for twice it is one request. */
  request(id: string, grant: Grant, tool?: string): Promise<PendingRequest>
  /** What waits for a person, oldest first. */
  pending(): Promise<readonly PendingRequest[]>
  /** One of them, as it is to be shown to whoever decides. @throws CodedError `REQUEST_NOT_FOUND` */
  waiting(requestId: string): Promise<PendingRequest>
  /** Grants what was asked for, as whoever decided was shown it. Returns sentences as `grant` does. @throws CodedError `REQUEST_NOT_FOUND` */
  approve(shown: PendingRequest, terms?: GrantTerms): Promise<ApprovedRequest>
  /** Refuses what was asked for, with `forGood` by a rule that no later grant passes. @throws CodedError `REQUEST_NOT_FOUND` */
  refuse(requestId: string, options?: { readonly forGood?: boolean }): Promise<PendingRequest>
  /** Answers whether something would be allowed, to any call or to those of one exported function, and by which rule. */
  explain(id: string, question: string, tool?: string): Promise<readonly Explanation[]>
}

/** A request that was granted. */
export interface ApprovedRequest {
  readonly request: PendingRequest
  readonly notes: readonly string[]
}
