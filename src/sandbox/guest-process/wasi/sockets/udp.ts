import { accessDenied } from './access-denied.ts'

/** `wasi:sockets/udp` `udp-socket` of 0.2; none can be created. */
export class UdpSocket {
  startBind = accessDenied
  finishBind = accessDenied
  stream = accessDenied
  localAddress = accessDenied
  remoteAddress = accessDenied
  addressFamily = accessDenied
  unicastHopLimit = accessDenied
  setUnicastHopLimit = accessDenied
  receiveBufferSize = accessDenied
  setReceiveBufferSize = accessDenied
  sendBufferSize = accessDenied
  setSendBufferSize = accessDenied
  subscribe = accessDenied
}

/** `wasi:sockets/udp` `incoming-datagram-stream` of 0.2. */
export class IncomingDatagramStream {
  receive = accessDenied
  subscribe = accessDenied
}

/** `wasi:sockets/udp` `outgoing-datagram-stream` of 0.2. */
export class OutgoingDatagramStream {
  checkSend = accessDenied
  send = accessDenied
  subscribe = accessDenied
}
