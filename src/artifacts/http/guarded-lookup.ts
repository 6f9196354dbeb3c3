import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'

import { addressRefused } from './address-refused.ts'
import { isInternal, isLoopback, isNamedHost } from './addresses.ts'

/**
 * Resolves a name to the addresses that may be connected to: whoever owns a public name could let it lead to 169.254.169.254 or
 * a router, between one look and the next, so that what is judged has to be what is connected to.
 */
export function guardedLookup(
  insideHosts: readonly string[],
  resolve: LookupFunction = systemLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, answer) => {
      if (error !== null) return callback(error, [])
      const addresses = listed(answer).filter(({ address }) => mayReach(hostname, address, insideHosts))
      const [first] = addresses
      if (first === undefined) return callback(addressRefused(hostname), [])
      if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function mayReach(hostname: string, address: string, insideHosts: readonly string[]): boolean {
  if (isNamedHost(hostname, insideHosts)) return true
  return isLoopback(hostname) ? isLoopback(address) : !isInternal(address)
}

function listed(answer: string | LookupAddress[]): LookupAddress[] {
  return typeof answer === 'string' ? [{ address: answer, family: answer.includes(':') ? 6 : 4 }] : answer
}
