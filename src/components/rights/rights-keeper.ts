import type { AuditEvent, Logger } from '#platform'
import {
  decideAddress,
  decideEnvironment,
  decideLookup,
  decideNetwork,
  decideState,
  decideStorage,
  type EffectivePolicy,
  pathRulesOf,
  type PathRules,
  type PendingRequests,
  type PolicySnapshot,
  type PolicyStore,
  resolveState,
} from '#policy'
import type { EgressEvent, Grants, Limits, NetworkAccess, StateAttempt, StorageAttempt } from '#sandbox'
import { type GuestSecrets, openGuestSecrets, type SecretStore } from '#secrets'

import { type DecisionAudit, environmentEvent, networkEvent } from '../audit/decision-events.ts'
import type { Denial } from './denial.ts'
import { DenialLog } from './denial-log.ts'
import { describeTarget } from './describe-target.ts'
import { limitsOf } from './limits-of.ts'

/** What rights are made of. */
export interface RightsParts {
  readonly policies: PolicyStore
  readonly requests: PendingRequests
  readonly secrets: SecretStore
  /** What a grant can give: the configured variables, never the environment of the server. */
  readonly environment: Readonly<Record<string, string>>
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
  readonly reportDenial: (attempt: StorageAttempt | StateAttempt) => void
  /** What was denied while the call ran; asked once, at its end. */
  readonly settle: () => Promise<readonly Denial[]>
}

interface Prepared {
  readonly version: string
  readonly policy: EffectivePolicy
  readonly secrets: GuestSecrets
  readonly grants: Grants
}

/** Works out what each call may use, from the policy as it is at that moment: an edit counts for the next call. */
export class RightsKeeper {
  readonly #parts: RightsParts
  readonly #prepared = new Map<string, Prepared>()

  constructor(parts: RightsParts) {
    this.#parts = parts
  }

  /** Rights for a call of an exported function. @throws CodedError `ID_INVALID`, `SECRETS_INVALID` */
  async open(componentId: string, tool: string): Promise<CallRights> {
    const snapshot = await this.#readPolicy(componentId)
    for (const problem of snapshot.problems) {
      this.#parts.logger.error({ component: componentId, reason: problem.message }, 'Nothing is allowed')
    }
    const scope = hasRulesFor(snapshot, tool) ? tool : null
    const prepared = await this.#prepare({ scope, componentId, tool, snapshot })
    const denials = new DenialLog(componentId, tool)
    return {
      scope,
      isReadOnly: snapshot.readOnlyTools.has(tool),
      grants: prepared.grants,
      network: networkAccess(prepared, (event) => {
        addNetworkDenial(event, denials)
        this.#record((principal) => networkEvent(event, { component: componentId, tool, principal }))
      }),
      reportDenial: (attempt) => addDenial(prepared, attempt, denials),
      settle: () => denials.settle(this.#parts.requests, this.#parts.logger),
    }
  }

  async #readPolicy(componentId: string): Promise<PolicySnapshot> {
    const snapshot = await this.#parts.policies.read(componentId)
    return snapshot.countsUses ? this.#parts.policies.claimUses(componentId) : snapshot
  }

  /** Kept while nothing changes: placeholders of secrets are drawn for a process, and other grants mean another process. */
  async #prepare({ scope, componentId, tool, snapshot }: PrepareOptions): Promise<Prepared> {
    const version = `${snapshot.version} ${await this.#parts.secrets.etag(componentId)}`
    const key = `${componentId}\0${scope ?? ''}`
    const known = this.#prepared.get(key)
    const policy = snapshot.effective(tool)
    if (known?.version === version) return { ...known, policy }
    const isListed = (key: string): boolean => decideEnvironment(policy, key).kind === 'allowed'
    const secrets = openGuestSecrets(await this.#parts.secrets.valuesFor(componentId), isListed)
    const grants = {
      environment: this.#environment(isListed, secrets),
      files: withoutOwnFolders(pathRulesOf(policy), this.#parts.ownFolders),
      limits: limitsOf(policy, this.#parts.limits),
      stateBytes: resolveState(policy) ?? undefined,
    }
    for (const [key] of grants.environment) {
      const decision = decideEnvironment(policy, key)
      this.#record((principal) =>
        environmentEvent(key, decision, { component: componentId, tool, principal }),
      )
    }
    const prepared = { version, policy, secrets, grants }
    this.#prepared.set(key, prepared)
    return prepared
  }

  #record(eventFor: (principal: string) => AuditEvent): void {
    const { decisions } = this.#parts
    decisions?.audit.record(eventFor(decisions.principal))
  }

  /** A configured variable goes before a secret of the same name, as in Wassette. */
  #environment(isListed: (key: string) => boolean, secrets: GuestSecrets): Grants['environment'] {
    const configured = Object.entries(this.#parts.environment).filter(([key]) => isListed(key))
    const names = new Set(configured.map(([key]) => key))
    return [...configured, ...secrets.environment.filter(([key]) => !names.has(key))]
  }
}

interface PrepareOptions {
  readonly scope: string | null
  readonly componentId: string
  readonly tool: string
  readonly snapshot: PolicySnapshot
}

function hasRulesFor({ granted, requested }: PolicySnapshot, tool: string): boolean {
  return granted.tools.has(tool) || requested?.tools.has(tool) === true
}

function networkAccess({ policy, secrets }: Prepared, onEvent: (event: EgressEvent) => void): NetworkAccess {
  return {
    decide: (attempt) => decideNetwork(policy, attempt),
    decideAddress: (attempt, address) => decideAddress(policy, { attempt, address }),
    decideLookup: (host) => decideLookup(policy, host),
    inject: (head, attempt) => secrets.inject(head, attempt),
    onEvent,
  }
}

function addNetworkDenial({ attempt, decision }: EgressEvent, denials: DenialLog): void {
  if (decision.kind === 'denied') denials.add({ kind: 'network', attempt: describeTarget(attempt), decision })
}

/** It was decided already; what the policy says about it here is for people. */
function addDenial({ policy }: Prepared, attempt: StorageAttempt | StateAttempt, denials: DenialLog): void {
  const { kind } = attempt
  const decision = kind === 'state' ? decideState(policy) : decideStorage(policy, attempt)
  const what = kind === 'state' ? 'to keep state' : `to ${attempt.access} ${attempt.path}`
  // The policy allows it and it was denied all the same: it lies in a folder of our own.
  denials.add({ kind, attempt: what, decision: decision.kind === 'denied' ? decision : OWN_FOLDER })
}

const OWN_FOLDER = {
  kind: 'denied',
  reason: 'It lies among the components, secrets and records of this server, which no grant opens',
  rule: null,
  grant: null,
} as const

/** Who may write a home folder must not thereby write policies, nor read secrets. */
function withoutOwnFolders(rules: PathRules, ownFolders: readonly string[]): PathRules {
  const denied = ownFolders.map((pattern) => ({ pattern, read: true, write: true }))
  return { ...rules, deny: [...rules.deny, ...denied] }
}
