import { CodedError } from '#platform'
import {
  describeMissingPath,
  describeObstacles,
  explain,
  type Explanation,
  FOR_GOOD,
  type Grant,
  type GrantTerms,
  isRuleGrant,
  type PendingRequest,
  type PendingRequests,
  type PolicyStore,
  reportPolicy,
  type Revocation,
} from '#policy'

import type { Catalog } from '../catalog/catalog.ts'
import type { ApprovedRequest, ComponentPermissions, PolicyView } from './component-permissions.ts'

/** What permissions are made of. */
export interface PermissionParts {
  readonly folder: string
  readonly catalog: Catalog
  readonly policies: PolicyStore
  readonly requests: PendingRequests
}

/** Permissions of the components in the catalog. */
export class PermissionService implements ComponentPermissions {
  readonly folder: string
  readonly #catalog: Catalog
  readonly #policies: PolicyStore
  readonly #requests: PendingRequests

  constructor({ folder, catalog, policies, requests }: PermissionParts) {
    this.folder = folder
    this.#catalog = catalog
    this.#policies = policies
    this.#requests = requests
  }

  async view(id: string): Promise<PolicyView> {
    this.#checkComponent(id)
    const [info, snapshot] = await Promise.all([this.#policies.info(id), this.#policies.read(id)])
    return { info, report: reportPolicy(snapshot) }
  }

  async grant(id: string, grant: Grant, terms: GrantTerms = FOR_GOOD): Promise<readonly string[]> {
    this.#checkComponent(id)
    await this.#policies.grant(id, grant, terms)
    const obstacles = describeObstacles(await this.#policies.read(id), grant)
    return [...obstacles, ...(await describeMissingPath(grant))]
  }

  async grantRequested(id: string): Promise<readonly string[]> {
    this.#checkComponent(id)
    await this.#policies.grantRequested(id)
    const { withoutEffect } = reportPolicy(await this.#policies.read(id))
    return withoutEffect.map(({ rule, reason }) => `${JSON.stringify(rule)} has no effect: ${reason}`)
  }

  async adopt(id: string, policy: string): Promise<void> {
    this.#checkComponent(id)
    await this.#policies.adopt(id, policy)
  }

  async hasGrant(id: string, grant: Grant): Promise<boolean> {
    this.#checkComponent(id)
    return this.#policies.hasGrant(id, grant)
  }

  async revoke(id: string, revocation: Revocation): Promise<number> {
    this.#checkComponent(id)
    return this.#policies.revoke(id, revocation)
  }

  async reset(id: string, options: { readonly keepsNarrowing?: boolean } = {}): Promise<void> {
    this.#checkComponent(id)
    await this.#policies.reset(id, options)
  }

  async request(id: string, grant: Grant, tool?: string): Promise<PendingRequest> {
    this.#checkComponent(id)
    return this.#requests.add({ componentId: id, grant, tool: tool ?? null })
  }

  pending(): Promise<readonly PendingRequest[]> {
    return this.#requests.list()
  }

  async approve(requestId: string, terms: GrantTerms = FOR_GOOD): Promise<ApprovedRequest> {
    const request = await this.#requests.get(requestId)
    const notes = await this.grant(request.componentId, request.grant, terms)
    await this.#requests.remove(requestId)
    return { request, notes }
  }

  async refuse(
    requestId: string,
    { forGood = false }: { readonly forGood?: boolean } = {},
  ): Promise<PendingRequest> {
    const request = await this.#requests.get(requestId)
    const { componentId, grant } = request
    if (forGood && isRuleGrant(grant)) await this.#policies.deny(componentId, grant)
    await this.#requests.remove(requestId)
    return request
  }

  async explain(id: string, question: string, tool?: string): Promise<readonly Explanation[]> {
    this.#checkComponent(id)
    return explain((await this.#policies.read(id)).effective(tool), question)
  }

  #checkComponent(id: string): void {
    if (this.#catalog.get(id) !== undefined) return
    throw new CodedError('COMPONENT_NOT_FOUND', `Component not found: ${id}`)
  }
}
