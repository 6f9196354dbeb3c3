import type { AuditEvent, Logger } from '#platform'
import {
  decideEnvironment,
  decideStorage,
  pathRulesOf,
  type PathRules,
  type PendingRequests,
  type PolicySnapshot,
  type PolicyStore,
  resolveState,
  withoutEffects,
} from '#policy'
import type { FileUse, Grants, Limits, NetworkAccess, SandboxAttempt } from '#sandbox'
import { type GuestSecrets, openGuestSecrets, type SecretStore } from '#secrets'

import { type DecisionAudit, environmentEvent, fileEvents, networkEvent } from '../audit/decision-events.ts'
import { addDenial, addNetworkDenial, type CallPolicies, networkAccess } from './attempts.ts'
import type { Denial } from './denial.ts'
import { DenialLog } from './denial-log.ts'
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
  /** Folders with our own components, secrets, settings and records: no grant reaches into them. */
  readonly ownFolders: readonly string[]
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
  readonly settle: () => Promise<readonly Denial[]>
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
  async open(
    componentId: string,
    tool: string,
    { onWithheld, admit }: OpenOptions = {},
  ): Promise<CallRights> {
    const isDryRun = onWithheld !== undefined
    const read = await this.#parts.policies.read(componentId)
    admit?.(limitsOf(read.effective(tool), this.#parts.limits))
    const claims = read.countsUses && !isDryRun
    const snapshot = claims ? await this.#parts.policies.claimUses(componentId) : read
    for (const problem of snapshot.problems) {
      this.#parts.logger.error({ component: componentId, reason: problem.message }, 'Nothing is allowed')
    }
    const scope = scopeOf(snapshot, tool, isDryRun)
    const prepared = await this.#prepare({ scope, componentId, tool, snapshot, isDryRun })
    const denials = new DenialLog(componentId, tool)
    const network = networkAccess(prepared, (event) => {
      addNetworkDenial(event, denials)
      this.#record((principal) => networkEvent(event, { component: componentId, tool, principal }))
    })
    return {
      scope,
      isReadOnly: snapshot.readOnlyTools.has(tool),
      grants: prepared.grants,
      network: isDryRun ? withholding(network, { policy: prepared.policy, onWithheld }) : network,
      reportDenial: (attempt) => {
        const withheld = findWithheld(prepared, attempt)
        if (withheld === null) addDenial(prepared, attempt, denials)
        else onWithheld?.(withheld)
      },
      reportUses: (uses, others) => {
        const events = fileEvents({ uses, others }, (use) => decideStorage(prepared.enforced, use))
        for (const eventOf of events)
          this.#record((principal) => eventOf({ component: componentId, tool, principal }))
      },
      settle: async () =>
        isDryRun ? denials.list() : denials.settle(this.#parts.requests, this.#parts.logger),
    }
  }

  /** Kept while nothing changes: placeholders of secrets are drawn for a process, and other grants mean another process. */
  async #prepare({ scope, componentId, tool, snapshot, isDryRun }: PrepareOptions): Promise<Prepared> {
    const version = `${snapshot.version} ${await this.#parts.secrets.etag(componentId)}`
    const key = `${componentId}\0${scope ?? ''}`
    const known = this.#prepared.get(key)
    const policy = snapshot.effective(tool)
    const enforced = isDryRun ? withoutEffects(policy) : policy
    if (known?.version === version) return { ...known, policy, enforced }
    const isListed = (key: string): boolean => decideEnvironment(enforced, key).kind === 'allowed'
    const secrets = openGuestSecrets(await this.#parts.secrets.valuesFor(componentId), isListed)
    const grants = {
      environment: this.#environment(componentId, isListed, secrets),
      files: withoutOwnFolders(pathRulesOf(enforced), this.#parts.ownFolders),
      limits: limitsOf(enforced, this.#parts.limits),
      stateBytes: resolveState(enforced) ?? undefined,
    }
    for (const [key] of grants.environment) {
      const decision = decideEnvironment(enforced, key)
      this.#record((principal) =>
        environmentEvent(key, decision, { component: componentId, tool, principal }),
      )
    }
    const prepared = { version, policy, enforced, secrets, grants }
    this.#prepared.set(key, prepared)
    return prepared
  }

  #record(eventFor: (principal: string) => AuditEvent): void {
    const { decisions } = this.#parts
    decisions?.audit.record(eventFor(decisions.principal))
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
  readonly admit?: ((limits: Limits) => void) | undefined
}

interface PrepareOptions {
  readonly scope: string | null
  readonly componentId: string
  readonly tool: string
  readonly snapshot: PolicySnapshot
  readonly isDryRun: boolean
}

/** A dry run gets processes of its own: those of the component may write. */
function scopeOf({ granted, requested }: PolicySnapshot, tool: string, isDryRun: boolean): string | null {
  const scope = granted.tools.has(tool) || requested?.tools.has(tool) === true ? tool : null
  return isDryRun ? `dry run:${scope ?? ''}` : scope
}

/** Who may write a home folder must not thereby write policies, nor read secrets. */
function withoutOwnFolders(rules: PathRules, ownFolders: readonly string[]): PathRules {
  const denied = ownFolders.map((pattern) => ({ pattern, read: true, write: true }))
  return { ...rules, deny: [...rules.deny, ...denied] }
}
