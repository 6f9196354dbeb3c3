import { accessDenied } from './access-denied.ts'

/** `wasi:sockets/tcp` `tcp-socket` of 0.2; none can be created. */
export class TcpSocket {
  startBind = accessDenied
  finishBind = accessDenied
  startConnect = accessDenied
  finishConnect = accessDenied
  startListen = accessDenied
  finishListen = accessDenied
  accept = accessDenied
  localAddress = accessDenied
  remoteAddress = accessDenied
  isListening = accessDenied
  addressFamily = accessDenied
  setListenBacklogSize = accessDenied
  keepAliveEnabled = accessDenied
  setKeepAliveEnabled = accessDenied
  keepAliveIdleTime = accessDenied
  setKeepAliveIdleTime = accessDenied
  keepAliveInterval = accessDenied
  setKeepAliveInterval = accessDenied
  keepAliveCount = accessDenied
  setKeepAliveCount = accessDenied
  hopLimit = accessDenied
  setHopLimit = accessDenied
  receiveBufferSize = accessDenied
  setReceiveBufferSize = accessDenied
  sendBufferSize = accessDenied
  setSendBufferSize = accessDenied
  subscribe = accessDenied
  shutdown = accessDenied
}
