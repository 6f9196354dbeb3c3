import { isIP } from 'node:net'

import type { SocketAddress } from '../../../protocol/egress-protocol.ts'

/** `wasi:sockets/network` `ip-address-family`. */
export type AddressFamily = 'ipv4' | 'ipv6'

/** `wasi:sockets/network` `ip-address`. */
export interface IpAddress {
  readonly tag: AddressFamily
  /** Four bytes, or eight groups of two. */
  readonly val: readonly number[]
}

/** `wasi:sockets/network` `ip-socket-address`. */
export type IpSocketAddress =
  | { readonly tag: 'ipv4'; readonly val: { readonly port: number; readonly address: readonly number[] } }
  | {
      readonly tag: 'ipv6'
      readonly val: {
        readonly port: number
        readonly flowInfo: number
        readonly address: readonly number[]
        readonly scopeId: number
      }
    }

/** The address as text, for the host. */
export function toSocketAddress({ tag, val }: IpSocketAddress): SocketAddress {
  const separator = tag === 'ipv4' ? '.' : ':'
  const address = val.address.map((part) => part.toString(tag === 'ipv4' ? 10 : 16)).join(separator)
  return { address, port: val.port }
}

/** The address as the guest reads it. */
export function toIpSocketAddress({ address, port }: SocketAddress): IpSocketAddress {
  const ip = toIpAddress(address)
  return ip.tag === 'ipv4'
    ? { tag: 'ipv4', val: { port, address: ip.val } }
    : { tag: 'ipv6', val: { port, address: ip.val, flowInfo: 0, scopeId: 0 } }
}

/** The text of an address as the guest reads it. */
export function toIpAddress(text: string): IpAddress {
  if (isIP(text) === 4) return { tag: 'ipv4', val: text.split('.').map(Number) }
  const [head = '', tail] = compressed(text).split('::')
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  return { tag: 'ipv6', val: [...before, ...zeros, ...after] }
}

/** The address that no socket can be told by: what the host's own is, is no guest's business. */
export function anyAddress(family: AddressFamily): IpSocketAddress {
  return toIpSocketAddress({ address: family === 'ipv4' ? '0.0.0.0' : '::', port: 0 })
}

/** Whether it is the address of any interface, at whatever port is free. */
export function isAnyAddress({ val }: IpSocketAddress): boolean {
  return val.port === 0 && val.address.every(isZero)
}

/** Whether a socket of a family can go there; to what is nowhere, or is spelled for the other family, none does. */
export function isRemote({ tag, val }: IpSocketAddress, family: AddressFamily): boolean {
  if (tag !== family || val.port === 0) return false
  const isMapped = tag === 'ipv6' && val.address[5] === 0xffff && val.address.slice(0, 5).every(isZero)
  return !isMapped && !val.address.every(isZero)
}

function isZero(part: number): boolean {
  return part === 0
}

function compressed(text: string): string {
  return new URL(`http://[${text}]`).hostname.slice(1, -1)
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
}
