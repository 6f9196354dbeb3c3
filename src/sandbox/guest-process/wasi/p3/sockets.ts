import { WitError } from '../wit-error.ts'

/** `wasi:sockets/types` `tcp-socket` of 0.3; none can be created. */
class TcpSocket {
  static create = accessDenied
  bind = accessDenied
  connect = accessDenied
  listen = accessDenied
  send = accessDenied
  receive = accessDenied
  getLocalAddress = accessDenied
  getRemoteAddress = accessDenied
  getIsListening = accessDenied
  getAddressFamily = accessDenied
  setListenBacklogSize = accessDenied
  getKeepAliveEnabled = accessDenied
  setKeepAliveEnabled = accessDenied
  getKeepAliveIdleTime = accessDenied
  setKeepAliveIdleTime = accessDenied
  getKeepAliveInterval = accessDenied
  setKeepAliveInterval = accessDenied
  getKeepAliveCount = accessDenied
  setKeepAliveCount = accessDenied
  getHopLimit = accessDenied
  setHopLimit = accessDenied
  getReceiveBufferSize = accessDenied
  setReceiveBufferSize = accessDenied
  getSendBufferSize = accessDenied
  setSendBufferSize = accessDenied
}

/** `wasi:sockets/types` `udp-socket` of 0.3; none can be created. */
class UdpSocket {
  static create = accessDenied
  bind = accessDenied
  connect = accessDenied
  disconnect = accessDenied
  send = accessDenied
  receive = accessDenied
  getLocalAddress = accessDenied
  getRemoteAddress = accessDenied
  getAddressFamily = accessDenied
  getUnicastHopLimit = accessDenied
  setUnicastHopLimit = accessDenied
  getReceiveBufferSize = accessDenied
  setReceiveBufferSize = accessDenied
  getSendBufferSize = accessDenied
  setSendBufferSize = accessDenied
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
