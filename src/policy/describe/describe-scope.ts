import { parseHostPattern } from '#addresses'

import { quotedText } from '#platform'

import type { Grant, GrantTerms } from '../grant.ts'
import { parseStorageUri } from '../parse/storage-uri.ts'

/**
 * What a grant allows, in words, exactly as it is enforced: what a person reads before the decision.
 *
 * @throws CodedError where the grant is not valid
 */
export function describeScope(grant: Grant): string {
  switch (grant.kind) {
    case 'storage':
      return `${grant.access.join(' and ')} ${describePath(parseStorageUri(grant.uri))}${describeTarget(grant)}`
    case 'network':
      return describeHost(grant.host)
    case 'environment':
      return `see the environment variable ${quotedText(grant.key)}`
    case 'memory':
      return `use up to ${grant.limit} of memory`
    case 'state':
      return `keep up to ${grant.quota} from one call to the next`
  }
}

/** How long, in words. */
export function describeTerms({ expires, uses }: GrantTerms): string {
  if (uses !== null) return uses === 1 ? 'for the next call' : `for the next ${uses} calls`
  return expires === null ? 'until it is revoked' : `until ${new Date(expires).toISOString()}`
}

/** A link would else be granted by its name and open what it leads to. */
function describeTarget({ uri, resolved }: Extract<Grant, { readonly kind: 'storage' }>): string {
  if (resolved === undefined) return ''
  return `, ${uri.includes('*') ? 'whose folder' : 'which'} leads to ${quotedText(resolved)}`
}

function describePath(pattern: string): string {
  if (pattern.endsWith('/**')) return `everything in ${quotedText(pattern.slice(0, -3) || '/')}`
  const last = pattern.split('/').at(-1) ?? ''
  return last.includes('*')
    ? `what matches ${quotedText(pattern)}`
    : `${quotedText(pattern)} and everything in it`
}

function describeHost(text: string): string {
  const { match, scheme, protocol, port, path } = parseHostPattern(text)
  const hosts = {
    any: 'every host on the internet',
    subdomains: match.kind === 'subdomains' ? `every host that ends with ${quotedText(`.${match.of}`)}` : '',
    exact: match.kind === 'exact' ? quotedText(match.host) : '',
  }
  const by = scheme ?? (protocol === 'tcp' || protocol === 'udp' ? protocol : 'http and https')
  const where = port === null ? 'every port' : `port ${port}`
  const paths = path === null || path === '' ? '' : `, only paths at ${quotedText(path)}`
  return `connect to ${hosts[match.kind]} by ${by} on ${where}${paths}`
}
