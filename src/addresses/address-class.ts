import { type Cidr, cidrContains, parseCidr } from './cidr.ts'
import type { IpAddress } from './ip-address.ts'

/** Where an address leads; everything but `public` is inside some network and is refused unless a rule names it. */
export type AddressClass = 'public' | 'loopback' | 'link-local' | 'private' | 'multicast' | 'reserved'

/** IANA's special-purpose address registries, whatever they say about being reached from elsewhere, and what clouds keep inside. */
const BLOCKS: readonly (readonly [Cidr, AddressClass])[] = [
  ...blocks('loopback', ['127.0.0.0/8', '::1/128']),
  ...blocks('link-local', ['169.254.0.0/16', 'fe80::/10']),
  ...blocks('private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']),
  ...blocks('private', ['fec0::/10', '64:ff9b:1::/48']),
  ...blocks('multicast', ['224.0.0.0/4', 'ff00::/8']),
  // 0.0.0.0 and :: reach the machine itself.
  ...blocks('reserved', ['0.0.0.0/8', '::/96', '240.0.0.0/4', '192.0.0.0/24', '198.18.0.0/15']),
  ...blocks('reserved', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '192.88.99.0/24']),
  // Anycast: the nearest AS112 server or AMT relay may be one of this network.
  ...blocks('reserved', ['192.31.196.0/24', '192.52.193.0/24', '192.175.48.0/24', '2620:4f:8000::/48']),
  // Azure's servers for the machines that run there, WireServer and DNS: nobody else reaches them.
  ...blocks('link-local', ['168.63.129.16/32']),
  // Services of IBM Cloud for what runs there.
  ...blocks('private', ['161.26.0.0/16', '166.8.0.0/14']),
  ...blocks('reserved', ['2001::/23', '2001:db8::/32', '3fff::/20', '100::/64', '5f00::/16']),
]

/** Blocks whose addresses carry an IPv4 address that packets are sent on to, and how far to its right end. */
const TRANSLATED: readonly (readonly [Cidr, bigint])[] = [
  ...blocks(0n, ['64:ff9b::/96', '::ffff:0:0:0/96']),
  ...blocks(80n, ['2002::/16']),
]

/** All that IANA has handed out to be reached from everywhere. */
const GLOBAL_UNICAST = blocks('public', ['2000::/3'])

/** 6to4: what carries a public address goes through whichever relay is nearest, if there is one (RFC 7526). */
const RELAYED = blocks('reserved', ['2002::/16'])

/** Says where an address leads, looking through NAT64, SIIT (RFC 2765) and 6to4. */
export function classifyAddress(address: IpAddress): AddressClass {
  const carried = carriedAddress(address)
  if (carried !== null) return classifyCarried(address, classifyAddress(carried))
  const known = BLOCKS.find(([block]) => cidrContains(block, address))?.[1]
  if (known !== undefined) return known
  const isGlobal = address.version === 4 || GLOBAL_UNICAST.some(([block]) => cidrContains(block, address))
  return isGlobal ? 'public' : 'reserved'
}

function classifyCarried(address: IpAddress, carried: AddressClass): AddressClass {
  const relayed = RELAYED.find(([block]) => cidrContains(block, address))
  return carried === 'public' ? (relayed?.[1] ?? carried) : carried
}

/** The IPv4 address that packets to an address are sent on to; null where it carries none. */
export function carriedAddress(address: IpAddress): IpAddress | null {
  const translated = TRANSLATED.find(([block]) => cidrContains(block, address))
  return translated === undefined
    ? null
    : { version: 4, value: (address.value >> translated[1]) & 0xffff_ffffn }
}

function blocks<const T>(item: T, texts: readonly string[]): (readonly [Cidr, T])[] {
  return texts.flatMap((text) => {
    const cidr = parseCidr(text)
    return cidr === null ? [] : [[cidr, item] as const]
  })
}
