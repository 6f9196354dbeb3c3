import { WitError } from '../wit-error.ts'

/** `wasi:sockets/types` `tcp-socket` of 0.3: none can be created, so none has operations. */
class TcpSocket {
  readonly kind = 'tcp-socket'

  static create = accessDenied
}

/** `wasi:sockets/types` `udp-socket` of 0.3: none can be created, so none has operations. */
class UdpSocket {
  readonly kind = 'udp-socket'

  static create = accessDenied
}

/** The imports of `wasi:sockets` 0.3: no socket can be created and no name looked up. */
export function createSockets3(): Record<string, object> {
  return {
    'wasi:sockets/types': { TcpSocket, UdpSocket },
    'wasi:sockets/ip-name-lookup': { resolveAddresses: accessDenied },
  }
}

function accessDenied(): never {
  throw new WitError({ tag: 'access-denied' })
}
