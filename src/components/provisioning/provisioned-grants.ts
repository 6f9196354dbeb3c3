import type { PolicyStore } from '#policy'

import type { InstalledComponent } from '../types.ts'
import { isSuccessor } from '../loading/hand-over-grants.ts'

/** What the operator grants a component while this server runs. */
export interface ProvisionedGrant {
  /** Where it stands. */
  readonly file: string
  /** A `policy.yaml`. */
  readonly policy: string
  /** Values of variables, for this component alone. */
  readonly values: Readonly<Record<string, string>>
}

type Version = Pick<InstalledComponent, 'id' | 'digest' | 'reference'>

/**
 * Grants of the file of `--manifest`, held in memory: they end with the server, and what people granted stays apart.
 *
 * They belong to what its reference leads to, and go when something from elsewhere takes the id.
 */
export class ProvisionedGrants {
  readonly #policies: PolicyStore
  readonly #byReference = new Map<string, ProvisionedGrant>()
  readonly #values = new Map<string, ProvisionedGrant['values']>()

  constructor(policies: PolicyStore) {
    this.#policies = policies
  }

  /** From now on whatever is installed from the reference has the grant. @throws CodedError `POLICY_INVALID` */
  add(key: string, grant: ProvisionedGrant): void {
    this.#byReference.set(key, grant)
  }

  /** What was installed from a reference gets what is granted to it. */
  attach(key: string, id: string): void {
    const grant = this.#byReference.get(key)
    if (grant === undefined) return
    this.#policies.provide(id, { text: grant.policy, file: grant.file })
    this.#values.set(id, grant.values)
  }

  /** Something else lies under an id now. */
  handOver(before: Version, now: Pick<InstalledComponent, 'digest' | 'reference'>): void {
    if (!isSuccessor(before, now)) this.withdraw(before.id)
  }

  withdraw(id: string): void {
    this.#policies.provide(id, null)
    this.#values.delete(id)
  }

  /** Values of variables by key; whether they are granted is decided by the policy. */
  valuesOf(id: string): ProvisionedGrant['values'] {
    return this.#values.get(id) ?? {}
  }
}
