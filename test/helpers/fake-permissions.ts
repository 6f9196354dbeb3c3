import type { ApprovedRequest, ComponentPermissions, PolicyView } from '#components'
import { CodedError } from '#platform'
import {
  describeGrant,
  type Explanation,
  FOR_GOOD,
  type Grant,
  type GrantTerms,
  type PendingRequest,
  type Revocation,
} from '#policy'

/** What a fake was told to grant. */
export interface FakeGrant {
  readonly id: string
  readonly grant: Grant
  readonly terms: GrantTerms
}

/** Permissions without files. */
export class FakePermissions implements ComponentPermissions {
  readonly folder = '/components'
  /** What the authors of all components ask for. */
  requested: object | null = null
  /** What stands in the way of every grant. */
  notes: readonly string[] = []
  /** What a reset, or a revocation of the memory, would lift. */
  narrows: object | null = null
  readonly grants: FakeGrant[] = []
  readonly revoked: Revocation[] = []
  readonly refused: { readonly id: string; readonly forGood: boolean }[] = []
  readonly requests: PendingRequest[] = []
  readonly resets: { readonly id: string; readonly keepsNarrowing: boolean }[] = []
  readonly #exists: (id: string) => boolean

  constructor(exists: (id: string) => boolean) {
    this.#exists = exists
  }

  async view(id: string): Promise<PolicyView> {
    this.#check(id)
    const granted = this.#of(id).map(({ grant }) => describeGrant(grant))
    const path = `/components/${id}.policy.yaml`
    return {
      info: granted.length === 0 ? null : { path, sourceUri: `file://${path}`, createdAt: 1 },
      report: {
        granted: { granted },
        requested: this.requested,
        ceiling: null,
        tools: {},
        withoutEffect: [],
        readOnlyTools: [],
        readOnlyWishes: [],
        problems: [],
        warnings: [],
      },
    }
  }

  async grant(id: string, grant: Grant, terms: GrantTerms = FOR_GOOD): Promise<readonly string[]> {
    this.#check(id)
    this.grants.push({ id, grant, terms })
    return []
  }

  async obstacles(): Promise<readonly string[]> {
    return this.notes
  }

  async hasGrant(id: string, grant: Grant): Promise<boolean> {
    this.#check(id)
    return this.#of(id).some((known) => JSON.stringify(known.grant) === JSON.stringify(grant))
  }

  async narrowing(id: string): Promise<object | null> {
    this.#check(id)
    return this.narrows
  }

  async revoke(id: string, revocation: Revocation): Promise<number> {
    this.#check(id)
    this.revoked.push(revocation)
    return 1
  }

  async grantRequested(id: string, decide?: (asked: object) => Promise<void>): Promise<readonly string[]> {
    this.#check(id)
    await decide?.(this.requested ?? {})
    return []
  }

  async adopt(id: string): Promise<void> {
    this.#check(id)
  }

  async reset(id: string, { keepsNarrowing = false } = {}): Promise<void> {
    this.#check(id)
    this.resets.push({ id, keepsNarrowing })
  }

  async request(id: string, grant: Grant, tool?: string): Promise<PendingRequest> {
    this.#check(id)
    const same = this.requests.find((known) => JSON.stringify(known.grant) === JSON.stringify(grant))
    if (same !== undefined) return same
    const request = {
      id: `0000000${this.requests.length}`,
      componentId: id,
      requester: { digest: '', reference: null },
      grant,
      tool: tool ?? null,
      createdAt: 0,
    }
    this.requests.push(request)
    return request
  }

  async pending(): Promise<readonly PendingRequest[]> {
    return this.requests
  }

  async waiting(requestId: string): Promise<PendingRequest> {
    return this.#request(requestId)
  }

  async approve(request: PendingRequest, terms: GrantTerms = FOR_GOOD): Promise<ApprovedRequest> {
    return { request, notes: await this.grant(request.componentId, request.grant, terms) }
  }

  async refuse(
    requestId: string,
    { forGood = false }: { readonly forGood?: boolean } = {},
  ): Promise<PendingRequest> {
    this.refused.push({ id: requestId, forGood })
    return this.#request(requestId)
  }

  async explain(id: string, question: string): Promise<readonly Explanation[]> {
    this.#check(id)
    return [{ attempt: question, decision: { kind: 'allowed', rule: 'a rule' }, note: null }]
  }

  #of(id: string): readonly FakeGrant[] {
    return this.grants.filter((known) => known.id === id)
  }

  #request(id: string): PendingRequest {
    const request = this.requests.find((known) => known.id === id)
    if (request !== undefined) return request
    throw new CodedError('REQUEST_NOT_FOUND', `No request '${id}' is pending`)
  }

  #check(id: string): void {
    if (!this.#exists(id)) throw new CodedError('COMPONENT_NOT_FOUND', `Component not found: ${id}`)
  }
}
