// The words that our WASI host and generated code have in common: of all names they alone stay as they are.
// test/unit/wit/rename/wasi-labels.test.ts compares them with the host, and shows that each is harmless as the name of anything.

/** Functions and resources of the interfaces that we provide. */
export const WASI_FUNCTIONS: ReadonlySet<string> = /* @__PURE__ */ words(`
  accept address-family advise append append-via-stream authority between-bytes-timeout bind block
  blocking-flush blocking-read blocking-skip blocking-splice blocking-write-and-flush
  blocking-write-zeroes-and-flush body bucket cas check-send check-write clone connect
  connect-timeout consume consume-body copy-all create create-directory-at create-tcp-socket
  create-udp-socket current delete delete-many descriptor directory-entry-stream disconnect display
  entries error exists exit exit-with-code fields filesystem-error-code finish finish-bind
  finish-connect finish-listen first-byte-timeout flush from-list future-incoming-response
  future-trailers get get-address-family get-all get-and-delete get-arguments get-authority
  get-between-bytes-timeout get-connect-timeout get-directories get-environment
  get-first-byte-timeout get-flags get-headers get-hop-limit get-initial-cwd
  get-insecure-random-bytes get-insecure-random-u64 get-insecure-seed get-is-listening
  get-keep-alive-count get-keep-alive-enabled get-keep-alive-idle-time get-keep-alive-interval
  get-local-address get-many get-method get-options get-path-with-query get-random-bytes
  get-random-u64 get-receive-buffer-size get-remote-address get-resolution get-scheme
  get-send-buffer-size get-status-code get-stderr get-stdin get-stdout get-terminal-stderr
  get-terminal-stdin get-terminal-stdout get-type get-unicast-hop-limit handle has headers hop-limit
  http-error-code iana-id incoming-body incoming-datagram-stream incoming-request incoming-response
  increment initial-cwd input-stream insecure-seed instance-network is-listening is-same-object
  keep-alive-count keep-alive-enabled keep-alive-idle-time keep-alive-interval link-at list-keys
  listen local-address log metadata-hash metadata-hash-at method network network-error-code new now
  open open-at outgoing-body outgoing-datagram-stream outgoing-request outgoing-response
  output-stream path-with-query poll pollable read read-directory read-directory-entry
  read-via-stream readlink-at ready receive receive-buffer-size remote-address remove-directory-at
  rename-at request request-options resolution resolve-address-stream resolve-addresses
  resolve-next-address response response-outparam scheme send send-buffer-size set set-authority
  set-between-bytes-timeout set-connect-timeout set-first-byte-timeout set-hop-limit
  set-keep-alive-count set-keep-alive-enabled set-keep-alive-idle-time set-keep-alive-interval
  set-listen-backlog-size set-many set-method set-path-with-query set-receive-buffer-size set-scheme
  set-send-buffer-size set-size set-status-code set-times set-times-at set-unicast-hop-limit
  shutdown skip splice start-bind start-connect start-listen stat stat-at status status-code stream
  subscribe subscribe-duration subscribe-instant swap symlink-at sync sync-data tcp-socket
  terminal-input terminal-output to-debug-string udp-socket unicast-hop-limit unlink-file-at
  utc-offset wait-for wait-until write write-via-stream write-zeroes
`)

/** Fields of their records, and their flags. */
export const WASI_KEYS: ReadonlySet<string> = /* @__PURE__ */ words(`
  address alert-id alert-message create cursor data data-access-timestamp data-integrity-sync
  data-modification-timestamp directory exclusive field-name field-size file-integrity-sync
  flow-info in-daylight-saving-time info-code keys link-count lower mutate-directory name
  nanoseconds port rcode read remote-address requested-write-sync scope-id seconds size
  status-change-timestamp symlink-follow truncate type upper utc-offset write
`)

/** Cases of their variants and enums. */
export const WASI_CASES: ReadonlySet<string> = /* @__PURE__ */ words(`
  DNS-error DNS-timeout HTTP HTTP-protocol-error HTTP-request-URI-invalid HTTP-request-URI-too-long
  HTTP-request-body-size HTTP-request-denied HTTP-request-header-section-size
  HTTP-request-header-size HTTP-request-length-required HTTP-request-method-invalid
  HTTP-request-trailer-section-size HTTP-request-trailer-size HTTP-response-body-size
  HTTP-response-content-coding HTTP-response-header-section-size HTTP-response-header-size
  HTTP-response-incomplete HTTP-response-timeout HTTP-response-trailer-section-size
  HTTP-response-trailer-size HTTP-response-transfer-coding HTTP-upgrade-failed HTTPS
  TLS-alert-received TLS-certificate-error TLS-protocol-error access access-denied address-in-use
  address-not-bindable already bad-descriptor block-device both busy cas-failed character-device
  closed concurrency-conflict configuration-error connect connection-aborted connection-broken
  connection-limit-reached connection-read-timeout connection-refused connection-reset
  connection-terminated connection-timeout connection-write-timeout critical cross-device
  datagram-too-large deadlock debug delete destination-IP-prohibited destination-IP-unroutable
  destination-not-found destination-unavailable directory dont-need error exist fifo file-too-large
  forbidden get head illegal-byte-sequence immutable in-progress info insufficient-memory
  insufficient-space internal-error interrupted invalid invalid-argument invalid-seek invalid-state
  invalid-syntax io ipv4 ipv6 is-directory last-operation-failed loop loop-detected message-size
  name-too-long name-unresolvable new-socket-limit no-change no-device no-entry no-lock no-reuse
  no-such-device no-such-store no-tty normal not-directory not-empty not-in-progress not-permitted
  not-recoverable not-supported now options other out-of-memory overflow patch
  permanent-resolver-failure pipe post put quota random read-only receive regular-file
  remote-unreachable send sequential size-exceeded socket store-error symbolic-link
  temporary-resolver-failure text-file-busy timeout timestamp too-many-links trace unknown
  unsupported upstream warn will-need would-block
`)

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
