import { MAX_TEXT_LENGTH } from '../../../../protocol/egress-protocol.ts'
import type { GuestContext, GuestNetwork } from '../../guest-context.ts'
import { type AddressFamily, type IpAddress, toIpAddress } from '../../sockets/socket-address.ts'
import { WitError } from '../../wit-error.ts'
import { lookupCodeOf, socketError3 } from './error-code.ts'
import { TcpSocket3 } from './tcp.ts'
import { UdpSocket3 } from './udp.ts'

/** The imports of `wasi:sockets` 0.3: the host decides on each name, connection and datagram. */
export function createSockets3({ network }: GuestContext): Record<string, object> {
  class TcpSocket extends TcpSocket3 {
    static create(family: AddressFamily): TcpSocket {
      return new TcpSocket(family, granted(network))
    }
  }
  class UdpSocket extends UdpSocket3 {
    static create(family: AddressFamily): UdpSocket {
      return new UdpSocket(family, granted(network))
    }
  }
  return {
    'wasi:sockets/types': { TcpSocket, UdpSocket },
    'wasi:sockets/ip-name-lookup': { resolveAddresses: (name: string) => resolve(granted(network), name) },
  }
}

async function resolve(network: GuestNetwork, name: string): Promise<IpAddress[]> {
  if (name.length > MAX_TEXT_LENGTH)
    throw new WitError(lookupCodeOf({ code: 'invalid-request', message: null }))
  const opened = await network.open({ kind: 'lookup', name }).opened
  if (opened.kind === 'resolved') return opened.addresses.map(toIpAddress)
  throw new WitError(
    lookupCodeOf(opened.kind === 'failed' ? opened.error : { code: 'internal', message: null }),
  )
}

/** The processes that run our own tools have no network at all. */
function granted(network: GuestNetwork | undefined): GuestNetwork {
  if (network === undefined) throw socketError3('access-denied')
  return network
}
