import type { GuestContext, GuestNetwork } from '../guest-context.ts'
import { IoError } from '../io/error.ts'
import { socketError } from './error-code.ts'
import { resolveAddresses, ResolveAddressStream } from './ip-name-lookup.ts'
import type { AddressFamily } from './socket-address.ts'
import { TcpSocket } from './tcp.ts'
import { IncomingDatagramStream, OutgoingDatagramStream, UdpSocket } from './udp.ts'

/** `wasi:sockets/network` `network`: the right to name one, which opens nothing. */
class Network {
  readonly kind = 'network'
}

/** The imports of `wasi:sockets` 0.2: the host decides on each name, connection and datagram. */
export function createSockets({ network }: GuestContext): Record<string, object> {
  return {
    'wasi:sockets/network': { Network, networkErrorCode },
    'wasi:sockets/instance-network': { instanceNetwork: () => new Network() },
    'wasi:sockets/ip-name-lookup': {
      ResolveAddressStream,
      resolveAddresses: (_network: Network, name: string) => resolveAddresses(granted(network), name),
    },
    'wasi:sockets/tcp': { TcpSocket },
    'wasi:sockets/tcp-create-socket': {
      createTcpSocket: (family: AddressFamily) => new TcpSocket(family, granted(network)),
    },
    'wasi:sockets/udp': { IncomingDatagramStream, OutgoingDatagramStream, UdpSocket },
    'wasi:sockets/udp-create-socket': {
      createUdpSocket: (family: AddressFamily) => new UdpSocket(family, granted(network)),
    },
  }
}

/** The processes that run our own tools have no network at all. */
function granted(network: GuestNetwork | undefined): GuestNetwork {
  if (network === undefined) throw socketError('access-denied')
  return network
}

/** The code behind the error of a connection's stream. */
function networkErrorCode(error: IoError): string | undefined {
  const cause = IoError.causeOf(error)
  return cause.kind === 'network' ? cause.code : undefined
}
