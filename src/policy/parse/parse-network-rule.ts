import {
  type HostPattern,
  type NetworkProtocol,
  parseCidr,
  parseHostPattern,
  parsePathPrefix,
} from '#addresses'

import type { KeyReader } from './key-reader.ts'
import type { UnreadRule } from './parse-rule-set.ts'
import type { NetworkRule, NetworkTerms } from '../policy.ts'
import { invalidPart, listOf, type Part, textOf, within } from './yaml-part.ts'

/** Parses `{host}` or `{cidr}` with `protocol`, `ports`, `methods` and `paths`. @throws CodedError `POLICY_INVALID` */
export function parseNetworkRule(rule: UnreadRule): NetworkRule {
  const { keys, part, effect } = rule
  const [host, cidr] = [keys.takeText('host'), keys.takeText('cidr')]
  if ((host === null) === (cidr === null)) {
    throw invalidPart(part, "Missing 'host' field for network permission, or both it and 'cidr'")
  }
  const terms = { ...rule.terms, ...parseNetworkTerms(keys) }
  const parsed = cidr === null ? hostRule(host ?? '', terms, part) : cidrRule(cidr, terms, part)
  const isRaw = parsed.protocol === 'tcp' || parsed.protocol === 'udp'
  if (isRaw && (parsed.methods !== null || parsed.paths !== null)) {
    throw invalidPart(part, `'methods' and 'paths' mean nothing to ${parsed.protocol}`)
  }
  if (isRaw && effect === 'allow' && parsed.kind === 'host' && parsed.ports === null) {
    throw invalidPart(part, `A host for ${parsed.protocol} needs a port, such as 'db.example.com:5432'`)
  }
  return parsed
}

function hostRule(text: string, terms: NetworkTerms, part: Part): NetworkRule {
  const pattern = within(part, () => parseHostPattern(text))
  const path = pattern.path === '' ? null : pattern.path
  checkOnce(pattern.port !== null && terms.ports !== null, 'port', part)
  checkOnce(path !== null && terms.paths !== null, 'path', part)
  return {
    ...terms,
    kind: 'host',
    text,
    match: pattern.match,
    scheme: pattern.scheme,
    protocol: commonProtocol(pattern, terms, part),
    ports: pattern.port === null ? terms.ports : [pattern.port],
    paths: path === null ? terms.paths : [path],
  }
}

function cidrRule(text: string, terms: NetworkTerms, part: Part): NetworkRule {
  const cidr = parseCidr(text)
  if (cidr !== null) return { ...terms, kind: 'cidr', text, cidr }
  throw invalidPart(part, `'${text}' is no block of addresses, write '10.0.0.0/8' or 'fd00::/8'`)
}

function commonProtocol(pattern: HostPattern, terms: NetworkTerms, part: Part): NetworkProtocol | null {
  const isContradiction =
    pattern.protocol !== null && terms.protocol !== null && pattern.protocol !== terms.protocol
  if (isContradiction) throw invalidPart(part, "'protocol' is not the one of the scheme")
  return terms.protocol ?? pattern.protocol
}

function checkOnce(isTwice: boolean, name: string, part: Part): void {
  if (isTwice) throw invalidPart(part, `Write the ${name} behind the host or in '${name}s', not in both`)
}

function parseNetworkTerms(keys: KeyReader): Omit<NetworkTerms, 'expires' | 'uses' | 'line'> {
  const protocol = keys.take('protocol')
  return {
    protocol: protocol === undefined ? null : parseProtocol(protocol),
    ports: parseList(keys.take('ports'), 'ports', parsePort),
    methods: parseList(keys.take('methods'), 'methods', parseMethod),
    paths: parseList(keys.take('paths'), 'paths', parsePath),
  }
}

/** `ports:` with nothing behind it reads like "none", and would mean all. */
function parseList<T>(part: Part | undefined, name: string, parse: (part: Part) => T): readonly T[] | null {
  if (part === undefined) return null
  const items = listOf(part, name) ?? []
  if (items.length === 0) throw invalidPart(part, `'${name}' is empty, remove it or fill it`)
  return items.map(parse)
}

function parseProtocol(part: Part): NetworkProtocol {
  const text = textOf(part, 'protocol')
  if (text === 'http' || text === 'tcp' || text === 'udp') return text
  throw invalidPart(part, `'${text}' is no protocol, write 'http', 'tcp' or 'udp'`)
}

function parsePort(part: Part): number {
  const port = part.kind === 'scalar' ? part.value : null
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535) return port
  throw invalidPart(part, 'A port is a number from 1 to 65535')
}

function parseMethod(part: Part): string {
  const method = textOf(part, 'methods')
  if (/^[A-Za-z-]+$/.test(method)) return method.toUpperCase()
  throw invalidPart(part, `'${method}' is no HTTP method`)
}

function parsePath(part: Part): string {
  return within(part, () => parsePathPrefix(textOf(part, 'paths')))
}
