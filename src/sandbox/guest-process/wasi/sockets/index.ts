import { accessDenied } from './access-denied.ts'
import { TcpSocket } from './tcp.ts'
import { IncomingDatagramStream, OutgoingDatagramStream, UdpSocket } from './udp.ts'

/** `wasi:sockets/network` `network`: the right to name one, which opens nothing. */
class Network {
  readonly kind = 'network'
}

/** `wasi:sockets/ip-name-lookup` `resolve-address-stream` of 0.2; no name is looked up. */
class ResolveAddressStream {
  resolveNextAddress = accessDenied
  subscribe = accessDenied
}

/** The imports of `wasi:sockets` 0.2: no socket can be created and no name looked up. */
export function createSockets(): Record<string, object> {
  return {
    'wasi:sockets/network': { Network, networkErrorCode: () => undefined },
    'wasi:sockets/instance-network': { instanceNetwork: () => new Network() },
    'wasi:sockets/ip-name-lookup': { ResolveAddressStream, resolveAddresses: accessDenied },
    'wasi:sockets/tcp': { TcpSocket },
    'wasi:sockets/tcp-create-socket': { createTcpSocket: accessDenied },
    'wasi:sockets/udp': { IncomingDatagramStream, OutgoingDatagramStream, UdpSocket },
    'wasi:sockets/udp-create-socket': { createUdpSocket: accessDenied },
  }
}
