/** A function, class, method or static function that the glue may ask an interface for, as jco names it. */
export interface SurfaceName {
  readonly interface: string
  /** The class that it is a member of, or null for a member of the interface itself. */
  readonly class: string | null
  readonly name: string
  readonly isStatic: boolean
}

/** Interfaces at the margin; functions; classes with a colon, followed by their methods, static ones with `::`. */
const SURFACE = `
wasi:cli/environment
  getEnvironment getArguments initialCwd
wasi:cli/environment@0.3
  getEnvironment getArguments getInitialCwd
wasi:cli/exit
  exit exitWithCode
wasi:cli/exit@0.3
  exit exitWithCode
wasi:cli/stderr
  getStderr
wasi:cli/stderr@0.3
  writeViaStream
wasi:cli/stdin
  getStdin
wasi:cli/stdin@0.3
  readViaStream
wasi:cli/stdout
  getStdout
wasi:cli/stdout@0.3
  writeViaStream
wasi:cli/terminal-input
  TerminalInput:
wasi:cli/terminal-input@0.3
  TerminalInput:
wasi:cli/terminal-output
  TerminalOutput:
wasi:cli/terminal-output@0.3
  TerminalOutput:
wasi:cli/terminal-stderr
  getTerminalStderr
wasi:cli/terminal-stderr@0.3
  getTerminalStderr
wasi:cli/terminal-stdin
  getTerminalStdin
wasi:cli/terminal-stdin@0.3
  getTerminalStdin
wasi:cli/terminal-stdout
  getTerminalStdout
wasi:cli/terminal-stdout@0.3
  getTerminalStdout
wasi:cli/types@0.3
wasi:clocks/monotonic-clock
  now resolution subscribeInstant subscribeDuration
wasi:clocks/monotonic-clock@0.3
  now getResolution waitUntil waitFor
wasi:clocks/system-clock@0.3
  now getResolution
wasi:clocks/timezone
  display utcOffset
wasi:clocks/timezone@0.3
  ianaId utcOffset toDebugString
wasi:clocks/types@0.3
wasi:clocks/wall-clock
  now resolution
wasi:config/runtime
  get getAll
wasi:config/store
  get getAll
wasi:filesystem/preopens
  getDirectories
wasi:filesystem/preopens@0.3
  getDirectories
wasi:filesystem/types
  filesystemErrorCode
  Descriptor: readViaStream writeViaStream appendViaStream advise syncData getFlags getType setSize
    setTimes read write readDirectory sync createDirectoryAt stat statAt setTimesAt linkAt openAt
    readlinkAt removeDirectoryAt renameAt symlinkAt unlinkFileAt isSameObject metadataHash
    metadataHashAt
  DirectoryEntryStream: readDirectoryEntry
wasi:filesystem/types@0.3
  Descriptor: readViaStream writeViaStream appendViaStream advise syncData getFlags getType setSize
    setTimes readDirectory sync createDirectoryAt stat statAt setTimesAt linkAt openAt readlinkAt
    removeDirectoryAt renameAt symlinkAt unlinkFileAt isSameObject metadataHash metadataHashAt
wasi:http/client@0.3
  send
wasi:http/handler@0.3
  handle
wasi:http/outgoing-handler
  handle
wasi:http/types
  httpErrorCode
  Fields: ::fromList get has set delete append entries clone
  FutureIncomingResponse: subscribe get
  FutureTrailers: subscribe get
  IncomingBody: ::finish stream
  IncomingRequest: method pathWithQuery scheme authority headers consume
  IncomingResponse: status headers consume
  OutgoingBody: ::finish write
  OutgoingRequest: body method setMethod pathWithQuery setPathWithQuery scheme setScheme authority
    setAuthority headers
  OutgoingResponse: statusCode setStatusCode headers body
  RequestOptions: connectTimeout setConnectTimeout firstByteTimeout setFirstByteTimeout
    betweenBytesTimeout setBetweenBytesTimeout
  ResponseOutparam: ::set
wasi:http/types@0.3
  Fields: ::fromList get has set delete getAndDelete append copyAll clone
  Request: ::new ::consumeBody getMethod setMethod getPathWithQuery setPathWithQuery getScheme setScheme
    getAuthority setAuthority getOptions getHeaders
  RequestOptions: getConnectTimeout setConnectTimeout getFirstByteTimeout setFirstByteTimeout
    getBetweenBytesTimeout setBetweenBytesTimeout clone
  Response: ::new ::consumeBody getStatusCode setStatusCode getHeaders
wasi:io/error
  Error: toDebugString
wasi:io/poll
  poll
  Pollable: ready block
wasi:io/streams
  InputStream: read blockingRead skip blockingSkip subscribe
  OutputStream: checkWrite write blockingWriteAndFlush flush blockingFlush subscribe writeZeroes
    blockingWriteZeroesAndFlush splice blockingSplice
wasi:keyvalue/atomics
  increment swap
  Cas: ::new current
wasi:keyvalue/atomics@draft
  increment
wasi:keyvalue/batch
  getMany setMany deleteMany
wasi:keyvalue/batch@draft
  getMany setMany deleteMany
wasi:keyvalue/store
  open
  Bucket: get set delete exists listKeys
wasi:keyvalue/store@draft
  open
  Bucket: get set delete exists listKeys
wasi:logging/logging
  log
wasi:random/insecure
  getInsecureRandomBytes getInsecureRandomU64
wasi:random/insecure-seed
  insecureSeed
wasi:random/insecure-seed@0.3
  getInsecureSeed
wasi:random/insecure@0.3
  getInsecureRandomBytes getInsecureRandomU64
wasi:random/random
  getRandomBytes getRandomU64
wasi:random/random@0.3
  getRandomBytes getRandomU64
wasi:sockets/instance-network
  instanceNetwork
wasi:sockets/ip-name-lookup
  resolveAddresses
  ResolveAddressStream: resolveNextAddress subscribe
wasi:sockets/ip-name-lookup@0.3
  resolveAddresses
wasi:sockets/network
  networkErrorCode
  Network:
wasi:sockets/tcp
  TcpSocket: startBind finishBind startConnect finishConnect startListen finishListen accept
    localAddress remoteAddress isListening addressFamily setListenBacklogSize keepAliveEnabled
    setKeepAliveEnabled keepAliveIdleTime setKeepAliveIdleTime keepAliveInterval setKeepAliveInterval
    keepAliveCount setKeepAliveCount hopLimit setHopLimit receiveBufferSize setReceiveBufferSize
    sendBufferSize setSendBufferSize subscribe shutdown
wasi:sockets/tcp-create-socket
  createTcpSocket
wasi:sockets/types@0.3
  TcpSocket: ::create bind connect listen send receive getLocalAddress getRemoteAddress getIsListening
    getAddressFamily setListenBacklogSize getKeepAliveEnabled setKeepAliveEnabled getKeepAliveIdleTime
    setKeepAliveIdleTime getKeepAliveInterval setKeepAliveInterval getKeepAliveCount setKeepAliveCount
    getHopLimit setHopLimit getReceiveBufferSize setReceiveBufferSize getSendBufferSize
    setSendBufferSize
  UdpSocket: ::create bind connect disconnect send receive getLocalAddress getRemoteAddress
    getAddressFamily getUnicastHopLimit setUnicastHopLimit getReceiveBufferSize setReceiveBufferSize
    getSendBufferSize setSendBufferSize
wasi:sockets/udp
  IncomingDatagramStream: receive subscribe
  OutgoingDatagramStream: checkSend send subscribe
  UdpSocket: startBind finishBind stream localAddress remoteAddress addressFamily unicastHopLimit
    setUnicastHopLimit receiveBufferSize setReceiveBufferSize sendBufferSize setSendBufferSize subscribe
wasi:sockets/udp-create-socket
  createUdpSocket
`

/** Everything that WASI 0.2 and 0.3 let a component import, without what only a component exports. */
export function wasiSurface(): SurfaceName[] {
  const names: SurfaceName[] = []
  let scope = ''
  let className: string | null = null
  for (const line of SURFACE.split('\n')) {
    if (!line.startsWith('    ')) className = null
    if (!line.startsWith(' ')) scope = line
    else
      for (const word of line.trim().split(' ')) {
        if (word.endsWith(':')) className = word.slice(0, -1)
        const isMember = className !== null && !word.endsWith(':')
        const name = word.replaceAll(':', '')
        names.push({
          interface: scope,
          class: isMember ? className : null,
          name,
          isStatic: word.startsWith('::'),
        })
      }
  }
  return names
}
