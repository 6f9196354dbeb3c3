/** Names that no one can register: RFC 6761, RFC 6762, RFC 8375 and ICANN's `internal`. */
const LOCAL_DOMAINS: ReadonlySet<string> = new Set(['localhost', 'local', 'internal', 'test'])

/** Whether a normalised name means something on this machine or in its network only, so that no stranger answers for it. */
export function isLocalName(host: string): boolean {
  const labels = host.split('.')
  return labels.length === 1 || LOCAL_DOMAINS.has(labels.at(-1) ?? '') || host.endsWith('.home.arpa')
}
