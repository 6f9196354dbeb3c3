import { CodedError } from '#platform'
import {
  damagedDecision,
  describeMemoryLimit,
  describeMissingPath,
  describeMovedGrants,
  describeNarrowing,
  describeObstacles,
  explain,
  type Explanation,
  FOR_GOOD,
  type Grant,
  type GrantTerms,
  isRuleGrant,
  type PendingRequest,
  type PendingRequests,
  type PolicySnapshot,
  type PolicyStore,
  reportPolicy,
  type Revocation,
  withoutTarget,
  withTarget,
} from '#policy'

import type { Limits } from '#sandbox'

import type { Catalog } from '../catalog/catalog.ts'
import { isSuccessor } from '../loading/hand-over-grants.ts'
import type { InstalledComponent } from '../types.ts'
import type { ApprovedRequest, ComponentPermissions, PolicyView } from './component-permissions.ts'
import { toLimitValues } from './limits-of.ts'

/** What permissions are made of. */
export interface PermissionParts {
  readonly folder: string
  readonly catalog: Catalog
  readonly policies: PolicyStore
  readonly requests: PendingRequests
  /** What counts where no policy says otherwise. */
  readonly limits: Limits
}

/** Permissions of the components in the catalog. */
export class PermissionService implements ComponentPermissions {
  readonly folder: string
  readonly #catalog: Catalog
  readonly #policies: PolicyStore
  readonly #requests: PendingRequests
  readonly #limits: Limits

  constructor({ folder, catalog, policies, requests, limits }: PermissionParts) {
    this.folder = folder
    this.#catalog = catalog
    this.#policies = policies
    this.#requests = requests
    this.#limits = limits
  }

  async view(id: string): Promise<PolicyView> {
    this.#checkComponent(id)
    const [info, snapshot] = await Promise.all([this.#policies.info(id), this.#policies.read(id)])
    const report = reportPolicy(snapshot)
    return {
      info,
      report: {
        ...report,
        warnings: [
          ...report.warnings,
          ...describeMovedGrants(snapshot.granted),
          ...this.#strayTools(id, snapshot),
        ],
      },
    }
  }

  async grant(id: string, grant: Grant, terms: GrantTerms = FOR_GOOD): Promise<readonly string[]> {
    this.#checkComponent(id)
    await this.#policies.grant(id, grant, terms)
    return this.obstacles(id, grant)
  }

  async obstacles(id: string, grant: Grant): Promise<readonly string[]> {
    const obstacles = describeObstacles(await this.#policies.read(id), grant)
    return [...obstacles, ...(await describeMissingPath(grant))]
  }

  async grantRequested(id: string, decide?: (asked: object) => Promise<void>): Promise<readonly string[]> {
    this.#checkComponent(id)
    await this.#policies.grantRequested(id, decide)
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

  async narrowing(id: string, kind?: 'memory'): Promise<object | null> {
    this.#checkComponent(id)
    const describe = kind === 'memory' ? describeMemoryLimit : describeNarrowing
    return describe(await this.#policies.read(id), toLimitValues(this.#limits))
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
    const { digest, reference } = this.#checkComponent(id)
    const requester = { digest, reference }
    const asked = await this.#requests.add({
      componentId: id,
      requester,
      grant: withoutTarget(grant),
      tool: tool ?? null,
    })
    return withTargetShown(asked)
  }

  async pending(): Promise<readonly PendingRequest[]> {
    const all = await this.#requests.list()
    return all.filter((request) => this.#isMeant(request)).map(withTargetShown)
  }

  async waiting(requestId: string): Promise<PendingRequest> {
    const request = await this.#requests.get(requestId)
    this.#assertMeant(request)
    return withTargetShown(request)
  }

  async approve(shown: PendingRequest, terms: GrantTerms = FOR_GOOD): Promise<ApprovedRequest> {
    return this.#settle(shown.id, async (asked) => {
      // What a person saw is granted, whatever a link leads to by now.
      const request = { ...asked, grant: shown.grant }
      const notes = await this.grant(request.componentId, request.grant, terms)
      return { request, notes }
    })
  }

  async refuse(
    requestId: string,
    { forGood = false }: { readonly forGood?: boolean } = {},
  ): Promise<PendingRequest> {
    return this.#settle(requestId, async (request) => {
      const { componentId, grant } = request
      if (forGood && !isRuleGrant(grant)) {
        throw new CodedError(
          'DENY_INVALID',
          `There is no rule that denies ${grant.kind}, leave '--always' out`,
        )
      }
      if (forGood && isRuleGrant(grant)) await this.#policies.deny(componentId, grant)
      return request
    })
  }

  async explain(id: string, question: string, tool?: string): Promise<readonly Explanation[]> {
    this.#checkComponent(id)
    if (tool !== undefined && !this.#exportsOf(id).has(tool)) {
      const message = `'${id}' exports no function '${tool}': name it as its WIT does, see 'wassette inspect ${id}'`
      throw new CodedError('TOOL_NOT_FOUND', message)
    }
    const snapshot = await this.#policies.read(id)
    const answers = explain(snapshot.effective(tool), question)
    const [problem] = snapshot.problems
    if (problem === undefined) return answers
    return answers.map(({ attempt }) => ({ attempt, decision: damagedDecision(problem.message), note: null }))
  }

  /** Decides on a request once, and keeps it where that cannot be done. @throws CodedError `REQUEST_NOT_FOUND` */
  async #settle<T>(requestId: string, decide: (request: PendingRequest) => Promise<T>): Promise<T> {
    const request = await this.#requests.take(requestId)
    this.#assertMeant(request)
    try {
      return await decide(request)
    } catch (error) {
      await this.#requests.putBack(request)
      throw error
    }
  }

  /** @throws CodedError `REQUEST_NOT_FOUND` */
  #assertMeant(request: PendingRequest): void {
    if (this.#isMeant(request)) return
    const message = `The component '${request.componentId}' that made the request '${request.id}' is not there any more`
    throw new CodedError('REQUEST_NOT_FOUND', `${message}, call the tool again to see what it asks for now`)
  }

  /** What somebody else asked for under this id is not for whoever has it now. */
  #isMeant({ componentId, requester }: PendingRequest): boolean {
    const component = this.#catalog.get(componentId)
    return component !== undefined && isSuccessor({ id: componentId, ...requester }, component)
  }

  #exportsOf(id: string): ReadonlySet<string> {
    return new Set(this.#catalog.get(id)?.tools.map((tool) => tool.function.name))
  }

  /** Rules for a tool that is not there narrow nothing, though they read as if they did. */
  #strayTools(id: string, { granted }: PolicySnapshot): readonly string[] {
    const exported = this.#exportsOf(id)
    const named = new Set([...granted.tools.keys(), ...granted.readOnly.keys()])
    return [...named]
      .filter((name) => !exported.has(name))
      .map((name) => `'${name}' in 'tools' has no effect: the component exports no function of that name`)
  }

  #checkComponent(id: string): InstalledComponent {
    const component = this.#catalog.get(id)
    if (component !== undefined) return component
    throw new CodedError('COMPONENT_NOT_FOUND', `Component not found: ${id}`)
  }
}

/** What a request would open now, for whoever decides on it. */
function withTargetShown(request: PendingRequest): PendingRequest {
  return { ...request, grant: withTarget(request.grant) }
}
