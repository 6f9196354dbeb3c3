import type { AuditSink, PermissionEvent } from '#platform'
import {
  describeScope,
  describeTerms,
  type Explanation,
  FOR_GOOD,
  type Grant,
  type GrantTerms,
  type PendingRequest,
  type Revocation,
} from '#policy'

import type { ApprovedRequest, ComponentPermissions, PolicyView } from '../rights/component-permissions.ts'

/** Who hears of changes, who made them, and of which component. */
export interface PermissionAudit {
  readonly audit: AuditSink
  readonly principal: string
  readonly digestOf: (id: string) => string | null
}

/** The use cases of permissions with a record of each change. */
export class AuditedPermissions implements ComponentPermissions {
  readonly #inner: ComponentPermissions
  readonly #audit: AuditSink
  readonly #principal: string
  readonly #digestOf: (id: string) => string | null

  constructor(inner: ComponentPermissions, { audit, principal, digestOf }: PermissionAudit) {
    this.#inner = inner
    this.#audit = audit
    this.#principal = principal
    this.#digestOf = digestOf
  }

  get folder(): string {
    return this.#inner.folder
  }

  async grant(id: string, grant: Grant, terms: GrantTerms = FOR_GOOD): Promise<readonly string[]> {
    const notes = await this.#inner.grant(id, grant, terms)
    this.#record('grant', id, inWords(grant, terms))
    return notes
  }

  async revoke(id: string, revocation: Revocation): Promise<number> {
    const count = await this.#inner.revoke(id, revocation)
    this.#record('revoke', id, Object.values(revocation).join(' '))
    return count
  }

  async grantRequested(id: string, decide?: (asked: object) => Promise<void>): Promise<readonly string[]> {
    const notes = await this.#inner.grantRequested(id, decide)
    this.#record('grant', id, 'everything that the author asks for until it is revoked')
    return notes
  }

  async adopt(id: string, policy: string): Promise<void> {
    await this.#inner.adopt(id, policy)
    this.#record('grant', id, 'everything that a policy from elsewhere allows')
  }

  async reset(id: string, options?: { readonly keepsNarrowing?: boolean }): Promise<void> {
    await this.#inner.reset(id, options)
    this.#record('reset', id, null)
  }

  async request(id: string, grant: Grant, tool?: string): Promise<PendingRequest> {
    const request = await this.#inner.request(id, grant, tool)
    this.#record('request', id, describeScope(grant))
    return request
  }

  async approve(shown: PendingRequest, terms: GrantTerms = FOR_GOOD): Promise<ApprovedRequest> {
    const approved = await this.#inner.approve(shown, terms)
    const { componentId, grant } = approved.request
    this.#record('approve', componentId, inWords(grant, terms))
    return approved
  }

  async refuse(requestId: string, options?: { readonly forGood?: boolean }): Promise<PendingRequest> {
    const request = await this.#inner.refuse(requestId, options)
    const forGood = options?.forGood === true ? ', for good' : ''
    this.#record('deny', request.componentId, `${describeScope(request.grant)}${forGood}`)
    return request
  }

  view(id: string): Promise<PolicyView> {
    return this.#inner.view(id)
  }

  obstacles(id: string, grant: Grant): Promise<readonly string[]> {
    return this.#inner.obstacles(id, grant)
  }

  hasGrant(id: string, grant: Grant): Promise<boolean> {
    return this.#inner.hasGrant(id, grant)
  }

  narrowing(id: string, kind?: 'memory'): Promise<object | null> {
    return this.#inner.narrowing(id, kind)
  }

  waiting(requestId: string): Promise<PendingRequest> {
    return this.#inner.waiting(requestId)
  }

  pending(): Promise<readonly PendingRequest[]> {
    return this.#inner.pending()
  }

  explain(id: string, question: string, tool?: string): Promise<readonly Explanation[]> {
    return this.#inner.explain(id, question, tool)
  }

  #record(kind: PermissionEvent['kind'], component: string, rule: string | null): void {
    const digest = this.#digestOf(component)
    this.#audit.record({ kind, component, digest, principal: this.#principal, rule })
  }
}

function inWords(grant: Grant, terms: GrantTerms): string {
  return `${describeScope(grant)} ${describeTerms(terms)}`
}
