import { type IpAddress, parseIpAddress } from './ip-address.ts'

/** A block of addresses. */
export interface Cidr {
  readonly version: 4 | 6
  readonly base: bigint
  readonly prefix: number
}

/** Parses `address/prefix`; bits behind the prefix are cleared. Null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', length = '', ...rest] = text.split('/')
  const base = parseIpAddress(address)
  if (base === null || rest.length > 0 || !/^\d{1,3}$/.test(length)) return null
  const isMapped = base.version === 4 && address.includes(':')
  const prefix = Number(length) - (isMapped ? 96 : 0)
  if (prefix < 0 || prefix > bitsOf(base)) return null
  const hostBits = BigInt(bitsOf(base) - prefix)
  return { version: base.version, base: (base.value >> hostBits) << hostBits, prefix }
}

/** Whether an address lies in a block. */
export function cidrContains(cidr: Cidr, address: IpAddress): boolean {
  if (cidr.version !== address.version) return false
  const rest = BigInt(bitsOf(cidr) - cidr.prefix)
  return cidr.base >> rest === address.value >> rest
}

function bitsOf({ version }: { readonly version: 4 | 6 }): number {
  return version === 4 ? 32 : 128
}
