import { type Logger, NO_AUDIT } from '#platform'
import {
  decideEnvironment,
  decideStorage,
  pathRulesOf,
  type PendingRequests,
  type PolicySnapshot,
  type PolicyStore,
  reachesOut,
  resolveState,
  withoutEffects,
} from '#policy'
import type { FileUse, Grants, Limits, NetworkAccess, SandboxAttempt } from '#sandbox'
import { type GuestSecrets, openGuestSecrets, type SecretStore } from '#secrets'

import { CallTrail } from '../audit/call-trail.ts'
import type { DecisionAudit } from '../audit/decision-events.ts'
import type { CalledTool } from './called-tool.ts'
import { addDenial, addNetworkDenial, type CallPolicies, networkAccess } from './attempts.ts'
import { DenialLog, type Denials } from './denial-log.ts'
import { limitsOf } from './limits-of.ts'
import { findWithheld, type WithheldAttempt, withholding } from './withheld.ts'

/** What rights are made of. */
export interface RightsParts {
  readonly policies: PolicyStore
  readonly requests: PendingRequests
  readonly secrets: SecretStore
  /** What a grant can give: the configured variables, never the environment of the server. */
  readonly environment: Readonly<Record<string, string>>
  /** What a grant can give to this component alone; goes before `environment`. */
  readonly variablesOf: (componentId: string) => Readonly<Record<string, string>>
  readonly limits: Limits
  /** Hears of what is allowed and denied; absent where nobody listens. */
  readonly decisions?: DecisionAudit | undefined
  readonly logger: Logger
}

/** What one call may use. */
export interface CallRights {
  /** The tool, where it has rules of its own; null where the component's alone decide. */
  readonly scope: string | null
  /** Whether a call that was interrupted may be made again: the operator says that it changes nothing. */
  readonly isReadOnly: boolean
  readonly grants: Grants
  readonly network: NetworkAccess
  /** Hears of accesses to files that the sandbox process denied, and of state that was denied. */
  readonly reportDenial: (attempt: SandboxAttempt) => void
  /** Hears of the files that were used. */
  readonly reportUses: (uses: readonly FileUse[], others: number) => void
  /** What was denied while the call ran; asked once, at its end. */
  readonly settle: () => Promise<Denials>
}

interface Prepared extends CallPolicies {
  readonly version: string
  readonly grants: Grants
}

/** Works out what each call may use, from the policy as it is at that moment: an edit counts for the next call. */
export class RightsKeeper {
  readonly #parts: RightsParts
  readonly #prepared = new Map<string, Prepared>()

  constructor(parts: RightsParts) {
    this.#parts = parts
  }

  /**
   * Rights for a call of an exported function.
   *
   * With `onWithheld` the call is a dry run and must change nothing: no request is left, no use is counted, and what is
   * granted and may change something is told there and denied.
   *
   * @throws CodedError `ID_INVALID`, `SECRETS_INVALID`, and what `admit` throws
   */
  async open(tool: CalledTool, { onWithheld, admit }: OpenOptions = {}): Promise<CallRights> {
    const isDryRun = onWithheld !== undefined
    const { component } = tool
    const read = await this.#parts.policies.read(component.id)
    const policy = read.effective(tool.function)
    await admit?.({
      limits: limitsOf(policy, this.#parts.limits),
      reachesOut: reachesOut(isDryRun ? withoutEffects(policy) : policy),
    })
    const claims = read.countsUses && !isDryRun
    const snapshot = claims ? await this.#parts.policies.claimUses(component.id, tool.function) : read
    for (const problem of snapshot.problems) {
      this.#parts.logger.error({ component: component.id, reason: problem.message }, 'Nothing is allowed')
    }
    const scope = scopeOf(snapshot, tool.function, isDryRun)
    const trail = this.#trailOf(tool)
    const prepared = await this.#prepare({ scope, tool, snapshot, trail, isDryRun })
    const denials = new DenialLog(tool, snapshot.problems[0]?.message ?? null)
    const network = networkAccess(prepared, (event) => {
      addNetworkDenial(event, denials)
      trail.addNetwork(event)
    })
    return {
      scope,
      isReadOnly: snapshot.readOnlyTools.has(tool.function),
      grants: prepared.grants,
      network: isDryRun ? withholding(network, { policy: prepared.policy, onWithheld }) : network,
      reportDenial: (attempt) => {
        const withheld = findWithheld(prepared, attempt)
        if (withheld !== null) return onWithheld?.(withheld)
        const decision = addDenial(prepared, attempt, denials)
        if (decision !== null) trail.addDenial(attempt, decision)
      },
      reportUses: (uses, others) =>
        trail.addUses(uses, others, (use) => decideStorage(prepared.enforced, use)),
      settle: async () => {
        trail.settle()
        return isDryRun ? denials.list() : denials.settle(this.#parts.requests, this.#parts.logger)
      },
    }
  }

  #trailOf({ component: { id, digest }, name }: CalledTool): CallTrail {
    const { audit, principal } = this.#parts.decisions ?? { audit: NO_AUDIT, principal: '' }
    return new CallTrail(audit, { component: id, digest, tool: name, principal })
  }

  /** Kept while nothing changes: placeholders of secrets are drawn for a process, and other grants mean another process. */
  async #prepare({ scope, tool, snapshot, trail, isDryRun }: PrepareOptions): Promise<Prepared> {
    const { id: componentId } = tool.component
    const version = `${snapshot.version} ${await this.#parts.secrets.etag(componentId)}`
    const key = `${componentId}\0${scope ?? ''}`
    const known = this.#prepared.get(key)
    const policy = snapshot.effective(tool.function)
    const enforced = isDryRun ? withoutEffects(policy) : policy
    if (known?.version === version) return { ...known, policy, enforced }
    const isListed = (key: string): boolean => decideEnvironment(enforced, key).kind === 'allowed'
    const secrets = openGuestSecrets(await this.#parts.secrets.valuesFor(componentId), isListed)
    const grants = {
      environment: this.#environment(componentId, isListed, secrets),
      files: pathRulesOf(enforced),
      reachesOut: reachesOut(enforced),
      limits: limitsOf(enforced, this.#parts.limits),
      stateBytes: resolveState(enforced) ?? undefined,
    }
    for (const [key] of grants.environment) trail.addVariable(key, decideEnvironment(enforced, key))
    const prepared = { version, policy, enforced, secrets, grants }
    this.#prepared.set(key, prepared)
    return prepared
  }

  /** A configured variable goes before a secret of the same name, as in Wassette. */
  #environment(
    componentId: string,
    isListed: (key: string) => boolean,
    secrets: GuestSecrets,
  ): Grants['environment'] {
    const variables = { ...this.#parts.environment, ...this.#parts.variablesOf(componentId) }
    const configured = Object.entries(variables).filter(([key]) => isListed(key))
    const names = new Set(configured.map(([key]) => key))
    return [...configured, ...secrets.environment.filter(([key]) => !names.has(key))]
  }
}

/** How a call is made. */
export interface OpenOptions {
  readonly onWithheld?: ((attempt: WithheldAttempt) => void) | undefined
  /** Looks at the call before a use of a rule is counted for it; throws where it is refused. */
  readonly admit?: ((rights: Pick<Grants, 'limits' | 'reachesOut'>) => void | Promise<void>) | undefined
}

interface PrepareOptions {
  readonly scope: string | null
  readonly tool: CalledTool
  readonly snapshot: PolicySnapshot
  readonly trail: CallTrail
  readonly isDryRun: boolean
}

/** A dry run gets processes of its own: those of the component may write. */
function scopeOf(
  { granted, requested, ceiling }: PolicySnapshot,
  tool: string,
  isDryRun: boolean,
): string | null {
  const hasRules = [granted, requested, ceiling].some((policy) => policy?.tools.has(tool) === true)
  const scope = hasRules ? tool : null
  return isDryRun ? `dry run:${scope ?? ''}` : scope
}
