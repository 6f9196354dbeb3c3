import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

import { get, lie } from '../lying-session.ts'
import type { Cleaner } from '../temporary-folder.ts'

/** A server that keeps connections, and tells of each request that it took for one. */
export interface KeptServer {
  /** `127.0.0.1:port`. */
  readonly host: string
  /** Method and path of each. */
  readonly seen: () => readonly string[] | Promise<readonly string[]>
}

const SMUGGLED = 'DELETE /admin HTTP/1.1\r\nhost: evil.example\r\ncontent-length: 0\r\n\r\n'
const LENGTHS = [null, '3', '+3', '0', String(SMUGGLED.length), '3, 3', '0x3', '999']
const METHODS = ['POST', 'PUT', 'GET', 'HEAD', 'DELETE', 'OPTIONS', 'get', 'TRACE']

interface Forged {
  readonly method: string
  readonly headers: readonly (readonly [string, Uint8Array])[]
  readonly bodyLength: number | null
}

/** Every method with every length, as a guest writes it and as a process that was taken over does. */
const FORGED: readonly Forged[] = METHODS.flatMap((method) =>
  LENGTHS.flatMap((length) =>
    [null, SMUGGLED.length].map((bodyLength) => ({
      method,
      headers: length === null ? [] : [['content-length', Buffer.from(length)] as const],
      bodyLength,
    })),
  ),
)

/**
 * Writes a second request behind, or as the body of, many that are allowed: asserts that the server sees none but those.
 *
 * A request without a body comes between any two, over a connection that was used before, where the server keeps any.
 */
export async function trySmuggling(context: Cleaner, { host, seen }: KeptServer): Promise<void> {
  const { session, replies, access } = await lie(context, { host, responseBytes: 64 * 1024 })
  let flowId = 0
  const say = (message: object): boolean => session.receive({ callId: 1, flowId, message })
  const isOver = (): boolean =>
    replies.some(([id, { kind }]) => id === flowId && (kind === 'failed' || kind === 'end'))
  for (const { method, headers, bodyLength } of FORGED) {
    flowId++
    say(get(host, { method, headers, bodyLength, pathWithQuery: '/v1' }))
    const bytes = Buffer.from(SMUGGLED)
    if (!isOver() && say({ kind: 'data', bytes })) say({ kind: 'end', trailers: [] })
    // Some servers wait for what was announced and will not come.
    for (let waited = 0; !isOver() && waited < 200; waited++) await sleep(5)
    if (!isOver()) say({ kind: 'cancel' })
    flowId++
    say(get(host, { pathWithQuery: '/v1' }))
    while (!isOver()) await sleep(1)
  }
  session.endCall(1)
  const decided = access.events.filter(({ kind }) => kind === 'allowed').length
  const requests = await seen()
  assert.deepEqual(
    requests.filter((line) => !/^(?:POST|PUT|GET|HEAD|DELETE|OPTIONS|TRACE) \/v1$/.test(line)),
    [],
  )
  assert.ok(requests.length >= FORGED.length, `${requests.length} requests`)
  assert.ok(requests.length <= decided, `${requests.length} requests for ${decided} decisions`)
}
