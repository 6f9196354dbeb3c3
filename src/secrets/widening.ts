import { quotedText } from '#platform'

import { parseReference } from './secret-reference.ts'
import type { NewSecret, SecretEntry } from './secret.ts'

/** What stands there, and what is to. */
interface Change {
  readonly stored: readonly SecretEntry[]
  readonly secrets: readonly NewSecret[]
  /** Hosts to bind the secrets to; without it a binding that is there stays. */
  readonly hosts?: readonly string[] | undefined
}

/**
 * What a change makes reachable that whoever asks for it need not know, a sentence each; none where nothing is.
 *
 * A value is known to whoever sets it. A reference is not: it gives a guest what a file, a variable or a keychain of the user
 * holds. Nor is who may be sent a secret that is bound.
 */
export function describeWidening({ stored, secrets, hosts }: Change): readonly string[] {
  return secrets.flatMap((secret) => {
    const before = stored.find(({ key }) => key === secret.key)
    const bound = before?.hosts ?? null
    return [...newReference(secret, before, hosts ?? bound), ...otherHosts(secret.key, bound, hosts)]
  })
}

function newReference(
  { key, text, isReference }: NewSecret,
  before: SecretEntry | undefined,
  hosts: readonly string[] | null,
): string[] {
  if (!isReference || parseReference(text).kind === 'literal' || before?.reference === text) return []
  const what = `what is in ${quotedText(text)} as ${quotedText(key)}`
  return [hosts === null ? `see ${what}` : `send ${what} to ${listed(hosts)}`]
}

function otherHosts(
  key: string,
  before: readonly string[] | null,
  after: readonly string[] | undefined,
): string[] {
  if (before === null || after === undefined || after.every((host) => before.includes(host))) return []
  return [`send ${quotedText(key)} to ${listed(after)} instead of ${listed(before)}`]
}

function listed(hosts: readonly string[]): string {
  return hosts.map((host) => quotedText(host)).join(', ')
}
