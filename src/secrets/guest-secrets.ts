import { randomBytes } from 'node:crypto'

import type { InjectionTarget } from './host-binding.ts'
import { type BoundSecret, type InjectableHead, injectSecrets } from './inject-secrets.ts'
import type { Secret } from './secret.ts'

/** What one sandbox process knows of the secrets of its component, and what is done for it. */
export interface GuestSecrets {
  /** Variables for the guest: the value, or the placeholder of one that is bound to hosts. */
  readonly environment: readonly (readonly [key: string, text: string])[]
  /** Fills placeholders in; what egress calls once a request is allowed. */
  inject<Head extends InjectableHead>(head: Head, target: InjectionTarget): Head
}

/** Prepares secrets for a sandbox process. `isListed` says whether the policy lets the component see a variable: none by default. */
export function openGuestSecrets(
  secrets: ReadonlyMap<string, Secret>,
  isListed: (key: string) => boolean,
): GuestSecrets {
  const bound: BoundSecret[] = []
  const environment: [string, string][] = []
  for (const { key, value, hosts } of secrets.values()) {
    if (!isListed(key)) continue
    // A new one for every process: a placeholder that was printed somewhere is worth nothing.
    const placeholder = `wassette-secret-${randomBytes(16).toString('hex')}`
    environment.push([key, hosts === null ? value : placeholder])
    if (hosts !== null) bound.push({ placeholder, value, hosts })
  }
  return { environment, inject: (head, target) => injectSecrets(head, target, bound) }
}
