/** An address as a number; IPv4-mapped IPv6 is IPv4. */
export interface IpAddress {
  readonly version: 4 | 6
  readonly value: bigint
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
const MAPPED_PREFIX = 0xffffn

/** Parses dotted IPv4 without leading zeros, or IPv6 without brackets and zone; null for anything else. */
export function parseIpAddress(text: string): IpAddress | null {
  return parseIpv4(text) ?? parseIpv6(text)
}

/** The shortest usual text: dotted IPv4, compressed IPv6 in lower case (RFC 5952). */
export function printIpAddress({ version, value }: IpAddress): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn)
  return unbracketed(new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname)
}

function parseIpv4(text: string): IpAddress | null {
  const parts = IPV4.exec(text)?.slice(1)
  if (parts === undefined || parts.some((part) => Number(part) > 255 || /^0\d/.test(part))) return null
  return { version: 4, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) }
}

function parseIpv6(text: string): IpAddress | null {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(':')) return null
  const url = URL.parse(`http://[${text}]`)
  if (url === null) return null
  const value = expand(unbracketed(url.hostname)).reduce((sum, group) => (sum << 16n) | group, 0n)
  // ::ffff:127.0.0.1 reaches 127.0.0.1: it must be decided on as that.
  return value >> 32n === MAPPED_PREFIX ? { version: 4, value: value & 0xffff_ffffn } : { version: 6, value }
}

function expand(compressed: string): readonly bigint[] {
  const [head = '', tail] = compressed.split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array.from({ length: zeros }, () => 0n), ...after]
}

function groupsOf(text: string): readonly bigint[] {
  return text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`))
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
